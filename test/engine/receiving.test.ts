// Receiving: pause and resume, how much at a time, and the input stream in other hands.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  EVENT_SENT,
  LANDING_BYTES,
  PENDING,
  STATE_CLOSE_WAIT,
  STATE_ESTABLISHED,
  STATE_FAILED,
  STATE_FREE,
  STATE_RELEASING,
} from '../../assembly/abi.ts';
import { readAll } from '../support/bench.ts';
import { nothingLeft, type Pair, pattern, scenario } from '../support/pair.ts';

scenario('a socket begins paused: nothing is announced', pair => {
  const [client, peer] = pair.connected();
  pair.server.send(peer, 'hello');
  pair.driveAll();
  assert.equal(pair.client.said(client), []);
  pair.client.resume(client);
  pair.driveAll();
  assert.equal(pair.client.said(client), ['readable']);
  assert.is(new TextDecoder().decode(pair.client.recv(client)), 'hello');
});

scenario('a pause stops the announcements, a resume brings them back', pair => {
  const [client, peer] = pair.connected();
  pair.client.resume(client);
  pair.server.send(peer, 'one');
  pair.client.pause(client);
  pair.driveAll();
  assert.equal(pair.client.said(client), []);
  pair.client.resume(client);
  pair.client.pause(client);
  pair.client.resume(client);
  pair.driveAll();
  assert.equal(pair.client.said(client), ['readable']);
});

scenario(
  'what is paused holds up the sender once the window is full',
  { receiveWindow: 3000, sendBuffer: 3000 },
  pair => {
    const [client, peer] = pair.connected();
    const received = readAll(pair.client);
    let handed = 0;
    const more = () => {
      while (handed < 20_000) {
        handed += 1000;
        if (pair.server.send(peer, pattern(1000, handed - 1000)) === PENDING) return;
      }
    };
    pair.server.onEvent = ({ kind }) => {
      if (kind === EVENT_SENT) more();
    };
    more();
    pair.driveAll();
    assert.is(handed, 6000, 'three thousand have arrived, three wait at the sender');
    pair.client.resume(client);
    pair.driveAll();
    assert.is(handed, 20_000);
    assert.ok(Buffer.from(received.get(client) ?? []).equals(Buffer.from(pattern(20_000))));
  },
);

scenario('what is left by a small read is announced again', pair => {
  const [client, peer] = pair.connected();
  pair.client.resume(client);
  pair.server.send(peer, '0123456789');
  const pieces: string[] = [];
  pair.run(5);
  for (let i = 0; i < 4; i++) {
    pieces.push(new TextDecoder().decode(pair.client.recv(client, 3)));
    pair.run(1);
  }
  assert.equal(pieces, ['012', '345', '678', '9']);
});

scenario(
  'no more than the landing zone holds is received at once',
  { receiveWindow: 200_000, sendBuffer: 200_000 },
  pair => {
    const [client, peer] = pair.connected();
    for (let i = 0; i < 3; i++) pair.server.send(peer, pattern(60_000));
    pair.driveAll();
    assert.is(pair.client.recv(client, 4_000_000).length, LANDING_BYTES);
    assert.is(pair.client.recv(client, 0).length, 0);
    assert.is(pair.client.recv(client).length, LANDING_BYTES);
    assert.is(pair.client.recv(client).length, 180_000 - 2 * LANDING_BYTES);
    assert.is(pair.client.recv(client).length, 0);
    assert.is(pair.client.x.state(client), STATE_ESTABLISHED);
    assert.is(pair.client.x.bytesReceived(client), 180_000n);
  },
);

// ---- the input stream in other hands

/** A connection whose input the client's host has taken. */
function taken(pair: Pair): [client: number, server: number] {
  const [client, peer] = pair.connected();
  assert.ok(pair.client.takeInput(client) > 0);
  return [client, peer];
}

scenario('a taken input is still announced, paused and resumed, though the stream is not ours', pair => {
  const [client, peer] = taken(pair);
  pair.client.resume(client);
  pair.server.send(peer, 'for the taker');
  pair.driveAll();
  assert.equal(pair.client.said(client), ['readable']);
  assert.is(pair.client.recv(client).length, 0, 'receiving it is for the taker alone');
  pair.client.pause(client);
  pair.client.resume(client);
  pair.client.pause(client);
  pair.server.send(peer, 'unheard');
  pair.driveAll();
  assert.equal(pair.client.said(client).slice(1), []);
});

scenario('what the taker reads is counted and renews the idle deadline', pair => {
  const [client] = taken(pair);
  pair.client.setTimeout(client, 100);
  pair.run(60);
  pair.client.x.received(client, 500);
  pair.run(60);
  assert.equal(pair.client.said(client), []);
  assert.is(pair.client.x.bytesReceived(client), 500n);
  pair.run(60);
  assert.equal(pair.client.said(client), ['timeout']);
});

scenario('the taker says that the stream has ended, once', pair => {
  const [client, peer] = taken(pair);
  pair.server.end(peer);
  pair.driveAll();
  pair.client.x.inputEnded(client);
  pair.client.x.inputEnded(client);
  pair.client.drain();
  assert.equal(pair.client.said(client), ['end']);
  assert.is(pair.client.x.state(client), STATE_CLOSE_WAIT);
});

scenario('the taker says that the stream has failed, once', pair => {
  const [client] = taken(pair);
  pair.client.x.inputFailed(client);
  pair.client.x.inputFailed(client);
  pair.client.x.inputEnded(client);
  pair.client.drain();
  assert.equal(pair.client.said(client), ['error connection-reset read']);
  assert.is(pair.client.x.state(client), STATE_FAILED);
});

scenario('what only a taker may say is ignored from others', pair => {
  const [client] = pair.connected();
  pair.client.x.inputEnded(client);
  pair.client.x.inputFailed(client);
  pair.client.x.inputDropped(client);
  pair.client.drain();
  assert.equal(pair.client.said(client), []);
  assert.is(pair.client.x.state(client), STATE_ESTABLISHED);
});

scenario('a stream dropped before close is an error of the taker and changes nothing', pair => {
  const [client] = taken(pair);
  pair.client.x.inputDropped(client);
  assert.is(pair.client.x.state(client), STATE_ESTABLISHED);
  assert.is(pair.client.x.live(), 1);
});

/** What may happen between taking the input and closing; the socket is released by the last drop alone. */
const STEPS: Record<string, (pair: Pair, client: number, peer: number) => void> = {
  'at once': () => {},
  'while reading': (pair, client) => void pair.client.resume(client),
  'after a pause': (pair, client) => {
    pair.client.resume(client);
    pair.client.pause(client);
  },
  'after the end of the peer': (pair, client, peer) => {
    pair.client.resume(client);
    pair.server.end(peer);
    pair.driveAll();
    pair.client.x.inputEnded(client);
  },
  'after our end': (pair, client) => void pair.client.end(client),
  'after both': (pair, client, peer) => {
    pair.client.end(client);
    pair.server.end(peer);
    pair.driveAll();
    pair.client.x.inputEnded(client);
  },
  'after a reset': (pair, _client, peer) => {
    pair.server.abort(peer);
    pair.driveAll();
  },
  'with a send under way': (pair, client) => void pair.client.lend(client, pattern(300_000)),
  'with an idle timeout': (pair, client) => pair.client.setTimeout(client, 20),
};

for (const [when, step] of Object.entries(STEPS)) {
  scenario(`a handle whose input was taken may be closed ${when}`, pair => {
    const [client, peer] = taken(pair);
    step(pair, client, peer);
    pair.client.drain();
    pair.client.said(client);
    pair.client.close(client);
    assert.is(pair.client.x.state(client), STATE_RELEASING);
    assert.is(pair.client.x.blocks(), 0);
    // Nothing that is still said of the handle wakes it.
    pair.client.x.received(client, 10);
    pair.client.refresh(client);
    pair.client.setTimeout(client, 5);
    pair.client.x.inputEnded(client);
    pair.client.x.inputFailed(client);
    pair.client.notify(client, 15);
    pair.client.close(client);
    pair.run(100);
    assert.equal(pair.client.said(client), []);
    assert.is(pair.client.x.deadline(), -1n);
    assert.is(pair.client.x.state(client), STATE_RELEASING);
    pair.client.dropInput(client);
    assert.is(pair.client.x.state(client), STATE_FREE);
    nothingLeft(pair.client);
  });
}

test.run();

// FINs: half-close from either side, both at once, and what goes before a FIN.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ACCEPTED,
  PENDING,
  STATE_CLOSE_WAIT,
  STATE_ENDED,
  STATE_ESTABLISHED,
  STATE_FIN_WAIT_1,
  STATE_FIN_WAIT_2,
  STATE_LAST_ACK,
} from '../../assembly/abi.ts';
import { readAll } from '../support/bench.ts';
import { pattern, scenario } from '../support/pair.ts';

scenario('we end first: FIN-WAIT-1, FIN-WAIT-2, and ENDED when the peer ends', pair => {
  const [client, peer] = pair.connected();
  readAll(pair.client);
  pair.client.resume(client);
  assert.is(pair.client.end(client), PENDING);
  assert.equal(pair.client.said(client), ['finished']);
  assert.is(pair.client.x.state(client), STATE_FIN_WAIT_2);
  pair.driveAll();
  pair.server.end(peer);
  pair.driveAll();
  assert.equal(pair.client.said(client), ['readable', 'end']);
  assert.is(pair.client.x.state(client), STATE_ENDED);
});

scenario('after our FIN the peer may go on sending, and we go on receiving', pair => {
  const [client, peer] = pair.connected();
  const received = readAll(pair.client);
  pair.client.resume(client);
  pair.client.end(client);
  pair.driveAll();
  assert.is(pair.server.send(peer, pattern(5000)), ACCEPTED);
  pair.server.end(peer);
  pair.driveAll();
  assert.equal(Uint8Array.from(received.get(client) ?? []), pattern(5000));
  assert.is(pair.client.x.state(client), STATE_ENDED);
});

scenario('the peer ends first: CLOSE-WAIT, in which we may still send, then ENDED', pair => {
  const [client, peer] = pair.connected();
  readAll(pair.client);
  const received = readAll(pair.server);
  pair.client.resume(client);
  pair.server.resume(peer);
  pair.server.end(peer);
  pair.driveAll();
  assert.is(pair.client.x.state(client), STATE_CLOSE_WAIT);
  assert.equal(pair.client.said(client), ['readable', 'end']);
  assert.is(pair.client.send(client, 'after your end'), ACCEPTED);
  pair.client.end(client);
  assert.is(pair.client.x.state(client), STATE_ENDED);
  pair.driveAll();
  assert.is(new TextDecoder().decode(Uint8Array.from(received.get(peer) ?? [])), 'after your end');
  assert.is(pair.server.x.state(peer), STATE_ENDED);
});

scenario('both may end at the same time', pair => {
  const [client, peer] = pair.connected();
  for (const bench of [pair.client, pair.server]) readAll(bench);
  pair.client.resume(client);
  pair.server.resume(peer);
  pair.client.end(client);
  pair.server.end(peer);
  pair.driveAll();
  assert.equal(pair.client.said(client), ['finished', 'readable', 'end']);
  assert.equal(pair.server.said(peer), ['finished', 'readable', 'end']);
  assert.is(pair.client.x.state(client), STATE_ENDED);
  assert.is(pair.server.x.state(peer), STATE_ENDED);
});

scenario('both may end while both FINs are held back', { faults: { finDelay: 50 } }, pair => {
  const [client, peer] = pair.connected();
  for (const bench of [pair.client, pair.server]) readAll(bench);
  pair.client.resume(client);
  pair.server.resume(peer);
  pair.server.end(peer);
  pair.client.end(client);
  assert.is(pair.client.x.state(client), STATE_FIN_WAIT_1);
  pair.driveAll();
  assert.is(pair.client.x.state(client), STATE_ENDED);
  assert.is(pair.server.x.state(peer), STATE_ENDED);
});

const SMALL = { sendBuffer: 1000, receiveWindow: 1000 };

scenario('every byte goes before the FIN, though the end was asked for while they waited', SMALL, pair => {
  const [client, peer] = pair.connected();
  assert.is(pair.client.send(client, pattern(40000)), PENDING);
  assert.is(pair.client.end(client), PENDING);
  assert.is(pair.client.x.state(client), STATE_FIN_WAIT_1);
  pair.driveAll();
  assert.equal(pair.client.said(client), []);
  const received = readAll(pair.server);
  pair.server.resume(peer);
  pair.driveAll();
  assert.equal(Uint8Array.from(received.get(peer) ?? []), pattern(40000));
  assert.equal(pair.client.said(client), ['sent', 'finished']);
  assert.is(pair.server.said(peer).at(-1), 'end');
  assert.is(pair.client.x.state(client), STATE_FIN_WAIT_2);
});

scenario('an end asked for in CLOSE-WAIT waits for the tail in LAST-ACK', SMALL, pair => {
  const [client, peer] = pair.connected();
  readAll(pair.client);
  pair.client.resume(client);
  pair.server.end(peer);
  pair.driveAll();
  assert.is(pair.client.send(client, pattern(3000)), PENDING);
  pair.client.end(client);
  assert.is(pair.client.x.state(client), STATE_LAST_ACK);
  const received = readAll(pair.server);
  pair.server.resume(peer);
  pair.driveAll();
  assert.is(received.get(peer)?.length, 3000);
  assert.is(pair.client.x.state(client), STATE_ENDED);
});

scenario(
  'a FIN that the network holds back is not accepted until it goes',
  { seed: 4, faults: { finDelay: 500 } },
  pair => {
    const [client, peer] = pair.connected();
    readAll(pair.server);
    pair.server.resume(peer);
    pair.client.end(client);
    assert.is(pair.client.x.state(client), STATE_FIN_WAIT_1);
    assert.equal(pair.client.said(client), []);
    const asked = pair.time;
    pair.drive(() => pair.client.said(client).includes('finished'));
    assert.ok(pair.time > asked);
    assert.not(pair.server.said(peer).includes('end'));
    pair.driveAll();
    assert.is(pair.server.x.state(peer), STATE_CLOSE_WAIT);
  },
);

scenario('the end of the peer is not seen while nobody reads', pair => {
  const [client, peer] = pair.connected();
  pair.server.send(peer, 'last words');
  pair.server.end(peer);
  pair.driveAll();
  assert.is(pair.client.x.state(client), STATE_ESTABLISHED);
  assert.equal(pair.client.said(client), []);
  pair.client.resume(client);
  pair.run(1);
  assert.is(pair.client.recv(client).length, 'last words'.length);
  assert.is(pair.client.x.state(client), STATE_ESTABLISHED);
  pair.run(1);
  assert.is(pair.client.recv(client).length, 0);
  assert.equal(pair.client.said(client), ['readable', 'readable', 'end']);
});

scenario('the FIN of the peer comes after its last byte, however small the pieces', { chunk: 1 }, pair => {
  const [client, peer] = pair.connected();
  const received = readAll(pair.client);
  pair.client.resume(client);
  pair.server.send(peer, pattern(300));
  pair.server.end(peer);
  pair.driveAll();
  assert.equal(Uint8Array.from(received.get(client) ?? []), pattern(300));
  assert.is(pair.client.said(client).at(-1), 'end');
});

scenario('closing in order sends what was accepted and a FIN', pair => {
  const [client, peer] = pair.connected();
  const received = readAll(pair.server);
  pair.server.resume(peer);
  assert.is(pair.client.send(client, pattern(20000)), ACCEPTED);
  pair.client.close(client);
  pair.driveAll();
  assert.is(received.get(peer)?.length, 20000);
  assert.is(pair.server.said(peer).at(-1), 'end');
});

test.run();

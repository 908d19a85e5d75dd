// Failures of the network in every state, and closing in every state.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  READY_FAILED,
  READY_INPUT,
  READY_OUTPUT,
  READY_SOCKET,
  STATE_CLOSE_WAIT,
  STATE_ENDED,
  STATE_ESTABLISHED,
  STATE_FAILED,
  STATE_FIN_WAIT_1,
  STATE_FIN_WAIT_2,
  STATE_FREE,
  STATE_LAST_ACK,
  STATE_RELEASING,
} from '../../assembly/abi.ts';
import { stateName } from '../../host/names.ts';
import { readAll } from '../support/bench.ts';
import { nothingLeft, pattern, scenario } from '../support/pair.ts';
import { inState, SLOW, STATES_IN_USE } from '../support/states.ts';

const EXPECTED: Record<number, [after: number, events: string[]]> = {
  [STATE_ESTABLISHED]: [STATE_FAILED, ['error connection-reset read']],
  [STATE_FIN_WAIT_1]: [STATE_FAILED, ['error connection-reset write']],
  [STATE_FIN_WAIT_2]: [STATE_FAILED, ['error connection-reset read']],
  [STATE_CLOSE_WAIT]: [STATE_FAILED, ['error connection-reset write']],
  [STATE_LAST_ACK]: [STATE_FAILED, ['error connection-reset write']],
  [STATE_ENDED]: [STATE_FAILED, ['error connection-reset write']],
  [STATE_RELEASING]: [STATE_RELEASING, []],
};

for (const [state, [after, events]] of Object.entries(EXPECTED)) {
  const from = stateName(Number(state));
  scenario(`a reset in ${from} leads to ${stateName(after)}`, SLOW, pair => {
    const { handle, peer } = inState(pair, Number(state));
    pair.server.abort(peer);
    pair.run(50);
    assert.is(pair.client.x.state(handle), after);
    assert.equal(pair.client.said(handle), events);
  });
}

for (const state of STATES_IN_USE) {
  scenario(`readiness that nobody asked for changes nothing in ${stateName(state)}`, SLOW, pair => {
    const { handle } = inState(pair, state);
    for (const bit of [READY_SOCKET, READY_INPUT, READY_OUTPUT, READY_FAILED, 0, 16]) {
      pair.client.notify(handle, bit);
      assert.is(pair.client.x.state(handle), state);
    }
    assert.equal(pair.client.said(handle), []);
  });

  scenario(`closing in ${stateName(state)} leaves nothing`, SLOW, pair => {
    const { handle, peer } = inState(pair, state);
    pair.client.setTimeout(handle, 5);
    pair.client.close(handle);
    assert.is(pair.client.x.state(handle), state === STATE_RELEASING ? STATE_RELEASING : STATE_FREE);
    if (state === STATE_RELEASING) pair.client.dropInput(handle);
    nothingLeft(pair.client);
    assert.is(pair.client.x.deadline(), -1n);
    pair.run(100);
    assert.equal(pair.client.said(handle), []);
    if (peer !== 0) pair.server.close(peer);
  });
}

scenario('a reset while we read is met by the read, after the bytes before it', pair => {
  const [client, peer] = pair.connected();
  pair.server.send(peer, 'words');
  pair.run(5);
  pair.client.resume(client);
  pair.run(1);
  pair.server.abort(peer);
  pair.run(5);
  assert.is(pair.client.recv(client).length, 5);
  assert.equal(pair.client.said(client), ['readable', 'readable']);
  assert.is(pair.client.recv(client).length, 0);
  assert.equal(pair.client.said(client), ['error connection-reset read']);
});

scenario('a reset while a send waits is met by the write, and its block is free again', SLOW, pair => {
  const { handle, peer } = inState(pair, STATE_ESTABLISHED);
  pair.client.send(handle, pattern(4000));
  assert.is(pair.client.x.blocks(), 1 << 16);
  pair.server.abort(peer);
  pair.run(5);
  assert.equal(pair.client.said(handle), ['error connection-reset write']);
  assert.is(pair.client.x.blocks(), 0);
});

scenario('a reset while a send waits is met by the read of who reads, and no more is told', SLOW, pair => {
  const { handle, peer } = inState(pair, STATE_ESTABLISHED);
  pair.client.resume(handle);
  pair.client.send(handle, pattern(4000));
  pair.server.abort(peer);
  pair.run(5);
  pair.client.recv(handle);
  const said = pair.client.said(handle).filter(event => event !== 'readable');
  assert.equal(said, ['error connection-reset read']);
  assert.is(pair.client.x.blocks(), 0);
});

scenario('a send after a reset that nobody has seen yet fails', pair => {
  const [client, peer] = pair.connected();
  pair.server.send(peer, 'unread');
  pair.run(5);
  pair.server.abort(peer);
  pair.run(5);
  assert.equal(pair.client.said(client), []);
  pair.client.send(client, 'x');
  assert.equal(pair.client.said(client), ['error connection-reset write']);
});

scenario('an end after a reset that nobody has seen yet fails', pair => {
  const [client, peer] = pair.connected();
  pair.server.send(peer, 'unread');
  pair.run(5);
  pair.server.abort(peer);
  pair.run(5);
  pair.client.end(client);
  assert.equal(pair.client.said(client), ['error connection-reset shutdown']);
});

scenario('closing with bytes unread resets the peer', pair => {
  const [client, peer] = pair.connected();
  pair.server.send(peer, 'never read');
  pair.run(5);
  pair.client.close(client);
  pair.run(5);
  assert.equal(pair.server.said(peer), ['error connection-reset read']);
});

scenario('bytes for a socket that is gone are answered with a reset', pair => {
  const [client, peer] = pair.connected();
  pair.client.close(client);
  pair.run(5);
  assert.is(pair.server.x.state(peer), STATE_ESTABLISHED);
  pair.server.send(peer, 'anybody?');
  pair.run(5);
  assert.equal(pair.server.said(peer), ['error connection-reset read']);
});

scenario('a connection may be reset by the network after so many bytes', pair => {
  pair.sim.rule('127.0.0.1', { resetAfter: 3000 });
  const [client, peer] = pair.connected();
  const received = readAll(pair.server);
  pair.server.resume(peer);
  pair.client.send(client, pattern(10000));
  pair.run(50);
  const count = received.get(peer)?.length ?? 0;
  assert.ok(count >= 3000 && count < 3000 + 1460, String(count));
  assert.equal(pair.client.said(client), ['error connection-reset read']);
  assert.is(pair.server.said(peer).at(-1), 'error connection-reset read');
});

scenario('a socket that failed keeps its addresses until it is closed', pair => {
  const [client, peer] = pair.connected();
  const addresses = [pair.client.localAddress(client), pair.client.remoteAddress(client)];
  pair.server.abort(peer);
  pair.run(5);
  assert.is(pair.client.x.state(client), STATE_FAILED);
  assert.equal([pair.client.localAddress(client), pair.client.remoteAddress(client)], addresses);
  pair.client.close(client);
  assert.is(pair.client.localAddress(client), undefined);
});

test.run();

// Connecting: one address and several, what answers, and what does not.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ERROR_INVALID_ARGUMENT, MAX_ADDRESSES, STATE_CONNECTING, STATE_FAILED } from '../../assembly/abi.ts';
import { connecting, DEAF, DEAF_TOO, NOWHERE, SHUT, SLOW } from '../support/attempts.ts';
import { endpoint } from '../support/bench.ts';
import { listening, PORT, SERVER, scenario } from '../support/pair.ts';

scenario('a connection is established and accepted', pair => {
  const listener = pair.listener;
  const client = pair.client.open();
  assert.is(pair.client.connect(client, [SERVER]), 0);
  assert.equal(pair.client.said(client), ['attempt 0']);
  pair.run(3);
  assert.equal(pair.client.said(client), ['connected 0']);
  assert.is(pair.server.accepted(listener).length, 1);
});

scenario('a connection to a port where nobody listens is refused after a round trip', pair => {
  assert.equal(connecting(pair, [SHUT]), [
    '0 attempt 0',
    '2 attempt-failed 0 connection-refused',
    '2 error connection-refused connect',
  ]);
});

scenario('a connection without a route fails at once', pair => {
  assert.equal(connecting(pair, [NOWHERE]), [
    '0 attempt 0',
    '0 attempt-failed 0 remote-unreachable',
    '0 error remote-unreachable connect',
  ]);
});

scenario('a router may say later that there is no route', pair => {
  pair.sim.rule(NOWHERE.address, { answer: 'unreachable' });
  assert.equal(connecting(pair, [NOWHERE]).at(-1), '2 error remote-unreachable connect');
});

scenario('a single address that never answers fails with the timeout of the network, not with ours', pair => {
  assert.equal(connecting(pair, [DEAF], 250), [
    '0 attempt 0',
    '127000 attempt-failed 0 timeout',
    '127000 error timeout connect',
  ]);
});

scenario('an address that never answers is given up after the attempt timeout', pair => {
  assert.equal(connecting(pair, [DEAF, SERVER], 250), [
    '0 attempt 0',
    '250 attempt-timeout 0',
    '250 attempt 1',
    '252 connected 1',
  ]);
});

scenario('an attempt timeout of zero waits for the network to give up', pair => {
  assert.equal(connecting(pair, [DEAF, SERVER], 0), [
    '0 attempt 0',
    '127000 attempt-failed 0 timeout',
    '127000 attempt 1',
    '127002 connected 1',
  ]);
});

scenario('the next address is tried as soon as one is refused', pair => {
  assert.equal(connecting(pair, [SHUT, NOWHERE, SERVER]), [
    '0 attempt 0',
    '2 attempt-failed 0 connection-refused',
    '2 attempt 1',
    '2 attempt-failed 1 remote-unreachable',
    '2 attempt 2',
    '4 connected 2',
  ]);
});

scenario('an answer that comes after the attempt timeout is not waited for', pair => {
  assert.equal(connecting(pair, [SLOW, SERVER], 250), [
    '0 attempt 0',
    '250 attempt-timeout 0',
    '250 attempt 1',
    '252 connected 1',
  ]);
  assert.is(pair.server.accepted(pair.listener).length, 1);
});

scenario('the last address is never timed', pair => {
  assert.equal(connecting(pair, [DEAF, SLOW], 250), [
    '0 attempt 0',
    '250 attempt-timeout 0',
    '250 attempt 1',
    '652 connected 1',
  ]);
});

scenario('of mixed addresses each is tried in turn, and the error is that of the last', pair => {
  assert.equal(connecting(pair, [DEAF, SHUT, DEAF_TOO, NOWHERE, SHUT], 100), [
    '0 attempt 0',
    '100 attempt-timeout 0',
    '100 attempt 1',
    '102 attempt-failed 1 connection-refused',
    '102 attempt 2',
    '202 attempt-timeout 2',
    '202 attempt 3',
    '202 attempt-failed 3 remote-unreachable',
    '202 attempt 4',
    '204 attempt-failed 4 connection-refused',
    '204 error connection-refused connect',
  ]);
});

for (const race of [false, true]) {
  scenario(`as many addresses as are allowed may all fail at once, ${race ? 'racing' : 'in turn'}`, pair => {
    const all = Array.from({ length: MAX_ADDRESSES }, () => NOWHERE);
    const events = connecting(pair, all, 250, race);
    assert.is(events.length, 2 * MAX_ADDRESSES + 1, 'more than the ring holds');
    assert.is(events.at(-1), '0 error remote-unreachable connect');
  });
}

scenario('the last of as many addresses as are allowed may be the one that answers', pair => {
  const all = [...Array.from({ length: MAX_ADDRESSES - 1 }, () => NOWHERE), SERVER];
  assert.is(connecting(pair, all).at(-1), `2 connected ${MAX_ADDRESSES - 1}`);
});

scenario('IPv6 comes after IPv4 in one list, each with a socket of its own family', pair => {
  const handle = listening(pair.server, PORT, 16, '::1');
  assert.equal(connecting(pair, [SHUT, endpoint('::1', PORT)]).at(-1), '4 connected 1');
  assert.is(pair.server.accepted(handle).length, 1);
});

scenario('a bound socket connects from the address it is bound to', pair => {
  pair.listener;
  const client = pair.client.open();
  pair.client.bind(client, 4000);
  assert.is(pair.client.connect(client, [SERVER, SERVER]), -ERROR_INVALID_ARGUMENT);
  assert.is(pair.client.connect(client, [SERVER]), 0);
  pair.run(10);
  assert.equal(pair.client.said(client), ['bound', 'attempt 0', 'connected 0']);
  const [peer] = pair.server.accepted(pair.listener);
  assert.equal(pair.server.remoteAddress(peer), endpoint('127.0.0.1', 4000));
});

scenario('what is no list of addresses is refused and changes nothing', pair => {
  const { client } = pair;
  const handle = client.open();
  const arena = client.x.arena();
  assert.is(client.x.connect(handle, arena, 0, 0, 0), -ERROR_INVALID_ARGUMENT);
  assert.is(client.x.connect(handle, arena, 7, 0, 0), -ERROR_INVALID_ARGUMENT);
  const tooMany = Array.from({ length: MAX_ADDRESSES + 1 }, () => SERVER);
  assert.is(client.connect(handle, tooMany), -ERROR_INVALID_ARGUMENT);
  assert.is(client.connect(handle, [SERVER]), 0);
  assert.is(client.x.state(handle), STATE_CONNECTING);
});

scenario('a process without sockets left cannot connect', { sockets: 1 }, pair => {
  const { client } = pair;
  pair.listener;
  const [first, second] = [client.open(), client.open()];
  client.connect(first, [SERVER]);
  client.connect(second, [SERVER, SERVER]);
  assert.equal(client.said(second), [
    'attempt 0',
    'attempt-failed 0 new-socket-limit',
    'attempt 1',
    'attempt-failed 1 new-socket-limit',
    'error new-socket-limit connect',
  ]);
  assert.is(client.x.state(second), STATE_FAILED);
});

scenario('a connection that is closed while it is tried leaves nothing at either end', pair => {
  for (const patience of [0, 1, 2, 3]) {
    const handle = pair.client.open();
    pair.client.connect(handle, [SERVER, SERVER]);
    pair.run(patience);
    pair.client.close(handle);
  }
  pair.listener;
  pair.driveAll();
  assert.is(pair.client.x.live(), 0);
});

test.run();

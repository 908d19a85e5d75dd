// Binding, listening and accepting.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ERROR_INVALID_ARGUMENT, STATE_FAILED, STATE_LISTEN } from '../../assembly/abi.ts';
import { endpoint } from '../support/bench.ts';
import { listening, type Pair, PORT, reach, SERVER, scenario } from '../support/pair.ts';

/** Begins `count` connections to the server. */
function begin(pair: Pair, count: number): number[] {
  return Array.from({ length: count }, () => {
    const handle = pair.client.open();
    pair.client.connect(handle, [SERVER]);
    return handle;
  });
}

scenario('a listener accepts connections in the order in which they came', pair => {
  const listener = pair.listener;
  const handles = begin(pair, 5);
  pair.driveAll();
  const peers = pair.server.accepted(listener).map(h => pair.server.remoteAddress(h));
  assert.equal(
    peers,
    handles.map(h => pair.client.localAddress(h)),
  );
  assert.is(new Set(peers.map(p => p?.port)).size, 5);
});

scenario('an address in use cannot be bound again, and the handle can only be closed', pair => {
  pair.listener;
  const handle = pair.server.open();
  assert.is(pair.server.bind(handle, PORT), 0);
  assert.equal(pair.server.said(handle), ['error address-in-use bind']);
  assert.is(pair.server.x.state(handle), STATE_FAILED);
});

scenario('a wildcard and an address of its family collide on one port', pair => {
  listening(pair.server, 90, 8, '0.0.0.0');
  const handle = pair.server.open();
  pair.server.bind(handle, 90, '127.0.0.1');
  assert.equal(pair.server.said(handle), ['error address-in-use bind']);
});

scenario('an address that the host does not have cannot be bound', pair => {
  const handle = pair.server.open();
  pair.server.bind(handle, PORT, '10.1.2.3');
  assert.equal(pair.server.said(handle), ['error address-not-bindable bind']);
});

scenario('a port is free again when its listener is closed, connections or not', pair => {
  const [, peer] = pair.connected();
  pair.server.close(pair.listener);
  const again = listening(pair.server, PORT);
  assert.is(pair.server.x.state(again), STATE_LISTEN);
  assert.is(pair.server.send(peer, 'still there'), 0);
});

scenario('port 0 is a free port of the network', pair => {
  const handle = listening(pair.server, 0);
  const local = pair.server.localAddress(handle);
  assert.ok((local?.port ?? 0) >= 49152);
  const client = pair.client.open();
  pair.client.connect(client, [endpoint('127.0.0.1', local?.port ?? 0)]);
  pair.run(5);
  assert.equal(pair.client.said(client), ['attempt 0', 'connected 0']);
});

scenario('bind and listen may take their time', { setup: 10 }, pair => {
  const { server } = pair;
  const handle = server.open();
  assert.is(server.bind(handle, PORT), 0);
  pair.run(9);
  assert.equal(server.said(handle), []);
  pair.run(1);
  assert.equal(server.said(handle), ['bound']);
  assert.is(server.listen(handle, 5), 0);
  pair.run(9);
  assert.equal(server.said(handle), []);
  pair.run(1);
  assert.equal(server.said(handle), ['listening']);
});

scenario('a bind that fails may say so late', { setup: 10 }, pair => {
  pair.listener;
  const handle = pair.server.open();
  pair.server.bind(handle, PORT);
  assert.equal(pair.server.said(handle), []);
  reach(pair.server, handle, STATE_FAILED);
  assert.equal(pair.server.said(handle), ['error address-in-use bind']);
});

scenario('a list that is not one address cannot be bound', ({ server }) => {
  const handle = server.open();
  assert.is(server.x.bind(handle, server.x.arena(), 0), -ERROR_INVALID_ARGUMENT);
  assert.is(server.x.bind(handle, server.x.arena(), 16), -ERROR_INVALID_ARGUMENT);
  assert.is(server.bind(handle, 1), 0);
});

scenario('connections beyond the backlog are refused', pair => {
  const listener = listening(pair.server, 91, 3);
  const handles = Array.from({ length: 5 }, () => pair.client.open());
  for (const h of handles) pair.client.connect(h, [endpoint('127.0.0.1', 91)]);
  pair.run(2);
  const outcomes = handles.map(h => pair.client.said(h).at(-1));
  assert.equal(outcomes, [
    'connected 0',
    'connected 0',
    'connected 0',
    'error connection-refused connect',
    'error connection-refused connect',
  ]);
  pair.run(2);
  assert.is(pair.server.accepted(listener).length, 3);
});

scenario('a listener that is closed resets what it has not accepted', pair => {
  const listener = pair.listener;
  const [handle] = begin(pair, 1);
  pair.run(2);
  pair.server.close(listener);
  pair.driveAll();
  assert.equal(pair.client.said(handle), ['attempt 0', 'connected 0', 'error connection-reset read']);
});

scenario('a connection that was reset while it waited is accepted and fails then', pair => {
  const listener = pair.listener;
  const [handle] = begin(pair, 1);
  pair.run(2);
  pair.client.abort(handle);
  pair.driveAll();
  const [peer] = pair.server.accepted(listener);
  assert.equal(pair.server.said(peer), ['error connection-reset read']);
});

scenario('a process without sockets left says so, and accepts when it has one', { sockets: 2 }, pair => {
  const listener = pair.listener;
  const [first, second] = begin(pair, 2);
  pair.run(10);
  const [peer] = pair.server.accepted(listener);
  assert.equal(pair.server.said(listener), [`accepted h${peer}`, 'error new-socket-limit accept']);
  assert.is(pair.server.x.state(listener), STATE_LISTEN);
  pair.server.close(peer);
  pair.run(10);
  assert.equal(pair.server.said(listener), [`accepted h${pair.server.accepted(listener)[1]}`]);
  pair.client.close(first);
  pair.client.close(second);
});

const FAMILIES = [
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['10.0.0.1', '10.0.0.1'],
  ['fd00::1:2:3', 'fd00::1:2:3'],
  ['0.0.0.0', '10.0.0.1'],
  ['::', 'fd00::1:2:3'],
] as const;

const HOSTS = { hosts: { here: ['10.0.0.1', 'fd00::1:2:3'] } };

for (const [bound, dialled] of FAMILIES) {
  scenario(`addresses go in and come out: ${bound}, reached as ${dialled}`, HOSTS, pair => {
    const listener = listening(pair.server, 5000, 8, bound);
    assert.equal(pair.server.localAddress(listener), endpoint(bound, 5000));
    assert.is(pair.server.remoteAddress(listener), undefined);
    const client = pair.client.open();
    pair.client.connect(client, [endpoint(dialled, 5000)]);
    pair.run(5);
    const [peer] = pair.server.accepted(listener);
    assert.equal(pair.client.remoteAddress(client), endpoint(dialled, 5000));
    assert.equal(pair.server.localAddress(peer), endpoint(dialled, 5000));
    assert.equal(pair.server.remoteAddress(peer), pair.client.localAddress(client));
  });
}

scenario('a listener on every IPv6 address takes IPv4 too, and shows it as mapped', pair => {
  const listener = listening(pair.server, 5000, 8, '::');
  const client = pair.client.open();
  pair.client.connect(client, [endpoint('127.0.0.1', 5000)]);
  pair.run(5);
  const [peer] = pair.server.accepted(listener);
  assert.equal(pair.server.localAddress(peer), endpoint('::ffff:127.0.0.1', 5000));
});

test.run();

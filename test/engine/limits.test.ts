// What is full says so and recovers: the table, the event ring; and very many sockets at once.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ERROR_EVENTS_FULL,
  ERROR_TABLE_FULL,
  EVENT_READABLE,
  MAX_EVENTS,
  MAX_SOCKETS,
  STATE_ESTABLISHED,
} from '../../assembly/abi.ts';
import { endpoint } from '../support/bench.ts';
import { listening, type Pair, PORT, SERVER, scenario } from '../support/pair.ts';

/** Connects `count` clients at the same time. */
function crowd(pair: Pair, count: number, remote = SERVER): number[] {
  return Array.from({ length: count }, () => {
    const handle = pair.client.open();
    pair.client.connect(handle, [remote]);
    return handle;
  });
}

/** Fills the ring with events that nobody takes: the room that is left is for what is under way. */
function fillRing(pair: Pair): void {
  pair.server.drains = false;
  for (let i = 0; i < MAX_EVENTS; i++) {
    const handle = pair.server.open();
    if (handle < 0) return assert.is(handle, -ERROR_EVENTS_FULL);
    pair.server.bind(handle);
  }
  assert.unreachable('the ring takes more than it holds');
}

scenario('the table has MAX_SOCKETS places, and a closed one is free again', ({ client }) => {
  const handles = Array.from({ length: MAX_SOCKETS }, () => client.open());
  assert.ok(handles.every(h => h > 0));
  assert.is(client.x.live(), MAX_SOCKETS);
  assert.is(client.open(), -ERROR_TABLE_FULL);
  client.close(handles[4711]);
  assert.ok(client.open() > 0);
  assert.is(client.open(), -ERROR_TABLE_FULL);
});

scenario('a listener without a free place leaves connections in the network until there is one', pair => {
  const listener = pair.listener;
  const { server } = pair;
  const others = Array.from({ length: MAX_SOCKETS - 1 }, () => server.open());
  const clients = crowd(pair, 3);
  pair.run(20);
  assert.equal(server.said(listener), []);
  assert.is(pair.client.x.state(clients[0]), STATE_ESTABLISHED);
  server.close(others[0]);
  pair.run(1);
  assert.is(server.accepted(listener).length, 1);
  server.close(others[1]);
  server.close(others[2]);
  pair.run(1);
  assert.is(server.accepted(listener).length, 3);
  assert.is(server.open(), -ERROR_TABLE_FULL);
});

scenario('listeners that wait for a place may be closed while they wait', pair => {
  const { server } = pair;
  const listeners = [1, 2, 3].map(port => listening(server, port));
  const others = Array.from({ length: MAX_SOCKETS - 3 }, () => server.open());
  for (const port of [1, 2, 3]) crowd(pair, 1, endpoint('127.0.0.1', port));
  pair.run(20);
  server.close(listeners[1]);
  pair.run(5);
  assert.is(server.accepted(listeners[0]).length + server.accepted(listeners[2]).length, 1);
  server.close(others[0]);
  pair.run(5);
  assert.is(server.accepted(listeners[0]).length, 1);
  assert.is(server.accepted(listeners[2]).length, 1);
});

scenario('more connections at once than the ring has room for are all accepted', pair => {
  const listener = listening(pair.server, 99, 10_000);
  crowd(pair, 5000, endpoint('127.0.0.1', 99));
  pair.run(10);
  assert.is(pair.server.accepted(listener).length, 5000);
});

scenario('with a full event ring every command that needs an event is refused, until it is drained', pair => {
  const { server } = pair;
  const [, peer] = pair.connected();
  const closed = server.open();
  const bound = server.open();
  server.bind(bound);
  fillRing(pair);
  assert.is(server.bind(closed), -ERROR_EVENTS_FULL);
  assert.is(server.connect(closed, [SERVER]), -ERROR_EVENTS_FULL);
  assert.is(server.listen(bound), -ERROR_EVENTS_FULL);
  assert.is(server.send(peer, 'x'), -ERROR_EVENTS_FULL);
  assert.is(server.x.lend(peer, 1), -ERROR_EVENTS_FULL);
  assert.is(server.end(peer), -ERROR_EVENTS_FULL);
  assert.is(server.x.blocks(), 0);
  const waiting = server.drain();
  assert.ok(waiting > 3000 && waiting <= MAX_EVENTS);
  server.drains = true;
  assert.is(server.bind(closed), 0);
  assert.is(server.listen(bound), 0);
  assert.is(server.send(peer, 'x'), 0);
});

scenario('bytes, ends and deadlines that meet a full event ring are not lost', pair => {
  const { server } = pair;
  const [client, peer] = pair.connected();
  pair.client.send(client, 'kept');
  pair.client.end(client);
  pair.run(5);
  server.setTimeout(peer, 50);
  fillRing(pair);
  assert.is(server.recv(peer).length, 0);
  pair.run(100);
  server.drain();
  server.drains = true;
  assert.is(server.recv(peer).length, 4);
  assert.is(server.recv(peer).length, 0);
  pair.run(100);
  assert.equal(server.said(peer), ['timeout', 'end', 'timeout'], 'receiving renewed the deadline');
});

scenario('a trace that nobody takes is cut short, and never overruns the ring', pair => {
  const { server } = pair;
  const handles = Array.from({ length: 6000 }, () => server.open());
  server.x.trace(1);
  server.drains = false;
  for (const handle of handles) server.close(handle);
  const waiting = server.drain();
  assert.ok(waiting <= MAX_EVENTS, `${waiting} events`);
  assert.is(server.x.live(), 0);
  server.drains = true;
});

scenario('10,000 sockets are open at once, and each makes its round trip', pair => {
  const COUNT = 10_000;
  const { client, server } = pair;
  const listener = listening(server, PORT, COUNT);
  server.onEvent = ({ kind, handle, a }) => {
    if (handle === listener) server.resume(a);
    else if (kind === EVENT_READABLE) server.send(handle, server.recv(handle));
  };
  const back = new Map<number, string>();
  client.onEvent = ({ kind, handle, text }) => {
    if (text === 'connected 0') {
      client.resume(handle);
      client.send(handle, `ping ${handle}`);
    } else if (kind === EVENT_READABLE) {
      back.set(handle, (back.get(handle) ?? '') + Buffer.from(client.recv(handle)));
    }
  };
  const handles = crowd(pair, COUNT);
  pair.driveAll();
  assert.is(client.x.live(), COUNT);
  assert.is(server.x.live(), COUNT + 1);
  assert.is(client.x.blocks() + server.x.blocks(), 0, 'an idle socket owns no block');
  for (const handle of handles) if (back.get(handle) !== `ping ${handle}`) assert.unreachable(`h${handle}`);
});

test.run();

// Sends: what is accepted when, what waits, and what is counted.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ACCEPTED,
  BATCH_MAX,
  ERROR_INVALID_ARGUMENT,
  ERROR_POOL_FULL,
  ERROR_SEND_PENDING,
  LARGE_BLOCKS,
  PENDING,
} from '../../assembly/abi.ts';
import { readAll } from '../support/bench.ts';
import { pattern, scenario } from '../support/pair.ts';

const SMALL = { sendBuffer: 1000, receiveWindow: 1000 };

scenario('a send that the network takes at once is accepted, counted, and needs no block', pair => {
  const [client] = pair.connected();
  assert.is(pair.client.send(client, pattern(5000)), ACCEPTED);
  assert.is(pair.client.x.bytesSent(client), 5000n);
  assert.is(pair.client.x.blocks(), 0);
  assert.equal(pair.client.said(client), []);
});

scenario('a send that must wait is pending until EVENT_SENT, and counted only then', SMALL, pair => {
  const [client, peer] = pair.connected();
  assert.is(pair.client.send(client, pattern(2500)), PENDING);
  pair.driveAll();
  assert.equal(pair.client.said(client), []);
  assert.is(pair.client.x.bytesSent(client), 0n);
  assert.is(pair.client.x.blocks(), 1 << 16);
  const received = readAll(pair.server);
  pair.server.resume(peer);
  pair.driveAll();
  assert.equal(pair.client.said(client), ['sent']);
  assert.is(pair.client.x.bytesSent(client), 2500n);
  assert.is(pair.server.x.bytesReceived(peer), 2500n);
  assert.is(pair.client.x.blocks(), 0);
  assert.equal(Uint8Array.from(received.get(peer) ?? []), pattern(2500));
});

scenario('one send may be pending at a time', SMALL, pair => {
  const [client, peer] = pair.connected();
  assert.is(pair.client.send(client, pattern(2500)), PENDING);
  const blocks = pair.client.x.blocks();
  assert.is(pair.client.send(client, 'more'), -ERROR_SEND_PENDING);
  assert.is(pair.client.x.reserve(client, 4), -ERROR_SEND_PENDING);
  assert.is(pair.client.x.lend(client, 4), -ERROR_SEND_PENDING);
  assert.is(pair.client.x.blocks(), blocks);
  readAll(pair.server);
  pair.server.resume(peer);
  pair.driveAll();
  assert.is(pair.client.send(client, 'more'), ACCEPTED);
});

scenario('lengths that cannot be are refused and take nothing', { sendBuffer: 100_000 }, pair => {
  const { client } = pair;
  const [handle] = pair.connected();
  const arena = client.x.arena();
  assert.is(client.x.send(handle, arena, 0, 0), -ERROR_INVALID_ARGUMENT);
  assert.is(client.x.send(handle, arena, 1, 9), -ERROR_INVALID_ARGUMENT);
  assert.is(client.x.send(handle, arena, BATCH_MAX, BATCH_MAX + 1), -ERROR_INVALID_ARGUMENT);
  assert.is(client.x.reserve(handle, BATCH_MAX + 1), -ERROR_INVALID_ARGUMENT);
  assert.is(client.x.lend(handle, 0), -ERROR_INVALID_ARGUMENT);
  assert.is(client.x.blocks(), 0);
  assert.is(client.send(handle, pattern(BATCH_MAX)), ACCEPTED);
});

scenario('a block is reserved, filled in place and committed', pair => {
  const { client } = pair;
  const [handle, peer] = pair.connected();
  const block = client.x.reserve(handle, 100);
  assert.is(client.x.blocks(), 1);
  new Uint8Array(client.x.memory.buffer).set(pattern(100), block);
  assert.is(client.x.commit(handle, 100), ACCEPTED);
  assert.is(client.x.blocks(), 0);
  pair.driveAll();
  assert.equal(pair.server.recv(peer), pattern(100));
});

scenario('a large chunk is lent: counted, sent by reference, and never copied', SMALL, pair => {
  const [client, peer] = pair.connected();
  const chunk = pattern(200_000);
  assert.is(pair.client.lend(client, chunk), PENDING);
  assert.is(pair.client.x.blocks(), 0);
  assert.is(pair.client.send(client, 'x'), -ERROR_SEND_PENDING);
  const received = readAll(pair.server);
  pair.server.resume(peer);
  pair.driveAll();
  assert.equal(pair.client.said(client), ['sent']);
  assert.is(pair.client.x.bytesSent(client), 200_000n);
  assert.ok(Buffer.from(received.get(peer) ?? []).equals(Buffer.from(chunk)));
});

scenario('a FIN waits for what is lent', SMALL, pair => {
  const [client, peer] = pair.connected();
  pair.client.lend(client, pattern(20_000));
  assert.is(pair.client.end(client), PENDING);
  readAll(pair.server);
  pair.server.resume(peer);
  pair.driveAll();
  assert.equal(pair.client.said(client), ['sent', 'finished']);
  assert.is(pair.server.x.bytesReceived(peer), 20_000n);
});

scenario(
  'a network that takes less than it could still takes everything, in order',
  { faults: { partial: 1 } },
  pair => {
    const [client, peer] = pair.connected();
    const received = readAll(pair.server);
    pair.server.resume(peer);
    const waited = [];
    for (let i = 0; i < 20; i++) {
      waited.push(pair.client.send(client, pattern(7000, i * 7000)));
      pair.driveAll();
    }
    assert.ok(waited.includes(PENDING));
    assert.ok(Buffer.from(received.get(peer) ?? []).equals(Buffer.from(pattern(140_000))));
    assert.is(pair.client.x.bytesSent(client), 140_000n);
  },
);

scenario('without a block a send is refused, and EVENT_ROOM comes when one is free', SMALL, pair => {
  const { client } = pair;
  const pairs = Array.from({ length: LARGE_BLOCKS + 2 }, () => pair.connected());
  for (const [handle] of pairs.slice(0, LARGE_BLOCKS)) assert.is(client.send(handle, pattern(3000)), PENDING);
  assert.is(client.x.blocks(), LARGE_BLOCKS << 16);
  const [[first], [second]] = pairs.slice(LARGE_BLOCKS);
  assert.is(client.send(first, pattern(3000)), -ERROR_POOL_FULL);
  assert.is(client.send(second, pattern(3000)), -ERROR_POOL_FULL);
  assert.is(client.send(second, pattern(3000)), -ERROR_POOL_FULL);
  pair.driveAll();
  assert.equal(client.said(first), []);
  client.close(pairs[0][0]);
  assert.equal(client.said(first), ['room']);
  assert.equal(client.said(second), ['room'], 'all who wait try again, once each');
  assert.is(client.send(first, pattern(3000)), PENDING);
  assert.is(client.send(second, pattern(3000)), -ERROR_POOL_FULL);
  readAll(pair.server);
  pair.server.resume(pairs[1][1]);
  pair.driveAll();
  assert.equal(client.said(second), ['room']);
  assert.is(client.send(second, pattern(3000)), PENDING);
});

scenario('a socket that waits for a block may be closed, wherever it stands in the queue', SMALL, pair => {
  const { client } = pair;
  const pairs = Array.from({ length: LARGE_BLOCKS + 4 }, () => pair.connected());
  for (const [handle] of pairs.slice(0, LARGE_BLOCKS)) client.send(handle, pattern(3000));
  const waiting = pairs.slice(LARGE_BLOCKS).map(([handle]) => handle);
  for (const handle of waiting) assert.is(client.send(handle, pattern(3000)), -ERROR_POOL_FULL);
  for (const place of [3, 0, 1]) client.close(waiting[place]);
  client.close(pairs[0][0]);
  assert.equal(client.said(waiting[2]), ['room']);
  for (const place of [3, 0, 1]) assert.equal(client.said(waiting[place]), []);
});

scenario('a block comes free for those who wait when a taken input keeps its socket', SMALL, pair => {
  const { client } = pair;
  const pairs = Array.from({ length: LARGE_BLOCKS + 1 }, () => pair.connected());
  for (const [handle] of pairs.slice(0, LARGE_BLOCKS)) client.send(handle, pattern(3000));
  const [last] = pairs[LARGE_BLOCKS];
  assert.is(client.send(last, pattern(3000)), -ERROR_POOL_FULL);
  client.takeInput(pairs[0][0]);
  client.close(pairs[0][0]);
  assert.equal(client.said(last), ['room']);
});

test.run();

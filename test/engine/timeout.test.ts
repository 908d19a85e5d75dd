// The idle timeout: set, renewed, turned off, and fired once for each silence.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createSimulation } from '../../host/provider/sim.ts';
import { Bench, readAll } from '../support/bench.ts';
import { BUILDS } from '../support/builds.ts';
import { type Pair, SERVER, scenario } from '../support/pair.ts';
import { Xorshift } from '../support/xorshift.ts';

/** The virtual times at which a handle said 'timeout', counted from `start`. */
function timeouts(pair: Pair, handle: number, start: number): number[] {
  return pair.client.happened.flatMap(e =>
    e.handle === handle && e.text === 'timeout' ? [e.time - start] : [],
  );
}

scenario('silence for the idle timeout is told once, until the next activity', pair => {
  const [client] = pair.connected();
  const start = pair.time;
  pair.client.setTimeout(client, 100);
  pair.run(1000);
  assert.equal(timeouts(pair, client, start), [100]);
  pair.client.send(client, 'x');
  pair.run(1000);
  assert.equal(timeouts(pair, client, start), [100, 1100]);
});

scenario(
  'sending, its acceptance, receiving and a refresh renew it',
  { sendBuffer: 100, receiveWindow: 100 },
  pair => {
    const [client, peer] = pair.connected();
    const start = pair.time;
    readAll(pair.client);
    pair.client.resume(client);
    pair.client.setTimeout(client, 100);
    pair.run(80);
    pair.client.send(client, new Uint8Array(300));
    pair.run(80);
    readAll(pair.server);
    pair.server.resume(peer);
    pair.run(80);
    pair.server.send(peer, 'y');
    pair.run(80);
    pair.client.refresh(client);
    pair.run(99);
    assert.equal(timeouts(pair, client, start), []);
    pair.run(1);
    assert.equal(timeouts(pair, client, start), [420]);
  },
);

scenario('zero turns it off, another value starts it anew', pair => {
  const [client] = pair.connected();
  const start = pair.time;
  pair.client.setTimeout(client, 100);
  pair.run(50);
  pair.client.setTimeout(client, 0);
  pair.client.refresh(client);
  pair.run(500);
  assert.equal(timeouts(pair, client, start), []);
  pair.client.setTimeout(client, 20);
  pair.run(10);
  pair.client.setTimeout(client, 100);
  pair.run(99);
  assert.equal(timeouts(pair, client, start), []);
  pair.run(1);
  assert.equal(timeouts(pair, client, start), [660]);
});

scenario('connecting counts as activity, and so does the connection', pair => {
  const start = pair.time;
  const listener = pair.listener;
  const client = pair.client.open();
  pair.client.setTimeout(client, 10);
  pair.run(8);
  pair.client.connect(client, [SERVER]);
  pair.run(9);
  assert.equal(timeouts(pair, client, start), []);
  pair.run(3);
  assert.equal(timeouts(pair, client, start), [20]);
  assert.is(pair.server.accepted(listener).length, 1);
});

scenario('a socket that was closed says nothing, and neither does the one that has its slot now', pair => {
  const [client] = pair.connected();
  pair.client.setTimeout(client, 10);
  pair.client.close(client);
  const next = pair.client.open();
  pair.run(100);
  assert.equal(pair.client.said(client), []);
  assert.equal(pair.client.said(next), []);
});

scenario('two deadlines of one socket do not disturb each other', pair => {
  pair.sim.rule('10.0.0.1', { answer: 'blackhole' });
  const start = pair.time;
  const client = pair.client.open();
  pair.client.setTimeout(client, 30);
  const deaf = { ...SERVER, address: '10.0.0.1' };
  pair.client.connect(client, [deaf, deaf, deaf], 20);
  pair.run(100);
  const times = pair.client.happened.map(e => `${e.time - start} ${e.text}`);
  assert.equal(times, [
    '0 attempt 0',
    '20 attempt-timeout 0',
    '20 attempt 1',
    '30 timeout',
    '40 attempt-timeout 1',
    '40 attempt 2',
  ]);
});

for (const { name, module } of BUILDS) {
  test(`10,000 idle timeouts, set, renewed and turned off at random, are told when a naive model says (${name})`, () => {
    const sim = createSimulation();
    const bench = new Bench(module, sim);
    const random = new Xorshift(5);
    const handles = Array.from({ length: 10_000 }, () => bench.open());
    const idle = new Map<number, number>();
    const due = new Map<number, number>();
    const told: string[] = [];
    const expected: string[] = [];
    bench.onEvent = ({ time, handle, text }) => {
      told.push(`${time} ${handle} ${text}`);
      due.delete(handle);
    };
    for (let round = 0; round < 60; round++) {
      for (let i = 0; i < 500; i++) {
        const handle = handles[random.below(handles.length)];
        const timeout = random.below(3) === 0 ? 0 : 1 + random.below([50, 3000, 400_000][random.below(3)]);
        if (random.below(3) > 0) {
          bench.x.setTimeout(handle, timeout);
          idle.set(handle, timeout);
        } else {
          bench.x.refresh(handle);
        }
        const limit = idle.get(handle) ?? 0;
        if (limit === 0) due.delete(handle);
        else due.set(handle, sim.now() + limit);
      }
      bench.done(0);
      const until = sim.now() + 1 + random.below([40, 2000, 100_000][random.below(3)]);
      for (const [handle, time] of due) if (time <= until) expected.push(`${time} ${handle} timeout`);
      sim.run(until - sim.now());
    }
    assert.ok(expected.length > 5000);
    assert.equal(told.sort().join('\n'), expected.sort().join('\n'));
  });
}

test.run();

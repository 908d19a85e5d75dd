// The simulated network itself: its clock, its numbers, its faults, its traces, and engines bound to it.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ACCEPTED,
  EVENT_ACCEPTED,
  EVENT_CONNECTED,
  EVENT_END,
  EVENT_READABLE,
  PENDING,
} from '../../assembly/abi.ts';
import { type Engine, kEvent, kHandle, type Owner } from '../../host/binding/engine.ts';
import { SendQueue } from '../../host/binding/send-queue.ts';
import { Clock } from '../../host/provider/sim/clock.ts';
import { Random } from '../../host/provider/sim/random.ts';
import { createSimulation, type SimulationOptions } from '../../host/provider/sim.ts';
import { bind } from '../../host/runtime/sim-engine.ts';
import { Bench, endpoint, readAll } from '../support/bench.ts';
import { type Build, DEBUG, RELEASE } from '../support/builds.ts';
import { closeAll, listening, nothingLeft, Pair, PORT, pattern, SERVER } from '../support/pair.ts';

// ---- clock and numbers

test('events happen in the order of their times, and at one time in the order in which they were put in', () => {
  const clock = new Clock();
  const happened: string[] = [];
  const note = (name: string) => () => happened.push(`${name} at ${clock.now()}`);
  clock.after(5, note('late'));
  clock.after(1, note('first'));
  clock.after(1, note('second'));
  const cancel = clock.after(2, note('never'));
  cancel();
  clock.after(1, () => clock.after(0, note('third')));
  clock.run(4);
  assert.equal(happened, ['first at 1', 'second at 1', 'third at 1']);
  assert.is(clock.now(), 4);
  clock.runUntilIdle();
  assert.is(happened.at(-1), 'late at 5');
  assert.is(clock.next(), Infinity);
});

test('ticks run after the present event and before the next', () => {
  const clock = new Clock();
  const happened: string[] = [];
  clock.after(0, () => {
    clock.tick(() => {
      happened.push('tick');
      clock.tick(() => happened.push('tick of a tick'));
    });
    happened.push('event');
  });
  clock.after(0, () => happened.push('next event'));
  clock.runUntilIdle();
  assert.equal(happened, ['event', 'tick', 'tick of a tick', 'next event']);
});

test('a thousand events put in at random come out in order', () => {
  const clock = new Clock();
  const random = new Random(3);
  let last = -1;
  let count = 0;
  for (let i = 0; i < 1000; i++) {
    const cancel = clock.after(random.below(300), () => {
      assert.ok(clock.now() >= last);
      last = clock.now();
      count++;
    });
    if (i % 4 === 0) cancel();
  }
  clock.runUntilIdle();
  assert.is(count, 750);
});

test('equal seeds give equal numbers, other seeds others, all within their limit and spread over it', () => {
  const draw = (seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: 4000 }, () => random.below(10));
  };
  assert.equal(draw(1), draw(1));
  for (const other of [0, 2, -1, 1 + 2 ** 32]) assert.not.equal(draw(1), draw(other));
  for (let digit = 0; digit < 10; digit++) {
    const share = draw(7).filter(n => n === digit).length / 4000;
    assert.ok(share > 0.08 && share < 0.12, `${digit}: ${share}`);
  }
  const random = new Random(9);
  const drawn = Array.from({ length: 200 }, () => random.between(3, 5));
  assert.equal([...new Set(drawn)].sort(), [3, 4, 5]);
});

// ---- traces

/** A story in which every kind of fault may occur, told by the trace. */
function story(build: Build, options: SimulationOptions): string {
  const pair = new Pair(build, {
    latency: [1, 20],
    chunk: 700,
    sendBuffer: 3000,
    receiveWindow: 2000,
    faults: {
      refuse: 0.1,
      blackhole: 0.1,
      unreachable: 0.05,
      reset: 0.3,
      resetWithin: 4000,
      partial: 0.3,
      finDelay: 30,
    },
    ...options,
    traced: true,
  });
  pair.client.onEvent = ({ kind, handle }) => {
    if (kind === EVENT_READABLE) pair.client.recv(handle);
    if (kind !== EVENT_CONNECTED) return;
    pair.client.resume(handle);
    pair.client.send(handle, pattern(handle % 9000));
    pair.client.end(handle);
  };
  pair.server.onEvent = ({ kind, handle, a }) => {
    if (kind === EVENT_READABLE) pair.server.recv(handle);
    else if (kind === EVENT_END) pair.server.end(handle);
    if (kind !== EVENT_ACCEPTED) return;
    pair.server.resume(a);
    pair.server.send(a, pattern(a % 5000));
  };
  pair.listener;
  for (let i = 0; i < 40; i++) {
    const client = pair.client.open();
    pair.client.connect(client, [SERVER, endpoint('127.0.0.1', 9), SERVER], 50, i % 2 === 1);
    pair.client.setTimeout(client, 40);
    pair.run(7);
  }
  pair.driveAll();
  pair.finish();
  return pair.sim.trace.join('\n');
}

test('equal seeds give equal traces, byte for byte and on both builds; another seed gives another', () => {
  const first = story(DEBUG, { seed: 11 });
  assert.is(story(DEBUG, { seed: 11 }), first);
  assert.is(story(RELEASE, { seed: 11 }), first);
  assert.is.not(story(DEBUG, { seed: 12 }), first);
  assert.ok(first.split('\n').length > 300);
  for (const word of ['connection-refused', 'connection-reset', 'attempt-timeout', 'FIN-WAIT-1', 'timeout']) {
    assert.ok(first.includes(word), word);
  }
});

test('a trace tells every transition and event with its time', () => {
  const pair = new Pair(RELEASE, { traced: true });
  const client = pair.client.open();
  pair.client.connect(client, [SERVER]);
  pair.driveAll();
  assert.equal(pair.sim.trace, [
    `0 client h${client} FREE => CLOSED`,
    `0 client h${client} CLOSED => CONNECTING`,
    `0 client h${client} attempt 0`,
    `2 client h${client} attempt-failed 0 connection-refused`,
    `2 client h${client} CONNECTING => FAILED`,
    `2 client h${client} error connection-refused connect`,
  ]);
});

// ---- faults and hosts

/** How many of 400 connections come to each end. */
function outcomes(options: SimulationOptions): Record<string, number> {
  const pair = new Pair(RELEASE, options);
  pair.listener;
  const counts: Record<string, number> = {};
  for (let i = 0; i < 400; i++) {
    const client = pair.client.open();
    pair.client.connect(client, [SERVER]);
    pair.driveAll();
    const end = pair.client.said(client).at(-1) as string;
    counts[end] = (counts[end] ?? 0) + 1;
    pair.client.close(client);
    for (const peer of pair.server.accepted(pair.listener)) pair.server.close(peer);
  }
  pair.finish();
  return counts;
}

test('faults come about as often as was asked for', () => {
  const counts = outcomes({ faults: { refuse: 0.25, blackhole: 0.25, unreachable: 0.25 } });
  assert.equal(Object.keys(counts).sort(), [
    'connected 0',
    'error connection-refused connect',
    'error remote-unreachable connect',
    'error timeout connect',
  ]);
  for (const [end, count] of Object.entries(counts)) assert.ok(count > 30, `${end}: ${count}`);
  assert.equal(outcomes({}), { 'connected 0': 400 });
});

test('an address may be found in use though it is free', () => {
  const sim = createSimulation({ faults: { inUse: 1 } });
  const bench = new Bench(RELEASE.module, sim);
  const handle = bench.open();
  bench.bind(handle, 80);
  assert.equal(bench.said(handle), ['error address-in-use bind']);
});

test('a host without free ports cannot connect', () => {
  const sim = createSimulation({ ports: [5000, 5001] });
  const bench = new Bench(RELEASE.module, sim);
  sim.rule('127.0.0.1', { answer: 'blackhole' });
  const handles = [1, 2, 3].map(() => bench.open());
  for (const handle of handles) bench.connect(handle, [SERVER]);
  assert.equal(
    handles.map(h => bench.said(h).at(-1)),
    ['attempt 0', 'attempt 0', 'error address-in-use connect'],
  );
  bench.close(handles[0]);
  const again = bench.open();
  bench.connect(again, [SERVER]);
  assert.is(bench.said(again).at(-1), 'attempt 0');
});

test('hosts reach each other by their addresses, and nobody reaches the loopback of another', () => {
  const sim = createSimulation({ hosts: { a: ['10.0.0.1', 'fd00::a'], b: ['10.0.0.2', 'fd00::b'] } });
  const a = new Bench(RELEASE.module, sim, { host: 'a' });
  const b = new Bench(RELEASE.module, sim, { host: 'b' });
  const listener = listening(b, PORT, 8, '::');
  const reach = (address: string) => {
    const handle = a.open();
    a.connect(handle, [endpoint(address, PORT)]);
    sim.run(10);
    return a.said(handle).at(-1);
  };
  assert.is(reach('10.0.0.2'), 'connected 0');
  assert.is(reach('fd00::b'), 'connected 0');
  assert.is(reach('127.0.0.1'), 'error connection-refused connect');
  assert.is(reach('10.0.0.3'), 'error remote-unreachable connect');
  assert.equal(
    b.accepted(listener).map(h => b.remoteAddress(h)?.address),
    ['::ffff:10.0.0.1', 'fd00::a'],
  );
  for (const bench of [a, b]) {
    closeAll(bench);
    nothingLeft(bench);
  }
});

test('what names no host, or is no address, is an error of the caller', () => {
  assert.throws(() => createSimulation().provider({ host: 'nowhere' }), /no host nowhere/);
  assert.throws(() => createSimulation({ hosts: {} }).provider(), /no host/);
  assert.throws(() => createSimulation({ hosts: { a: ['10.0.0'] } }), /10\.0\.0 is no address/);
  assert.throws(() => createSimulation().rule('nonsense', {}), /nonsense is no address/);
});

test('a process has no paths and no descriptors', () => {
  const bench = new Bench(RELEASE.module, createSimulation());
  bench.settings = { path: '/no/such/socket' };
  const handle = bench.open();
  bench.connect(handle, [SERVER]);
  assert.is(bench.said(handle).at(-1), 'error not-supported connect');
});

// ---- engines bound to it

class Recorder implements Owner {
  [kHandle] = 0;
  readonly events: number[] = [];
  received = '';
  readonly #engine: Engine;
  readonly #onEvent: (self: Recorder, kind: number, a: number) => void;

  constructor(engine: Engine, onEvent: (self: Recorder, kind: number, a: number) => void) {
    this.#engine = engine;
    this.#onEvent = onEvent;
  }

  [kEvent](kind: number, a: number): void {
    this.events.push(kind);
    if (kind === EVENT_READABLE) this.received += Buffer.from(this.#engine.recv(this[kHandle]) ?? []);
    this.#onEvent(this, kind, a);
  }

  send(text: string): number {
    return this.#engine.send(this[kHandle], new SendQueue([Buffer.from(text)]));
  }
}

/** An echo server on an engine of its own. */
function echoServer(engine: Engine): void {
  const listener = new Recorder(engine, (_, kind, a) => {
    if (kind !== EVENT_ACCEPTED) return;
    const child = new Recorder(engine, (self, event) => {
      if (event === EVENT_READABLE && self.received !== '') assert.is(self.send(self.received), ACCEPTED);
      self.received = '';
    });
    engine.adopt(child, a);
    engine.resume(a);
  });
  const handle = engine.open(listener, {});
  assert.is(engine.bind(handle, SERVER), 0);
  assert.is(engine.listen(handle, 8), 0);
}

test('the binding of the host runs on it, timers and all, and the trace shows both engines', () => {
  const sim = createSimulation();
  echoServer(bind(sim, RELEASE.module, { name: 'server' }));
  const engine = bind(sim, RELEASE.module, { name: 'client' });
  const client = new Recorder(engine, (self, kind) => {
    if (kind !== EVENT_CONNECTED) return;
    engine.resume(self[kHandle]);
    assert.is(self.send('echo me'), ACCEPTED);
  });
  const handle = engine.open(client, {});
  engine.setTimeout(handle, 500);
  assert.is(engine.connect(handle, [SERVER], 250), 0);
  sim.run(100);
  assert.is(client.received, 'echo me');
  sim.runUntilIdle();
  assert.ok(sim.trace.includes(`504 client h${handle} timeout`), sim.trace.join('\n'));
  assert.ok(sim.trace.some(line => line.includes('server') && line.includes('FREE => ESTABLISHED')));
  let closed = false;
  assert.ok(
    engine.close(handle, () => {
      closed = true;
    }),
  );
  assert.not(closed);
  sim.runUntilIdle();
  assert.ok(closed);
  assert.is(engine.live(), 0);
});

test('a large write of a socket with an idle timeout is lent in slices, each of which renews it', () => {
  const sim = createSimulation({ receiveWindow: 5000, sendBuffer: 5000 });
  const server = new Bench(RELEASE.module, sim);
  const listener = listening(server, PORT);
  const received = readAll(server);
  const engine = bind(sim, RELEASE.module);
  const queue = new SendQueue([pattern(100), pattern(600_000, 100), pattern(50, 600_100)]);
  let pending = 0;
  const client = new Recorder(engine, self => {
    if (!queue.empty && engine.send(self[kHandle], queue) === PENDING) pending++;
  });
  const handle = engine.open(client, {});
  engine.setTimeout(handle, 60_000);
  engine.connect(handle, [SERVER], 0);
  sim.run(5);
  const [peer] = server.accepted(listener);
  server.resume(peer);
  sim.run(50_000);
  assert.ok(queue.empty);
  assert.ok(pending >= 3);
  assert.is(engine.bytesSent(client[kHandle]), 600_150);
  assert.ok(Buffer.from(received.get(peer) ?? []).equals(Buffer.from(pattern(600_150))));
});

test('play lets promises above the engine take their turns between the events', async () => {
  const sim = createSimulation();
  const times: number[] = [];
  const pause = (ms: number) => new Promise<void>(done => sim.after(ms, done));
  const program = (async () => {
    for (let i = 0; i < 3; i++) {
      await pause(10);
      times.push(sim.now());
    }
  })();
  await sim.play();
  await program;
  assert.equal(times, [10, 20, 30]);
  await sim.play(70);
  assert.is(sim.now(), 100);
});

test.run();

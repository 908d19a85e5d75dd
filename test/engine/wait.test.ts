// Engines that wait by themselves, as in a component: `wait` polls over virtual time, and brings about what
// readiness that is told brings about.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  MAX_SOCKETS,
  PENDING,
  STATE_CLOSE_WAIT,
  STATE_ENDED,
  STATE_ESTABLISHED,
  STATE_FREE,
  STATE_RELEASING,
} from '../../assembly/abi.ts';
import { createSimulation, type Simulation, type SimulationOptions } from '../../host/provider/sim.ts';
import { Bench, endpoint, readAll } from '../support/bench.ts';
import { BUILDS, type Build } from '../support/builds.ts';
import { closeAll, listening, nothingLeft, PORT, pattern, SERVER } from '../support/pair.ts';

/** A client that waits and a server that is told, on a network small enough to hold things up. */
class Waiting {
  readonly sim: Simulation;
  readonly client: Bench;
  readonly server: Bench;
  readonly listener: number;

  constructor(build: Build, options: SimulationOptions) {
    const small = { sendBuffer: 1000, receiveWindow: 1000, hosts: { here: ['10.0.0.2'] } };
    this.sim = createSimulation({ ...small, ...options });
    this.client = new Bench(build.module, this.sim, { name: 'client', waits: true });
    this.server = new Bench(build.module, this.sim, { name: 'server' });
    this.listener = listening(this.server, PORT);
  }

  /** Waits for at most so many milliseconds, and takes the events: how many there were. */
  wait(milliseconds: number): number {
    const count = this.client.x.wait(BigInt(Math.round((this.sim.now() + milliseconds) * 1e6)));
    assert.is(this.client.drain(), count);
    return count;
  }

  connected(): [client: number, server: number] {
    const client = this.client.open();
    this.client.connect(client, [SERVER]);
    while (this.client.x.state(client) !== STATE_ESTABLISHED) this.wait(1000);
    this.sim.run(5);
    this.client.said(client);
    return [client, this.server.accepted(this.listener).at(-1) as number];
  }

  /** Waits again and again while events come, for as long as that. */
  follow(milliseconds: number): void {
    const end = this.sim.now() + milliseconds;
    while (this.sim.now() < end) this.wait(end - this.sim.now());
  }
}

function waiting(sentence: string, run: (w: Waiting) => void, options: SimulationOptions = {}): void {
  for (const build of BUILDS) {
    test(`${sentence} (${build.name})`, () => {
      const w = new Waiting(build, options);
      run(w);
      w.server.onEvent = undefined;
      closeAll(w.server);
      closeAll(w.client);
      w.follow(200);
      nothingLeft(w.client);
      nothingLeft(w.server);
    });
  }
}

/** Sockets that a process may have in the tests of that limit. */
const SOCKETS = 4;

/** A listener on port 90 whose process has room for one connection. */
function crowdedListener(bench: Bench): number {
  const listener = listening(bench, 90);
  for (let i = 0; i < SOCKETS - 2; i++) bench.bind(bench.open());
  return listener;
}

waiting('a wait with nothing to wait for returns at once', ({ client, sim }) => {
  assert.is(client.x.wait(-1n), 0);
  assert.is(client.poll.polls, 0);
  assert.is(sim.now(), 0);
});

waiting('a wait lasts until its limit and no longer', w => {
  assert.is(w.wait(50), 0);
  assert.is(w.sim.now(), 50);
  assert.is(w.client.x.wait(0n), 0);
  assert.is(w.sim.now(), 50);
});

waiting('a wait without a limit ends with what it waits for', w => {
  const handle = w.client.open();
  w.client.connect(handle, [SERVER]);
  assert.is(w.client.x.wait(-1n), 1);
  assert.is(w.client.poll.polls, 1);
  w.client.drain();
});

waiting('a wait returns at once while events wait to be taken', w => {
  const handle = w.client.open();
  w.client.drains = false;
  w.client.bind(handle);
  w.client.drains = true;
  assert.is(w.client.x.wait(-1n), 1);
  assert.is(w.sim.now(), 0);
  w.client.drain();
});

waiting('a wait ends with the idle deadline', w => {
  const [client] = w.connected();
  w.client.setTimeout(client, 30);
  const start = w.sim.now();
  while (w.wait(100) === 0);
  assert.is(w.sim.now() - start, 30);
  assert.equal(w.client.said(client), ['timeout']);
});

waiting('attempts are given up and followed by the next', w => {
  w.sim.rule('10.0.0.2', { answer: 'blackhole' });
  const handle = w.client.open();
  w.client.connect(handle, [endpoint('10.0.0.2', 1), SERVER], 250);
  w.follow(300);
  assert.equal(w.client.said(handle), ['attempt 0', 'attempt-timeout 0', 'attempt 1', 'connected 1']);
});

waiting('bytes, backpressure and ends are met as readiness that is told is', w => {
  const [client, peer] = w.connected();
  const received = readAll(w.client);
  const echoed = readAll(w.server);
  w.client.resume(client);
  w.server.resume(peer);
  assert.is(w.client.send(client, pattern(9000)), PENDING);
  w.client.end(client);
  w.server.send(peer, pattern(5000));
  w.server.end(peer);
  w.follow(300);
  assert.equal(Uint8Array.from(echoed.get(peer) ?? []), pattern(9000));
  assert.equal(Uint8Array.from(received.get(client) ?? []), pattern(5000));
  assert.is(w.client.x.state(client), STATE_ENDED);
  const said = w.client.said(client).filter(text => text !== 'readable');
  assert.equal(said.slice().sort(), ['end', 'finished', 'sent']);
});

waiting('a paused socket is not polled for bytes', w => {
  const [client, peer] = w.connected();
  w.server.send(peer, 'not now');
  w.server.end(peer);
  const before = w.client.poll.polls;
  assert.is(w.wait(100), 0);
  assert.is(w.client.poll.polls, before + 1);
  w.client.resume(client);
  assert.is(w.wait(100), 1);
  assert.is(w.client.recv(client).length, 7);
  assert.is(w.wait(100), 1);
  assert.is(w.client.recv(client).length, 0);
  assert.is(w.client.x.state(client), STATE_CLOSE_WAIT);
});

waiting('a listener without a free place does not make the wait return again and again', w => {
  const listener = listening(w.client, 90);
  const others = Array.from({ length: MAX_SOCKETS - 1 }, () => w.client.open());
  const dialled = w.server.open();
  w.server.connect(dialled, [endpoint('127.0.0.1', 90)]);
  const before = w.client.poll.polls;
  w.follow(1000);
  assert.ok(w.client.poll.polls - before < 5, `${w.client.poll.polls - before} polls`);
  assert.is(w.client.accepted(listener).length, 0);
  w.client.close(others[0]);
  w.follow(10);
  assert.is(w.client.accepted(listener).length, 1);
});

waiting(
  'a listener for whose connections the network has no socket looks ten times a second, and says so once',
  w => {
    const { client, server } = w;
    const listener = crowdedListener(client);
    for (let i = 0; i < 3; i++) server.connect(server.open(), [endpoint('127.0.0.1', 90)]);
    const before = client.poll.polls;
    w.follow(1000);
    const polls = client.poll.polls - before;
    assert.ok(polls >= 10 && polls < 25, `${polls} polls`);
    const [first] = client.accepted(listener);
    assert.equal(client.said(listener), [`accepted h${first}`, 'error new-socket-limit accept']);
    const closed = w.sim.now();
    client.close(first);
    w.follow(10);
    assert.is(client.accepted(listener).length, 2, 'as soon as there is room');
    w.follow(1000);
    assert.is(client.said(listener).length, 1, 'nothing new in that');
    assert.ok(client.happened.at(-1)?.time === closed);
    for (const i of [1, 2]) {
      client.close(client.accepted(listener)[i]);
      w.follow(200);
    }
    for (const handle of server.opened) if (handle !== w.listener) server.close(handle);
    for (let i = 0; i < 2; i++) server.connect(server.open(), [endpoint('127.0.0.1', 90)]);
    w.follow(200);
    assert.is(client.said(listener).at(-1), 'error new-socket-limit accept', 'it had accepted all since');
  },
  { sockets: SOCKETS },
);

waiting(
  'a listener that waits for a socket is closed like others',
  w => {
    const listener = crowdedListener(w.client);
    for (let i = 0; i < 2; i++) w.server.connect(w.server.open(), [endpoint('127.0.0.1', 90)]);
    w.follow(50);
    w.client.close(listener);
    w.follow(500);
    assert.is(w.client.said(listener).at(-1), 'error new-socket-limit accept');
    assert.is(w.client.accepted(listener).length, 1);
  },
  { sockets: SOCKETS },
);

waiting('the input of a taken stream is waited for, paused, and resumed', w => {
  const [client, peer] = w.connected();
  assert.ok(w.client.takeInput(client) > 0);
  w.client.resume(client);
  w.server.send(peer, 'taken');
  assert.is(w.wait(100), 1);
  assert.equal(w.client.said(client), ['readable']);
  w.client.pause(client);
  assert.is(w.wait(100), 0);
  w.client.resume(client);
  assert.is(w.wait(100), 1);
});

waiting('a handle closed with a send under way is released when the network has accepted it', w => {
  const [client, peer] = w.connected();
  assert.is(w.client.send(client, pattern(900)), 0);
  assert.is(w.client.send(client, pattern(900, 900)), PENDING);
  w.client.close(client);
  assert.is(w.client.x.state(client), STATE_RELEASING);
  assert.is(w.client.x.live(), 1);
  assert.is(w.client.x.blocks(), 0);
  const received = readAll(w.server);
  w.server.resume(peer);
  w.follow(50);
  assert.is(w.client.x.state(client), STATE_FREE);
  const count = received.get(peer)?.length ?? 0;
  assert.equal(Uint8Array.from(received.get(peer) ?? []), pattern(count));
  assert.is(w.server.said(peer).at(-1), 'end');
});

waiting('a handle closed with both a send under way and its input taken waits for both', w => {
  for (const inputFirst of [true, false]) {
    const [client, peer] = w.connected();
    w.client.takeInput(client);
    w.client.send(client, pattern(900));
    w.client.send(client, pattern(3000));
    w.client.close(client);
    if (inputFirst) w.client.dropInput(client);
    assert.is(w.client.x.state(client), STATE_RELEASING);
    readAll(w.server);
    w.server.resume(peer);
    w.follow(50);
    if (!inputFirst) {
      assert.is(w.client.x.state(client), STATE_RELEASING);
      w.client.dropInput(client);
    }
    assert.is(w.client.x.state(client), STATE_FREE);
  }
});

waiting('a handle closed with a send under way is released when the peer resets', w => {
  const [client, peer] = w.connected();
  w.client.send(client, pattern(900));
  w.client.send(client, pattern(3000));
  w.client.close(client);
  w.server.abort(peer);
  w.follow(50);
  assert.is(w.client.x.state(client), STATE_FREE);
});

test.run();

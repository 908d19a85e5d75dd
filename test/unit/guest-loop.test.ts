// The event loop of guests over an engine that does as it is told, on a clock of its own.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Input, Loop, type LoopEngine, type LoopHost } from '../../host/wasmtime/loop/loop.ts';
import { GuestPromise } from '../../host/wasmtime/loop/promise.ts';
import { nextTick } from '../../host/wasmtime/loop/ticks.ts';

const NANOSECONDS = 1_000_000;

/** Events are functions that are told in turn; time goes on in `poll` alone. */
class FakeEngine implements LoopEngine {
  now = 0;
  holding = false;
  sockets = 0;
  polls: number[] = [];
  readonly events: (() => void)[] = [];
  readonly closed: (() => void)[] = [];

  poll(until: number): void {
    this.polls.push(until);
    if (this.events.length > 0 || until === 0) return;
    if (until < 0) throw new Error('it would wait forever');
    this.now = Math.max(this.now, until / NANOSECONDS);
  }

  tellNext(): boolean {
    const event = this.events.shift();
    event?.();
    return event !== undefined;
  }

  tellClosed(): boolean {
    const closed = this.closed.shift();
    closed?.();
    return closed !== undefined;
  }

  holds(): boolean {
    return this.holding;
  }

  live(): number {
    return this.sockets;
  }
}

let engine: FakeEngine;
let loop: Loop;
let ran: unknown[];
const tell = (what: unknown) => () => void ran.push(what);

/** An input that is read `left` times. */
function inputOf(left: number): Input {
  return {
    get wanted() {
      return left > 0;
    },
    get holds() {
      return left > 0;
    },
    receive: () => void ran.push(engine.now, --left),
    block: tell('blocks'),
  };
}

test.before.each(() => {
  engine = new FakeEngine();
  ran = [];
  const host: LoopHost = {
    now: () => engine.now,
    warn() {},
    uncaught: error => void ran.push(`uncaught ${(error as Error).message}`),
    rejections: () => false,
  };
  loop = new Loop(host, engine);
});

test('a turn is events, immediates, closed sockets and timers, each with its ticks and microtasks', () => {
  const all = (name: string) => () => {
    ran.push(name);
    nextTick(tell(`${name} tick`));
    GuestPromise.prototype.then.call(new GuestPromise(resolve => resolve(0)), tell(`${name} microtask`));
  };
  engine.events.push(all('event'), all('event 2'));
  engine.closed.push(all('closed'));
  loop.immediates.start(all('immediate'), undefined);
  loop.timers.start(all('timer'), 5, undefined, false);
  engine.now = 1;
  loop.run();
  const phases = ['event', 'event 2', 'immediate', 'closed', 'timer'];
  assert.equal(
    ran,
    phases.flatMap(phase => [phase, `${phase} tick`, `${phase} microtask`]),
  );
});

test('it waits until the next timer, not at all for immediates, and ends with the last reference', () => {
  loop.timers.start(() => loop.immediates.start(tell('immediate'), undefined), 10, undefined, false);
  loop.timers.start(tell('never'), 20, undefined, false, false);
  loop.run();
  assert.equal(engine.polls, [10 * NANOSECONDS, 0]);
  assert.equal(ran, ['immediate']);
  assert.is(engine.now, 10);
});

test('a timer fires though events never end', () => {
  const event = () => {
    engine.now += 0.01;
    engine.events.push(event);
  };
  engine.events.push(event);
  engine.holding = true;
  loop.timers.start(
    () => {
      engine.events.length = 0;
      engine.holding = false;
    },
    5,
    undefined,
    false,
  );
  loop.run();
  assert.ok(engine.now < 20, `${engine.now} ms`);
});

test('an event that throws leaves its ticks to the next callback', () => {
  engine.events.push(() => {
    nextTick(tell('tick of the first'));
    throw new Error('first');
  }, tell('second'));
  engine.holding = true;
  loop.immediates.start(() => (engine.holding = false), undefined);
  loop.run();
  assert.equal(ran, ['uncaught first', 'second', 'tick of the first']);
});

test('a tick that throws leaves the others to the next callback', () => {
  loop.call(() => {
    nextTick(() => {
      throw new Error('tick');
    });
    nextTick(tell('second tick'));
  });
  assert.equal(ran, ['uncaught tick']);
  loop.call(tell('next'));
  assert.equal(ran, ['uncaught tick', 'next', 'second tick']);
});

test('an input is looked at every ten milliseconds while there is something else, and else waited for', () => {
  loop.input = inputOf(3);
  loop.timers.start(tell('timer'), 15, undefined, false);
  loop.run();
  assert.equal(ran, [10, 2, 15, 1, 'timer', 'blocks', 15, 0]);
  assert.equal(engine.polls, [10 * NANOSECONDS, 15 * NANOSECONDS]);
});

test('an input is not waited for while there are sockets, though none of them keeps the program alive', () => {
  loop.input = inputOf(2);
  engine.sockets = 1;
  loop.run();
  assert.equal(ran, [10, 1, 20, 0]);
});

test.run();

// Timers, immediates and ticks of guests, on a clock that stands still until it is told.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { enterContext } from '../../host/wasmtime/loop/async-context.ts';
import { Immediates } from '../../host/wasmtime/loop/immediates.ts';
import { nextTick, runTicks } from '../../host/wasmtime/loop/ticks.ts';
import { Timers } from '../../host/wasmtime/loop/timers.ts';
import { Xorshift } from '../support/xorshift.ts';

let now = 0;
let warned: string[] = [];
let timers: Timers;
let ran: unknown[];
const nothing = () => {};

test.before.each(() => {
  now = 1000.25;
  warned = [];
  ran = [];
  timers = new Timers({ now: () => now, warn: (message, type) => warned.push(`${type}: ${message}`) });
});

function start(name: unknown, delay?: unknown, repeats = false) {
  return timers.start(() => ran.push(name), delay, undefined, repeats);
}

/** Goes on to that many milliseconds from the start, and runs what is due. */
function at(milliseconds: number): unknown[] {
  now = 1000.25 + milliseconds;
  ran = [];
  timers.run(now, nothing);
  return ran;
}

test('a timer fires at its time and not before', () => {
  start('five', 5);
  assert.is(timers.due, 1005.25);
  assert.equal(at(4.999), []);
  assert.equal(at(5), ['five']);
  assert.equal(at(100), []);
  assert.is(timers.due, Infinity);
});

test('timers of one millisecond fire together, those of the next by themselves', () => {
  start('a', 5);
  now += 0.9;
  start('b', 5);
  now += 0.2;
  start('c', 5);
  assert.equal(at(5), []);
  assert.equal(at(5.9), ['a', 'b']);
  assert.equal(at(6.1), ['c']);
});

test('shorter ones come first, then those that were started first', () => {
  start('b', 20);
  start('a', 10);
  start('c', 20);
  start('d', 30.7);
  assert.equal(at(40), ['a', 'b', 'c', 'd']);
});

test('a cleared timer does not fire, and one of its duration keeps its time', () => {
  timers.clear(start('never', 10));
  now += 5;
  start('late', 10);
  assert.equal(at(10), []);
  assert.equal(at(15), ['late']);
});

test('an interval keeps its rhythm when it is late by less than a millisecond, and else goes on from then', () => {
  start('tick', 10, true);
  assert.equal(at(10.4), ['tick']);
  assert.equal(at(19.9), []);
  assert.equal(at(20), ['tick']);
  assert.equal(at(35), ['tick']);
  assert.equal(at(44.9), []);
  assert.equal(at(45), ['tick']);
});

test('a timer that throws lets the others run when it is called again', () => {
  start('a', 1);
  timers.start(
    () => {
      throw new Error('b');
    },
    1,
    undefined,
    false,
  );
  start('c', 1);
  assert.throws(() => at(1), 'b');
  timers.run(now, nothing);
  assert.equal(ran, ['a', 'c']);
  assert.is(timers.referenced, 0);
});

test('references count what is under way', () => {
  const timer = start('a', 5);
  const other = timers.start(nothing, 5, undefined, false, false);
  assert.is(timers.referenced, 1);
  timers.setRef(timer, false);
  timers.setRef(other, true);
  timers.setRef(other, true);
  assert.is(timers.referenced, 1);
  at(5);
  assert.is(timers.referenced, 0);
  timers.setRef(timer, true);
  assert.is(timers.referenced, 0);
  timers.refresh(timer);
  assert.is(timers.referenced, 1);
  timers.clear(timer);
  timers.refresh(timer);
  assert.is(timers.referenced, 0);
});

test('a timer that fired, was cleared and refreshed does not fire, and keeps nothing alive', () => {
  const timer = start('once', 5);
  at(5);
  timers.clear(timer);
  timers.refresh(timer);
  assert.equal(at(10), []);
  assert.is(timers.referenced, 0);
});

test('durations out of range are one millisecond, and warned of', () => {
  for (const delay of [-1, -2, Number.NaN, 'x', 2 ** 31, Infinity, 0, undefined, null]) start(delay, delay);
  assert.is(at(1).length, 9);
  assert.equal(
    warned.map(text => text.split('\n')[0]),
    [
      'TimeoutNegativeWarning: -1 is a negative number.',
      'TimeoutNaNWarning: NaN is not a number.',
      'TimeoutOverflowWarning: 2147483648 does not fit into a 32-bit signed integer.',
      'TimeoutOverflowWarning: Infinity does not fit into a 32-bit signed integer.',
    ],
  );
});

test('of thousands of random timers, started and cleared at any time, each fires at its own time', () => {
  const random = new Xorshift(7);
  const due = new Map<ReturnType<typeof start>, number>();
  const fired: number[] = [];
  for (let i = 0; i < 5000; i++) {
    now += random.below(3);
    const delay = 1 + random.below(200);
    const timer = timers.start(() => fired.push((due.get(timer) as number) - now), delay, undefined, false);
    due.set(timer, now + delay);
    if (random.below(3) === 0) {
      const [some] = due.keys();
      timers.clear(some);
      due.delete(some);
    }
    if (timers.due <= now) timers.run(now, nothing);
  }
  while (timers.due !== Infinity) {
    now = Math.max(now, timers.due);
    timers.run(now, nothing);
  }
  assert.ok(fired.length > 2000, `${fired.length} fired`);
  // Those started within a millisecond count from the last of them.
  assert.ok(fired.every(early => early <= 0 && early > -4));
  assert.is(timers.referenced, 0);
});

test('between two callbacks runs what is to run between them', () => {
  start('a', 1);
  start('b', 1);
  start('c', 2);
  now += 5;
  timers.run(now, () => ran.push('between'));
  assert.equal(ran, ['a', 'between', 'b', 'between', 'c']);
});

test('immediates of immediates wait for the next turn; cleared ones do not run', () => {
  const immediates = new Immediates();
  immediates.start(() => {
    ran.push('a');
    immediates.start(() => ran.push('next'), undefined);
    immediates.clear(cleared);
  }, undefined);
  const cleared = immediates.start(() => ran.push('never'), undefined);
  immediates.setRef(
    immediates.start((...args) => ran.push(args), [1, 2]),
    false,
  );
  assert.is(immediates.referenced, 2);
  immediates.run(nothing);
  assert.equal(ran, ['a', [1, 2]]);
  assert.is(immediates.referenced, 1);
  assert.not(immediates.none);
  immediates.run(nothing);
  assert.equal(ran, ['a', [1, 2], 'next']);
  assert.ok(immediates.none);
});

test('an immediate that throws lets the others of its turn run', () => {
  const immediates = new Immediates();
  immediates.start(() => {
    throw new Error('a');
  }, undefined);
  immediates.start(() => ran.push('b'), undefined);
  assert.throws(() => immediates.run(nothing), 'a');
  assert.ok(immediates.interrupted);
  immediates.run(nothing);
  assert.equal(ran, ['b']);
  assert.not(immediates.interrupted);
});

test('ticks keep their arguments and contexts, and go on after an error', () => {
  const contexts: unknown[] = [];
  let context: unknown;
  const tell = (...args: unknown[]) => {
    context = enterContext('looking');
    enterContext(context);
    contexts.push([context, ...args]);
  };
  enterContext('first');
  nextTick(tell, 1, 2, 3);
  enterContext('second');
  nextTick(() => {
    throw new Error('thrown');
  });
  nextTick(tell, 4);
  enterContext(undefined);
  assert.throws(runTicks, 'thrown');
  runTicks();
  assert.equal(contexts, [
    ['first', 1, 2, 3],
    ['second', 4],
  ]);
  assert.is(enterContext(undefined), undefined);
});

test.run();

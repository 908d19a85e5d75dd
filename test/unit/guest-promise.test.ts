// The promises of guests against the engine's own: random programs, each turn of the queue alike.

import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runAsync } from '../../host/wasmtime/loop/async-function.ts';
import { drainMicrotasks, queueCallback } from '../../host/wasmtime/loop/microtasks.ts';
import { GuestPromise, trackRejections } from '../../host/wasmtime/loop/promise.ts';
import '../../host/wasmtime/loop/promise-statics.ts';
import { Xorshift } from '../support/xorshift.ts';
import { type Kind, play } from './guest/promise-program.ts';

const PROGRAMS = 400;
const Guest = GuestPromise as unknown as PromiseConstructor;

const ours: Kind = {
  Promise: Guest,
  call: body => runAsync(undefined, undefined, body) as unknown as Promise<unknown>,
};

const theirs: Kind = {
  Promise,
  async call(body) {
    const steps = body();
    let next = steps.next();
    while (!next.done) {
      let awaited: unknown;
      try {
        awaited = await next.value;
      } catch (error) {
        next = steps.throw(error);
        continue;
      }
      next = steps.next(awaited);
    }
    return next.value;
  },
};

test(`${PROGRAMS} random programs see the same of both, in the same order`, async () => {
  let told = 0;
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    const [mine, native] = [[], []] as string[][];
    const guest = play(ours, new Xorshift(seed), (...what) => mine.push(what.join(' ')));
    do drainMicrotasks();
    while (guest.settle());
    const host = play(theirs, new Xorshift(seed), (...what) => native.push(what.join(' ')));
    do await turn();
    while (host.settle());
    assert.equal(mine, native, `seed ${seed}`);
    told += native.length;
  }
  assert.ok(told > PROGRAMS * 10, `${told} lines`);
});

test('a rejection is told once, and so is its handler when it comes late', () => {
  const told: string[] = [];
  trackRejections({
    rejected: (_, reason) => told.push(`rejected ${reason}`),
    handled: () => told.push('handled'),
  });
  const late = Guest.reject(1);
  late.catch(() => {});
  late.catch(() => {});
  Guest.reject(2).catch(() => {});
  new Guest((_, reject) => reject(3)).then(() => {});
  Guest.resolve(4).then(() => Guest.reject(5));
  drainMicrotasks();
  assert.equal(told, [
    ...['rejected 1', 'handled', 'rejected 2', 'handled', 'rejected 3', 'handled'],
    // What `then` returned; the promise that it returns is handled by what follows it.
    ...['rejected 3', 'rejected 5', 'handled', 'rejected 5'],
  ]);
  trackRejections({ rejected() {}, handled() {} });
});

test('an error of a microtask comes out, and the rest is still there', () => {
  const ran: string[] = [];
  queueCallback(() => ran.push('one'));
  queueCallback(() => {
    throw new Error('two');
  });
  queueCallback(() => ran.push('three'));
  assert.throws(drainMicrotasks, 'two');
  assert.equal(ran, ['one']);
  drainMicrotasks();
  assert.equal(ran, ['one', 'three']);
});

test('ten thousand reactions in a row run, and leave nothing behind', () => {
  let value = 0;
  let last: Promise<number> = Guest.resolve(0);
  for (let i = 0; i < 10_000; i++) last = last.then(before => before + 1);
  last.then(sum => (value = sum));
  drainMicrotasks();
  assert.is(value, 10_000);
});

test.run();

// The globals that packages look for while they load: these come before all others.

import { validateFunction } from '../builtins/errors.ts';
import { Awaited, makeAsyncGenerator } from '../loop/async-generator.ts';
import { asyncIteratorOf, delegate } from '../loop/async-iteration.ts';
import { queueCallback } from '../loop/microtasks.ts';
import { GuestPromise } from '../loop/promise.ts';
import '../loop/promise-statics.ts';
import { runAsync } from '../loop/async-function.ts';
import { process } from '../process.ts';

Object.assign(globalThis, {
  Promise: GuestPromise,
  process,
  queueMicrotask(callback: () => void): void {
    validateFunction(callback, 'callback');
    queueCallback(callback);
  },
});
// What the build makes of `async` functions and generators, and of `for await` (host/cli/build/lowering.ts).
Object.defineProperty(globalThis, Symbol.for('wasi-net async'), {
  value: {
    async: runAsync,
    asyncGenerator: makeAsyncGenerator,
    await: Awaited,
    forAwait: asyncIteratorOf,
    yieldStar: delegate,
  },
});

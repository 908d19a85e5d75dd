// The globals that packages look for while they load: these come before all others.

import { enqueue } from '../loop/microtasks.ts';
import { GuestPromise } from '../loop/promise.ts';
import '../loop/promise-statics.ts';
import { runAsync } from '../loop/async-function.ts';
import { process } from '../process.ts';

const called = { run: (callback: unknown) => (callback as () => void)() };

Object.assign(globalThis, {
  Promise: GuestPromise,
  process,
  queueMicrotask: (callback: () => void) => enqueue(called, callback),
});
// What the build makes of `async` functions.
Object.defineProperty(globalThis, Symbol.for('wasi-net async function'), { value: runAsync });

// The globals that packages look for while they load: these come before all others.

import './promise.ts';
import { validateFunction } from '../builtins/errors.ts';
import { fromAsync } from '../loop/from-async.ts';
import { queueCallback } from '../loop/microtasks.ts';
import { process } from '../process.ts';

Object.assign(globalThis, {
  process,
  queueMicrotask(callback: () => void): void {
    validateFunction(callback, 'callback');
    queueCallback(callback);
  },
});
Object.defineProperty(Array, 'fromAsync', { value: fromAsync, writable: true, configurable: true });

// Errors that nobody caught, and rejections that nobody handled: told to the process, which ends unless it has a listener.
// node: lib/internal/process/execution.js, promises.js

import { trackRejections } from './loop/promise.ts';
import { process } from './process.ts';

let unhandled = new Map<object, unknown>();
const warned = new WeakSet<object>();

trackRejections({
  rejected(promise, reason) {
    unhandled.set(promise, reason);
  },
  handled(promise) {
    if (unhandled.delete(promise) || !warned.has(promise)) return;
    warned.delete(promise);
    process.nextTick(() => process.emit('rejectionHandled', promise));
  },
});

/** What a callback threw. */
export function uncaught(error: unknown, origin = 'uncaughtException'): void {
  process.emit('uncaughtExceptionMonitor', error, origin);
  try {
    if (process.emit('uncaughtException', error, origin)) return;
  } catch (another) {
    process.die(another, 7);
  }
  process.die(error, 1);
}

/** Tells of the rejections that nobody handled in this turn. True when there were any. */
export function rejections(): boolean {
  if (unhandled.size === 0) return false;
  const present = unhandled;
  unhandled = new Map();
  for (const [promise, reason] of present) {
    warned.add(promise);
    if (process.emit('unhandledRejection', reason, promise)) continue;
    uncaught(reason, 'unhandledRejection');
  }
  return true;
}

// Rejections that nobody handled by the end of a callback: told to the process, and errors that nobody caught unless
// somebody listens. node: lib/internal/process/promises.js

import type { Origin } from './fatal.ts';
import { currentContext, enterContext } from './loop/async-context.ts';
import { rejectionsRemain, trackRejections } from './loop/promise.ts';
import { process } from './process.ts';

let lastId = 0;
interface Rejection {
  readonly reason: unknown;
  /** The async context in which it came. */
  readonly context: unknown;
}

/** Of this callback. */
let unhandled = new Map<object, Rejection>();
/** Those that were told of, and their numbers. */
const told = new WeakMap<object, number>();
/** Those of them that got a handler after all. */
const handledLate: { promise: object; warning: Error }[] = [];

trackRejections({
  rejected(promise, reason) {
    unhandled.set(promise, { reason, context: currentContext() });
  },
  handled(promise) {
    if (unhandled.delete(promise)) return;
    const id = told.get(promise);
    if (id === undefined) return;
    told.delete(promise);
    handledLate.push({ promise, warning: handledWarning(id) });
  },
});

/** True when the program was told of something, and may have done something about it. */
export function rejections(uncaught: (error: unknown, origin: Origin) => void): boolean {
  if (unhandled.size === 0 && handledLate.length === 0) return false;
  try {
    for (let late = handledLate.shift(); late; late = handledLate.shift()) {
      if (!process.emit('rejectionHandled', late.promise)) process.emitWarning(late.warning);
    }
  } catch (error) {
    if (handledLate.length > 0 || unhandled.size > 0) rejectionsRemain();
    throw error;
  }
  tellUnhandled(uncaught);
  return true;
}

/** A listener that throws loses the rest of them, as in Node. */
function tellUnhandled(uncaught: (error: unknown, origin: Origin) => void): void {
  const present = unhandled;
  unhandled = new Map();
  for (const [promise, { reason, context }] of present) {
    told.set(promise, ++lastId);
    const before = enterContext(context);
    try {
      if (process.emit('unhandledRejection', reason, promise)) continue;
      uncaught(isErrorLike(reason) ? reason : unhandledRejection(reason), 'unhandledRejection');
    } finally {
      enterContext(before);
    }
  }
}

function isErrorLike(reason: unknown): boolean {
  if (typeof reason !== 'object' || reason === null) return false;
  return reason instanceof Error || Object.hasOwn(reason, 'stack');
}

function unhandledRejection(reason: unknown): Error {
  const error = new Error(
    'This error originated either by throwing inside of an async function without a catch block, ' +
      'or by rejecting a promise which was not handled with .catch(). ' +
      `The promise rejected with the reason "${shown(reason)}".`,
  );
  error.name = 'UnhandledPromiseRejection';
  return Object.assign(error, { code: 'ERR_UNHANDLED_REJECTION' });
}

function handledWarning(id: number): Error {
  const warning = new Error(`Promise rejection was handled asynchronously (rejection id: ${id})`);
  warning.name = 'PromiseRejectionHandledWarning';
  return Object.assign(warning, { id });
}

/** As text, without calling anything of the program's. */
function shown(reason: unknown): string {
  if (Array.isArray(reason)) return '[object Array]';
  if (typeof reason !== 'object' || reason === null) return String(reason);
  const Class: unknown = Object.getPrototypeOf(reason)?.constructor;
  return `#<${typeof Class === 'function' ? Class.name : 'Object'}>`;
}

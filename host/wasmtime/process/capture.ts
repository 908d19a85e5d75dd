// Who takes errors that nobody caught instead of the listeners of 'uncaughtException'.
// node: lib/internal/process/execution.js

import { coded, invalidType, validateFunction } from '../builtins/errors.ts';

type Capture = (error: unknown) => unknown;

let only: Capture | null = null;
const others: Capture[] = [];

export const captureCallbacks = {
  set(callback: Capture | null): void {
    if (callback !== null && typeof callback !== 'function') {
      throw invalidType('fn', ['Function', 'null'], callback);
    }
    if (callback !== null && only !== null) {
      const what =
        '`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active';
      throw coded(Error, 'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET', what);
    }
    only = callback;
  },

  /** They are asked from the last to the first, until one answers true. */
  add(callback: Capture): void {
    validateFunction(callback, 'fn');
    others.push(callback);
  },

  has: (): boolean => only !== null,
};

/** True when one of them took it. */
export function captured(error: unknown): boolean {
  if (only === null) return others.toReversed().some(callback => callback(error) === true);
  only(error);
  return true;
}

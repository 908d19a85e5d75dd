// node:timers, over the timers and immediates of the program's loop. What is a method of Timeout and Immediate in Node
// is given to them here, where the loop is known. node: lib/timers.js

import { loop } from '../event-loop.ts';
import { nextAsyncId } from '../loop/async-context.ts';
import { Immediate } from '../loop/immediates.ts';
import { type Callback, Timeout } from '../loop/timers.ts';
import { validateFunction } from './errors.ts';
import promises from './timers/promises.ts';

const { timers, immediates } = loop;
const kPromisify: unique symbol = Symbol.for('nodejs.util.promisify.custom') as never;
const kDispose: unique symbol = (Symbol.dispose ?? Symbol.for('nodejs.dispose')) as never;

/** Timers that were asked for their number; those that have fired go when there are many. */
const numbered = new Map<number, Timeout>();
const MANY = 64;
let tidyAt = MANY;
const kNumber: unique symbol = Symbol('number');

function setTimeout(callback: Callback, delay?: unknown, ...args: unknown[]): Timeout {
  validateFunction(callback, 'callback');
  return timers.start(callback, delay, args.length === 0 ? undefined : args, false);
}

function setInterval(callback: Callback, delay?: unknown, ...args: unknown[]): Timeout {
  validateFunction(callback, 'callback');
  return timers.start(callback, delay, args.length === 0 ? undefined : args, true);
}

function clearTimeout(timer?: unknown): void {
  if (timer instanceof Timeout) {
    if (timer._onTimeout) clear(timer);
  } else if (typeof timer === 'number' || typeof timer === 'string') {
    const known = numbered.get(Number(timer));
    if (known) clear(known);
  }
}

function clearInterval(timer?: unknown): void {
  clearTimeout(timer);
}

function setImmediate(callback: Callback, ...args: unknown[]): Immediate {
  validateFunction(callback, 'callback');
  return immediates.start(callback, args.length === 0 ? undefined : args);
}

function clearImmediate(immediate?: unknown): void {
  if (immediate instanceof Immediate) immediates.clear(immediate);
}

function clear(timer: Timeout & { [kNumber]?: number }): void {
  timers.clear(timer);
  if (timer[kNumber] !== undefined) numbered.delete(timer[kNumber]);
}

function tidy(): void {
  for (const [number, timer] of numbered) if (timer._destroyed) numbered.delete(number);
  tidyAt = Math.max(MANY, numbered.size * 2);
}

Object.defineProperty(setTimeout, kPromisify, { enumerable: true, get: () => promises.setTimeout });
Object.defineProperty(setImmediate, kPromisify, { enumerable: true, get: () => promises.setImmediate });

const ofTimeouts = {
  refresh(this: Timeout): Timeout {
    timers.refresh(this);
    return this;
  },
  unref(this: Timeout): Timeout {
    timers.setRef(this, false);
    return this;
  },
  ref(this: Timeout): Timeout {
    timers.setRef(this, true);
    return this;
  },
  hasRef(this: Timeout): boolean {
    return this.referenced;
  },
  close(this: Timeout): Timeout {
    clearTimeout(this);
    return this;
  },
  [kDispose](this: Timeout): void {
    clearTimeout(this);
  },
  /** From now on it can be cleared by this number. */
  [Symbol.toPrimitive](this: Timeout & { [kNumber]?: number }): number {
    if (this[kNumber] === undefined) {
      Object.defineProperty(this, kNumber, { value: nextAsyncId() });
      numbered.set(this[kNumber] as unknown as number, this);
      if (numbered.size > tidyAt) tidy();
    }
    return this[kNumber] as unknown as number;
  },
};

const ofImmediates = {
  ref(this: Immediate): Immediate {
    immediates.setRef(this, true);
    return this;
  },
  unref(this: Immediate): Immediate {
    immediates.setRef(this, false);
    return this;
  },
  hasRef(this: Immediate): boolean {
    return this.referenced === true;
  },
  [kDispose](this: Immediate): void {
    clearImmediate(this);
  },
};

for (const [{ prototype }, methods] of [
  [Timeout, ofTimeouts],
  [Immediate, ofImmediates],
] as const) {
  for (const name of Reflect.ownKeys(methods)) {
    const value = (methods as Record<PropertyKey, unknown>)[name];
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}

export default {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
  promises,
};

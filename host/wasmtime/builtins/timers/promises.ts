// node:timers/promises. node: lib/timers/promises.js

import { loop } from '../../event-loop.ts';
import type { Immediate } from '../../loop/immediates.ts';
import type { Timeout } from '../../loop/timers.ts';
import {
  abortError,
  coded,
  validateAbortSignal,
  validateBoolean,
  validateNumber,
  validateObject,
} from '../errors.ts';

export interface Options {
  signal?: AbortSignal;
  ref?: boolean;
}

const { timers, immediates } = loop;

function setTimeout(delay?: unknown, value?: unknown, options: Options = {}): Promise<unknown> {
  return once(options, delay, resolve => {
    const timer: Timeout = timers.start(resolve, delay, [value], false, options.ref ?? true);
    return () => {
      const waits = !timer._destroyed;
      timers.clear(timer);
      return waits;
    };
  });
}

function setImmediate(value?: unknown, options: Options = {}): Promise<unknown> {
  return once(options, undefined, resolve => {
    const immediate: Immediate = immediates.start(resolve, [value]);
    if (options.ref === false) immediates.setRef(immediate, false);
    return () => {
      const waits = !immediate._destroyed;
      immediates.clear(immediate);
      return waits;
    };
  });
}

/** A promise of what `start` begins; what it returns ends that, and says whether there was something to end. */
function once(
  options: Options,
  delay: unknown,
  start: (resolve: (value: unknown) => void) => () => boolean,
): Promise<unknown> {
  try {
    validate(options, delay);
  } catch (error) {
    return Promise.reject(error);
  }
  const { signal } = options;
  if (!signal) return new Promise(resolve => void start(resolve));
  if (signal.aborted) return Promise.reject(abortError({ cause: signal.reason }));
  let aborted = () => {};
  const promise = new Promise((resolve, reject) => {
    const end = start(resolve);
    aborted = () => {
      if (end()) reject(abortError({ cause: signal.reason }));
    };
    signal.addEventListener('abort', aborted);
  });
  return promise.finally(() => signal.removeEventListener('abort', aborted));
}

async function* setInterval(
  delay?: unknown,
  value?: unknown,
  options: Options = {},
): AsyncGenerator<unknown> {
  validate(options, delay);
  const { signal, ref = true } = options;
  if (signal?.aborted) throw abortError({ cause: signal.reason });
  let missed = 0;
  let wake: ((settled?: unknown) => void) | undefined;
  const tell = (settled?: unknown) => {
    wake?.(settled);
    wake = undefined;
  };
  const aborted = () => {
    timers.clear(timer);
    // Nobody hears of the rejection when nobody waits.
    if (wake) tell(Promise.reject(abortError({ cause: signal?.reason })));
  };
  const timer = timers.start(
    () => {
      missed++;
      tell();
    },
    delay,
    undefined,
    true,
    ref,
  );
  try {
    signal?.addEventListener('abort', aborted, { once: true });
    while (!signal?.aborted) {
      if (missed === 0) {
        await new Promise(resolve => {
          wake = resolve;
        });
      }
      for (; missed > 0; missed--) yield value;
    }
    throw abortError({ cause: signal?.reason });
  } finally {
    timers.clear(timer);
    signal?.removeEventListener('abort', aborted);
  }
}

function validate(options: Options, delay: unknown): void {
  if (delay !== undefined) validateNumber(delay, 'delay');
  validateObject(options, 'options');
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  if (options.ref !== undefined) validateBoolean(options.ref, 'options.ref');
}

const known = new WeakSet<object>();

class Scheduler {
  constructor() {
    throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }

  yield(): Promise<unknown> {
    if (!known.has(this)) throw invalidThis();
    return setImmediate();
  }

  wait(delay: unknown, options?: Options): Promise<unknown> {
    if (!known.has(this)) throw invalidThis();
    return setTimeout(delay, undefined, options);
  }
}

function invalidThis(): Error {
  return coded(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of type Scheduler');
}

const scheduler: Scheduler = Object.create(Scheduler.prototype);
known.add(scheduler);

export default { setTimeout, setImmediate, setInterval, scheduler };

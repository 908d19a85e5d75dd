// The functions of Promise itself: resolve, reject, withResolvers, try, and those that join several.
// ECMA-262 27.2.4; they work on whatever class they are called on.

import { GuestPromise, resolveAs } from './promise.ts';
import { type Capability, capabilityOf, type Settle } from './promise-capability.ts';

type Resolve = (value: unknown) => { then(resolve: Settle, reject: Settle): unknown };
type Each = (item: ReturnType<Resolve>, index: number) => void;

const statics = {
  resolve(this: unknown, value: unknown) {
    if ((typeof this !== 'object' || this === null) && typeof this !== 'function') {
      throw new TypeError('PromiseResolve called on non-object');
    }
    return resolveAs(this, value);
  },

  reject(this: unknown, reason: unknown) {
    const { promise, reject } = capabilityOf(this);
    reject(reason);
    return promise;
  },

  withResolvers(this: unknown) {
    return capabilityOf(this);
  },

  try(this: unknown, callback: (...args: unknown[]) => unknown, ...args: unknown[]) {
    if ((typeof this !== 'object' || this === null) && typeof this !== 'function') {
      throw new TypeError('Promise.try called on non-object');
    }
    const { promise, resolve, reject } = capabilityOf(this);
    try {
      resolve(callback(...args));
    } catch (error) {
      reject(error);
    }
    return promise;
  },

  race(this: unknown, items: Iterable<unknown>) {
    return joined(this, items, ({ resolve, reject }) => ({ each: item => item.then(resolve, reject) }));
  },

  all(this: unknown, items: Iterable<unknown>) {
    return joined(this, items, ({ resolve, reject }) => {
      const gathered = gather(resolve);
      return { each: (item, i) => item.then(gathered.settlers(i)[0], reject), end: gathered.end };
    });
  },

  allSettled(this: unknown, items: Iterable<unknown>) {
    return joined(this, items, ({ resolve }) => {
      const gathered = gather(resolve);
      return {
        each(item, i) {
          const settlers = gathered.settlers(
            i,
            value => ({ status: 'fulfilled', value }),
            reason => ({ status: 'rejected', reason }),
          );
          item.then(settlers[0], settlers[1]);
        },
        end: gathered.end,
      };
    });
  },

  any(this: unknown, items: Iterable<unknown>) {
    return joined(this, items, ({ resolve, reject }) => {
      const gathered = gather(reasons =>
        reject(new AggregateError(reasons as unknown[], 'All promises were rejected')),
      );
      return { each: (item, i) => item.then(resolve, gathered.settlers(i)[0]), end: gathered.end };
    });
  },
};

for (const [name, value] of Object.entries(statics)) {
  Object.defineProperty(GuestPromise, name, { value, writable: true, configurable: true });
}

const AS_IT_IS = (value: unknown) => value;

/** Collects values by index; `done` gets them all when each has come and `end` was called. */
function gather(done: (values: unknown[]) => void) {
  const values: unknown[] = [];
  let missing = 1;
  const end = () => {
    if (--missing === 0) done(values);
  };
  return {
    /** Functions of which one is to be called, once. */
    settlers(index: number, ...shapes: ((value: unknown) => unknown)[]): Settle[] {
      let called = false;
      values[index] = undefined;
      missing++;
      return (shapes.length > 0 ? shapes : [AS_IT_IS]).map(shape => value => {
        if (called) return;
        called = true;
        values[index] = shape(value);
        end();
      });
    },
    end,
  };
}

/** A promise of class `Class` that `join` settles, given each of the items as a promise. */
function joined(
  Class: unknown,
  items: Iterable<unknown>,
  join: (capability: Capability) => { each: Each; end?: () => void },
): object {
  const capability = capabilityOf(Class);
  try {
    const { resolve } = Class as { resolve?: Resolve };
    if (typeof resolve !== 'function') {
      throw new TypeError('Promise resolve or reject function is not callable');
    }
    const { each, end } = join(capability);
    let index = 0;
    for (const item of items) each(resolve.call(Class, item), index++);
    end?.();
  } catch (error) {
    capability.reject(error);
  }
  return capability.promise;
}

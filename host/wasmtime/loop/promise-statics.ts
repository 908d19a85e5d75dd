// The functions of Promise itself: resolve, reject, withResolvers, try, and those that join several.
// ECMA-262 27.2.4; they work on whatever class they are called on.

import {
  type Capability,
  type Constructor,
  capabilityOf,
  GuestPromise,
  resolveAs,
  type Settle,
} from './promise.ts';

type Resolve = (value: unknown) => { then(resolve: Settle, reject: Settle): unknown };
type Each = (item: ReturnType<Resolve>, index: number) => void;

const statics = {
  resolve(this: Constructor, value?: unknown) {
    return resolveAs(this, value);
  },

  reject(this: Constructor, reason?: unknown) {
    const { promise, reject } = capabilityOf(this);
    reject(reason);
    return promise;
  },

  withResolvers(this: Constructor) {
    return capabilityOf(this);
  },

  try(this: Constructor, callback: (...args: unknown[]) => unknown, ...args: unknown[]) {
    return new this(resolve => resolve(callback(...args)));
  },

  race(this: Constructor, items: Iterable<unknown>) {
    return joined(this, items, ({ resolve, reject }) => ({ each: item => item.then(resolve, reject) }));
  },

  all(this: Constructor, items: Iterable<unknown>) {
    return joined(this, items, capability => {
      const gathered = gather(capability.resolve);
      return {
        each: (item, i) => item.then(gathered.settler(i), capability.reject),
        end: gathered.end,
      };
    });
  },

  allSettled(this: Constructor, items: Iterable<unknown>) {
    return joined(this, items, capability => {
      const gathered = gather(capability.resolve);
      return {
        each(item, i) {
          const settled = gathered.settler(i);
          item.then(
            value => settled({ status: 'fulfilled', value }),
            reason => settled({ status: 'rejected', reason }),
          );
        },
        end: gathered.end,
      };
    });
  },

  any(this: Constructor, items: Iterable<unknown>) {
    return joined(this, items, capability => {
      const gathered = gather(reasons =>
        capability.reject(new AggregateError(reasons as unknown[], 'All promises were rejected')),
      );
      return {
        each: (item, i) => item.then(capability.resolve, gathered.settler(i)),
        end: gathered.end,
      };
    });
  },
};

for (const [name, value] of Object.entries(statics)) {
  Object.defineProperty(GuestPromise, name, { value, writable: true, configurable: true });
}

/** Collects values by index; `done` gets them all when each has come and `end` was called. */
function gather(done: (values: unknown[]) => void): { settler(index: number): Settle; end(): void } {
  const values: unknown[] = [];
  let missing = 1;
  const end = () => {
    if (--missing === 0) done(values);
  };
  return {
    settler(index) {
      let called = false;
      values[index] = undefined;
      missing++;
      return value => {
        if (called) return;
        called = true;
        values[index] = value;
        end();
      };
    },
    end,
  };
}

/** A promise of class `Class` that `join` settles, given each of the items as a promise. */
function joined(
  Class: Constructor,
  items: Iterable<unknown>,
  join: (capability: Capability) => { each: Each; end?: () => void },
): GuestPromise {
  const capability = capabilityOf(Class);
  try {
    const { resolve } = Class as unknown as { resolve?: Resolve };
    if (typeof resolve !== 'function')
      throw new TypeError('Promise resolve or reject function is not callable');
    const { each, end } = join(capability);
    let index = 0;
    for (const item of items) each(resolve.call(Class, item), index++);
    end?.();
  } catch (error) {
    capability.reject(error);
  }
  return capability.promise;
}

// What becomes of an `async` function: a generator that is taken from one `await` to the next by reactions of promises.
// The build puts `runAsync` in the place of the bundler's own helper, which makes two promises and four functions
// for every await. Turns of the queue as in ECMA-262 27.7.5.3.

import { currentContext, enterContext } from './async-context.ts';
import type { Job } from './microtasks.ts';
import {
  GuestPromise,
  isFulfilled,
  outcomeOf,
  pending,
  react,
  rejectPromise,
  resolveAs,
  resolvePromise,
} from './promise.ts';

type Body = (this: unknown, ...args: unknown[]) => Generator<unknown, unknown, unknown>;

/** Calls the body with that `this` and those arguments; the promise is of what it returns. */
export function runAsync(self: unknown, args: unknown[] | undefined, body: Body): GuestPromise {
  const result = pending();
  let steps: Generator<unknown, unknown, unknown>;
  try {
    // `arguments` of an arrow function are null.
    steps = args ? body.apply(self, args) : body.call(self);
  } catch (error) {
    rejectPromise(result, error);
    return result;
  }
  new Call(steps, result).step(true, undefined);
  return result;
}

/** One call of an async function, between two awaits. */
class Call implements Job {
  readonly #steps: Generator<unknown, unknown, unknown>;
  readonly #result: GuestPromise;
  #context: unknown = undefined;

  constructor(steps: Generator<unknown, unknown, unknown>, result: GuestPromise) {
    this.#steps = steps;
    this.#result = result;
  }

  run(argument: unknown): void {
    const promise = argument as GuestPromise;
    const before = enterContext(this.#context);
    try {
      this.step(isFulfilled(promise), outcomeOf(promise));
    } finally {
      enterContext(before);
    }
  }

  step(fulfilled: boolean, value: unknown): void {
    try {
      const next = fulfilled ? this.#steps.next(value) : this.#steps.throw(value);
      if (next.done) return resolvePromise(this.#result, next.value);
      const awaited = resolveAs(GuestPromise, next.value);
      this.#context = currentContext();
      react(awaited, this);
    } catch (error) {
      rejectPromise(this.#result, error);
    }
  }
}

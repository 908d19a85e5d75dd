// Promise, as ECMAScript has it (ECMA-262 27.2), on the queue of microtasks.ts. The build turns `async` functions into
// generators, so that every promise of a program is one of these: the loop drains them by a call, and knows of every
// rejection that nobody handles. Each job takes the place in the queue that the specification gives it.

import { currentContext, enterContext } from './async-context.ts';
import { enqueue, type Job } from './microtasks.ts';

export type Settle = (value?: unknown) => void;
export type Executor = (resolve: Settle, reject: Settle) => void;
export type Constructor = new (executor: Executor) => GuestPromise;
type Handler = ((value: unknown) => unknown) | undefined;

/** Told of promises that are rejected without a handler, and of those that get one after that. */
export interface RejectionTracker {
  rejected(promise: object, reason: unknown): void;
  handled(promise: object): void;
}

/** A promise of any class and what settles it. */
export interface Capability {
  promise: GuestPromise;
  resolve: Settle;
  reject: Settle;
}

const PENDING = 0;
const FULFILLED = 1;
const REJECTED = 2;

let tracker: RejectionTracker = { rejected() {}, handled() {} };

export function trackRejections(by: RejectionTracker): void {
  tracker = by;
}

/** The executor of promises that this file settles itself. */
const UNSETTLED: Executor = () => {};

// What only this folder may do with a promise, given by the class itself: its fields are private.
/** Runs the job with the promise when it is settled. From now on a rejection counts as handled. */
export let react: (promise: GuestPromise, reaction: Job) => void;
export let isPromise: (value: unknown) => value is GuestPromise;
export let isFulfilled: (promise: GuestPromise) => boolean;
export let outcomeOf: (promise: GuestPromise) => unknown;
let settle: (promise: GuestPromise, state: number, value: unknown) => void;

export class GuestPromise {
  #state = PENDING;
  #outcome: unknown = undefined;
  #reaction: Job | undefined = undefined;
  /** After the first one. */
  #reactions: Job[] | undefined = undefined;
  #handled = false;

  static {
    react = (promise, reaction) => {
      if (promise.#state !== PENDING) {
        if (promise.#state === REJECTED && !promise.#handled) tracker.handled(promise);
        enqueue(reaction, promise);
      } else if (!promise.#reaction) promise.#reaction = reaction;
      else if (promise.#reactions) promise.#reactions.push(reaction);
      else promise.#reactions = [reaction];
      promise.#handled = true;
    };
    settle = (promise, state, outcome) => {
      const first = promise.#reaction;
      const others = promise.#reactions;
      promise.#state = state;
      promise.#outcome = outcome;
      promise.#reaction = undefined;
      promise.#reactions = undefined;
      if (state === REJECTED && !promise.#handled) tracker.rejected(promise, outcome);
      if (first) enqueue(first, promise);
      if (others) for (const reaction of others) enqueue(reaction, promise);
    };
    isPromise = (value): value is GuestPromise =>
      typeof value === 'object' && value !== null && #state in value;
    isFulfilled = promise => promise.#state === FULFILLED;
    outcomeOf = promise => promise.#outcome;
  }

  constructor(executor: Executor) {
    if (executor === UNSETTLED) return;
    if (typeof executor !== 'function') {
      throw new TypeError(`Promise resolver ${String(executor)} is not a function`);
    }
    const { resolve, reject } = settlersOf(this);
    try {
      executor(resolve, reject);
    } catch (error) {
      reject(error);
    }
  }

  static get [Symbol.species](): unknown {
    // biome-ignore lint/complexity/noThisInStatic: a species getter answers the class it is asked of
    return this;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is what makes a promise
  then(onFulfilled?: unknown, onRejected?: unknown): GuestPromise {
    const then = new Then(
      typeof onFulfilled === 'function' ? (onFulfilled as Handler) : undefined,
      typeof onRejected === 'function' ? (onRejected as Handler) : undefined,
    );
    const Species = speciesOf(this);
    if (Species === GuestPromise) then.derived = pending();
    else then.capability = capabilityOf(Species);
    react(this, then);
    return then.capability?.promise ?? (then.derived as GuestPromise);
  }

  catch(onRejected?: unknown): GuestPromise {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: unknown): GuestPromise {
    if (typeof onFinally !== 'function') return this.then(onFinally, onFinally);
    const Species = speciesOf(this);
    return this.then(
      (value: unknown) => resolveAs(Species, onFinally()).then(() => value),
      (reason: unknown) =>
        resolveAs(Species, onFinally()).then(() => {
          throw reason;
        }),
    );
  }

  get [Symbol.toStringTag](): string {
    return 'Promise';
  }
}

Object.defineProperty(GuestPromise, 'name', { value: 'Promise' });

/** One call of `then`: its job calls the handler and settles what `then` returned. */
class Then implements Job {
  readonly #onFulfilled: Handler;
  readonly #onRejected: Handler;
  readonly #context = currentContext();
  derived: GuestPromise | undefined = undefined;
  capability: Capability | undefined = undefined;

  constructor(onFulfilled: Handler, onRejected: Handler) {
    this.#onFulfilled = onFulfilled;
    this.#onRejected = onRejected;
  }

  run(argument: unknown): void {
    const promise = argument as GuestPromise;
    const fulfilled = isFulfilled(promise);
    const handler = fulfilled ? this.#onFulfilled : this.#onRejected;
    const outcome = outcomeOf(promise);
    if (!handler) return fulfilled ? this.#resolve(outcome) : this.#reject(outcome);
    const before = enterContext(this.#context);
    let value: unknown;
    try {
      value = handler(outcome);
    } catch (error) {
      return this.#reject(error);
    } finally {
      enterContext(before);
    }
    this.#resolve(value);
  }

  #resolve(value: unknown): void {
    if (this.derived) resolvePromise(this.derived, value);
    else this.capability?.resolve(value);
  }

  #reject(reason: unknown): void {
    if (this.derived) rejectPromise(this.derived, reason);
    else this.capability?.reject(reason);
  }
}

/** The job that asks a foreign promise, or one of ours that another was resolved with. */
class Adopt implements Job {
  readonly #thenable: object;
  readonly #then: (resolve: Settle, reject: Settle) => unknown;
  readonly #context = currentContext();

  constructor(thenable: object, then: (resolve: Settle, reject: Settle) => unknown) {
    this.#thenable = thenable;
    this.#then = then;
  }

  run(argument: unknown): void {
    const { resolve, reject } = settlersOf(argument as GuestPromise);
    const before = enterContext(this.#context);
    try {
      this.#then.call(this.#thenable, resolve, reject);
    } catch (error) {
      reject(error);
    } finally {
      enterContext(before);
    }
  }
}

/** A promise that the caller settles. */
export function pending(): GuestPromise {
  return new GuestPromise(UNSETTLED);
}

export function resolvePromise(promise: GuestPromise, value: unknown): void {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') {
    return settle(promise, FULFILLED, value);
  }
  if (value === promise) {
    return rejectPromise(promise, new TypeError('Chaining cycle detected for promise #<Promise>'));
  }
  let then: unknown;
  try {
    ({ then } = value as { then?: unknown });
  } catch (error) {
    return rejectPromise(promise, error);
  }
  if (typeof then !== 'function') return settle(promise, FULFILLED, value);
  enqueue(new Adopt(value, then as Adopt['run']), promise);
}

export function rejectPromise(promise: GuestPromise, reason: unknown): void {
  settle(promise, REJECTED, reason);
}

/** ECMA-262 27.2.1.3: of the two the first call counts. */
function settlersOf(promise: GuestPromise): { resolve: Settle; reject: Settle } {
  let called = false;
  return {
    resolve(value) {
      if (called) return;
      called = true;
      resolvePromise(promise, value);
    },
    reject(reason) {
      if (called) return;
      called = true;
      rejectPromise(promise, reason);
    },
  };
}

/** ECMA-262 27.2.1.5 */
export function capabilityOf(Class: unknown): Capability {
  if (typeof Class !== 'function') throw new TypeError('Promise capability is not a constructor');
  let resolve: unknown;
  let reject: unknown;
  const promise = new (Class as Constructor)((first, second) => {
    if (resolve !== undefined || reject !== undefined) {
      throw new TypeError('Promise executor has already been invoked with non-undefined arguments');
    }
    resolve = first;
    reject = second;
  });
  if (typeof resolve !== 'function' || typeof reject !== 'function') {
    throw new TypeError('Promise resolve or reject function is not callable');
  }
  return { promise, resolve: resolve as Settle, reject: reject as Settle };
}

/** ECMA-262 27.2.4.7.1: a promise of that class stays what it is. */
export function resolveAs(Class: unknown, value: unknown): GuestPromise {
  if (isPromise(value) && value.constructor === Class) return value;
  if (Class === GuestPromise) {
    const promise = pending();
    resolvePromise(promise, value);
    return promise;
  }
  const { promise, resolve } = capabilityOf(Class);
  resolve(value);
  return promise;
}

function speciesOf(promise: GuestPromise): unknown {
  const Class: unknown = promise.constructor;
  if (Class === GuestPromise || Class === undefined) return GuestPromise;
  return (Class as { [Symbol.species]?: unknown })[Symbol.species] ?? GuestPromise;
}

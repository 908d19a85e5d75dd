// Promise, as ECMAScript has it (ECMA-262 27.2), on the queue of microtasks.ts. The build turns `async` functions into
// generators, so that every promise of a program is one of these: the loop drains them by a call, and knows of every
// rejection that nobody handles. Each job takes the place in the queue that the specification gives it.
// A promise has two fields, for each one costs QuickJS as much as a call.

import { context, enterContext } from './async-context.ts';
import { enqueue, type Job } from './microtasks.ts';
import { capabilityOf, type Executor, type Settle, speciesOf } from './promise-capability.ts';

type Handler = (value: unknown) => unknown;
type ThenMethod = (resolve: Settle, reject: Settle) => unknown;

/** Told of promises that are rejected without a handler, and of those that get one after that. */
export interface RejectionTracker {
  rejected(promise: object, reason: unknown): void;
  handled(promise: object): void;
}

const PENDING = 0;
const FULFILLED = 1;
const REJECTED = 2;
/** The bits of these. */
const STATE = 3;
/** Somebody hears of its outcome. */
const HANDLED = 4;
/** More than one reaction waits. */
const SEVERAL = 8;
/** The functions that its executor got have been used. */
const CALLED = 16;

let tracker: RejectionTracker = { rejected() {}, handled() {} };
/** The tracker has been told of something since `rejectionsSeen`. */
export let rejectionsWait = false;

export function rejectionsSeen(): void {
  rejectionsWait = false;
}

/** Not all was told to the program. */
export function rejectionsRemain(): void {
  rejectionsWait = true;
}

export function trackRejections(by: RejectionTracker): void {
  tracker = by;
}

/** The executor of promises that this folder settles itself. */
const UNSETTLED: Executor = () => {};

// What only this folder may do with a promise, given by the class itself: its fields are private.
/** Runs the job with the promise when it is settled. From now on a rejection counts as handled. */
export let react: (promise: GuestPromise, reaction: Job) => void;
export let isPromise: (value: unknown) => value is GuestPromise;
export let isFulfilled: (promise: GuestPromise) => boolean;
export let outcomeOf: (promise: GuestPromise) => unknown;
export let rejectPromise: (promise: GuestPromise, reason: unknown) => void;
let settle: (promise: GuestPromise, state: number, outcome: unknown) => void;
let settleOnce: (promise: GuestPromise, state: number, outcome: unknown) => void;

export class GuestPromise {
  #state = PENDING;
  /** While it is pending: a reaction, or a list of them. */
  #outcome: unknown = undefined;

  static {
    react = (promise, reaction) => {
      const state = promise.#state;
      if ((state & STATE) === PENDING) {
        if ((state & HANDLED) === 0) {
          promise.#state = state | HANDLED;
          promise.#outcome = reaction;
        } else if (state & SEVERAL) (promise.#outcome as Job[]).push(reaction);
        else {
          promise.#state = state | SEVERAL;
          promise.#outcome = [promise.#outcome, reaction];
        }
        return;
      }
      if ((state & HANDLED) === 0) {
        promise.#state = state | HANDLED;
        if ((state & STATE) === REJECTED) {
          rejectionsWait = true;
          tracker.handled(promise);
        }
      }
      enqueue(reaction, promise);
    };
    settle = (promise, state, outcome) => {
      const before = promise.#state;
      const waiting = promise.#outcome;
      promise.#state = state | (before & ~SEVERAL);
      promise.#outcome = outcome;
      if (before & SEVERAL) for (const reaction of waiting as Job[]) enqueue(reaction, promise);
      else if (before & HANDLED) enqueue(waiting as Job, promise);
      else if (state === REJECTED) {
        rejectionsWait = true;
        tracker.rejected(promise, outcome);
      }
    };
    settleOnce = (promise, state, outcome) => {
      if (promise.#state & CALLED) return;
      promise.#state |= CALLED;
      if (state === REJECTED) settle(promise, REJECTED, outcome);
      else resolvePromise(promise, outcome);
    };
    rejectPromise = (promise, reason) => settle(promise, REJECTED, reason);
    isPromise = (value): value is GuestPromise =>
      typeof value === 'object' && value !== null && #state in value;
    isFulfilled = promise => (promise.#state & STATE) === FULFILLED;
    outcomeOf = promise => promise.#outcome;
  }

  constructor(executor: Executor) {
    if (executor === UNSETTLED) return;
    if (typeof executor !== 'function') {
      throw new TypeError(`Promise resolver ${shown(executor)} is not a function`);
    }
    try {
      executor(
        value => settleOnce(this, FULFILLED, value),
        reason => settleOnce(this, REJECTED, reason),
      );
    } catch (error) {
      settleOnce(this, REJECTED, error);
    }
  }

  static get [Symbol.species](): unknown {
    // biome-ignore lint/complexity/noThisInStatic: a species getter answers the class it is asked of
    return this;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is what makes a promise
  then(onFulfilled?: unknown, onRejected?: unknown): GuestPromise {
    const Species = speciesOf(this, GuestPromise);
    const done = typeof onFulfilled === 'function' ? onFulfilled : undefined;
    const failed = typeof onRejected === 'function' ? onRejected : undefined;
    if (Species === GuestPromise) {
      const derived = new GuestPromise(UNSETTLED);
      react(this, [runThen, done, failed, derived, context]);
      return derived;
    }
    const capability = capabilityOf(Species);
    react(this, [runForeignThen, done, failed, capability, context]);
    return capability.promise as GuestPromise;
  }

  catch(onRejected?: unknown): GuestPromise {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: unknown): GuestPromise {
    const Species = speciesOf(this, GuestPromise);
    if (typeof onFinally !== 'function') return this.then(onFinally, onFinally);
    return this.then(
      (value: unknown) => {
        const promise = resolveAs(Species, onFinally());
        return promise.then(() => value);
      },
      (reason: unknown) => {
        const promise = resolveAs(Species, onFinally());
        return promise.then(() => {
          throw reason;
        });
      },
    );
  }
}

const prototype = GuestPromise.prototype;
const ownThen = prototype.then;
Object.defineProperty(GuestPromise, 'name', { value: 'Promise', configurable: true });
Object.defineProperty(prototype, Symbol.toStringTag, { value: 'Promise', configurable: true });

/** A promise that the caller settles. */
export function pending(): GuestPromise {
  return new GuestPromise(UNSETTLED);
}

/** ECMA-262 27.2.1.3.2, but for its first steps. */
export function resolvePromise(promise: GuestPromise, value: unknown): void {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') {
    return settle(promise, FULFILLED, value);
  }
  if (value === promise) {
    return settle(promise, REJECTED, new TypeError('Chaining cycle detected for promise #<Promise>'));
  }
  let then: unknown;
  try {
    then = (value as { then?: unknown }).then;
  } catch (error) {
    return settle(promise, REJECTED, error);
  }
  if (typeof then !== 'function') return settle(promise, FULFILLED, value);
  if (then === ownThen && isPromise(value) && value.constructor === GuestPromise) {
    enqueue([follow, value], promise);
  } else enqueue([adopt, value, then, context], promise);
}

/** ECMA-262 27.2.4.7.1: a promise of that class stays what it is. */
export function resolveAs(Class: unknown, value: unknown): GuestPromise {
  if (isPromise(value) && value.constructor === Class) return value;
  if (Class === GuestPromise) {
    const promise = new GuestPromise(UNSETTLED);
    resolvePromise(promise, value);
    return promise;
  }
  const { promise, resolve } = capabilityOf(Class);
  resolve(value);
  return promise as GuestPromise;
}

type Then = [unknown, done: Handler | undefined, failed: Handler | undefined, GuestPromise, context: unknown];

/** One call of `then`: calls the handler and settles what `then` returned. */
function runThen(then: Then, argument: unknown): void {
  const promise = argument as GuestPromise;
  const fulfilled = isFulfilled(promise);
  const handler = fulfilled ? then[1] : then[2];
  const derived = then[3];
  let outcome = outcomeOf(promise);
  if (handler) {
    if (then[4] !== context) enterContext(then[4]);
    try {
      outcome = handler(outcome);
    } catch (error) {
      return settle(derived, REJECTED, error);
    }
  } else if (!fulfilled) return settle(derived, REJECTED, outcome);
  resolvePromise(derived, outcome);
}

type Capability = ReturnType<typeof capabilityOf>;
type ForeignThen = [
  unknown,
  done: Handler | undefined,
  failed: Handler | undefined,
  Capability,
  context: unknown,
];

/** The same where `then` returned a promise of another class. */
function runForeignThen(then: ForeignThen, argument: unknown): void {
  const promise = argument as GuestPromise;
  const fulfilled = isFulfilled(promise);
  const handler = fulfilled ? then[1] : then[2];
  let outcome = outcomeOf(promise);
  enterContext(then[4]);
  if (handler) {
    try {
      outcome = handler(outcome);
    } catch (error) {
      then[3].reject(error);
      return;
    }
  } else if (!fulfilled) {
    then[3].reject(outcome);
    return;
  }
  then[3].resolve(outcome);
}

/** The job of a promise that another of ours was resolved with: what nobody can see of `adopt` is left out. */
function follow(job: [unknown, followed: GuestPromise], promise: unknown): void {
  react(job[1], [settleLike, promise]);
}

function settleLike(job: [unknown, GuestPromise], argument: unknown): void {
  const followed = argument as GuestPromise;
  if (isFulfilled(followed)) resolvePromise(job[1], outcomeOf(followed));
  else settle(job[1], REJECTED, outcomeOf(followed));
}

type Adopt = [unknown, thenable: object, then: ThenMethod, context: unknown];

/** ECMA-262 27.2.2.2: the job that asks anything with a `then`. Of the two functions the first call counts. */
function adopt(job: Adopt, argument: unknown): void {
  const promise = argument as GuestPromise;
  let called = false;
  const once = (state: number, outcome: unknown) => {
    if (called) return;
    called = true;
    if (state === REJECTED) settle(promise, REJECTED, outcome);
    else resolvePromise(promise, outcome);
  };
  enterContext(job[3]);
  try {
    Reflect.apply(job[2], job[1], [
      (value: unknown) => once(FULFILLED, value),
      (reason: unknown) => once(REJECTED, reason),
    ]);
  } catch (error) {
    once(REJECTED, error);
  }
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : String(value);
}

// What becomes of an `async` generator: the build puts these in the place of the bundler's own helpers, whose turns of
// the queue are others than the language has. The body is a generator that yields `new Awaited(value)` for an
// await, `new Delegated(value)` for what an inner generator yields, and anything else for a yield. ECMA-262 27.6.3

import { context, enterContext } from './async-context.ts';
import type { Body } from './async-function.ts';
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

type Kind = 'next' | 'throw' | 'return';

/** What a body yields for an await. */
export class Awaited {
  readonly value: unknown;
  /** How the body goes on with what it waited for. */
  readonly resume: Kind;

  constructor(value: unknown, resume: Kind = 'next') {
    this.value = value;
    this.resume = resume;
  }
}

/** What a body yields for the value of an inner generator, which goes out as it is. */
export class Delegated extends Awaited {}

interface Request {
  readonly kind: Kind;
  readonly value: unknown;
  readonly promise: GuestPromise;
}

/** Before the body's first step. */
const START = 0;
/** At a yield. */
const YIELDS = 1;
/** In its body, or waiting for something. */
const RUNS = 2;
const DONE = 3;

/** The object that an async generator returns. */
class AsyncGenerator {
  readonly #steps: Generator<unknown, unknown, unknown>;
  /** The first is being answered while the body runs. */
  readonly #requests: Request[] = [];
  #state = START;
  /** What the body was told to return last. */
  #told: unknown = undefined;

  constructor(steps: Generator<unknown, unknown, unknown>) {
    this.#steps = steps;
  }

  next(value: unknown): GuestPromise {
    return this.#request('next', value);
  }

  return(value: unknown): GuestPromise {
    return this.#request('return', value);
  }

  throw(value: unknown): GuestPromise {
    return this.#request('throw', value);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #request(kind: Kind, value: unknown): GuestPromise {
    const promise = pending();
    this.#requests.push({ kind, value, promise });
    if (this.#state !== RUNS) this.#answer();
    return promise;
  }

  /** Answers requests until the body runs or there are none. */
  #answer(): void {
    while (this.#requests.length > 0 && this.#state !== RUNS) {
      const { kind, value } = this.#requests[0];
      if (this.#state === START && kind !== 'next') this.#state = DONE;
      if (this.#state !== DONE) {
        this.#state = RUNS;
        if (kind === 'return') this.#await(value, 'return', 'throw');
        else this.#step(kind, value);
      } else if (kind === 'next') this.#settle(undefined, true);
      else if (kind === 'throw') this.#fail(value);
      else {
        this.#state = RUNS;
        this.#await(value, 'finish', 'fail');
      }
    }
  }

  #step(kind: Kind, value: unknown): void {
    if (kind === 'return') this.#told = value;
    let next: IteratorResult<unknown, unknown>;
    try {
      next = this.#steps[kind](value as never);
    } catch (error) {
      return this.#finish(() => this.#fail(error));
    }
    const given = next.value;
    if (given instanceof Delegated) this.#yield(given.value);
    else if (given instanceof Awaited) this.#await(given.value, given.resume, 'throw');
    else if (!next.done) this.#await(given, 'yield', 'throw');
    // A body that ends without a value, or with the one that it was told to return, has nothing to wait for.
    else if (given === undefined || given === this.#told) this.#finish(() => this.#settle(given, true));
    else this.#await(given, 'finish', 'fail');
  }

  #yield(value: unknown): void {
    this.#state = YIELDS;
    this.#settle(value, false);
    this.#answer();
  }

  #finish(settle: () => void): void {
    this.#state = DONE;
    settle();
    this.#answer();
  }

  #settle(value: unknown, done: boolean): void {
    const request = this.#requests.shift() as Request;
    resolvePromise(request.promise, { value, done });
  }

  #fail(reason: unknown): void {
    const request = this.#requests.shift() as Request;
    rejectPromise(request.promise, reason);
  }

  #await(value: unknown, fulfilled: After, rejected: After): void {
    let promise: GuestPromise;
    try {
      promise = resolveAs(GuestPromise, value);
    } catch (error) {
      return this.#goOn(rejected, error);
    }
    const own = context;
    const job: Job = [
      (_job, argument) => {
        const settled = argument as GuestPromise;
        if (own !== context) enterContext(own);
        this.#goOn(isFulfilled(settled) ? fulfilled : rejected, outcomeOf(settled));
      },
    ];
    react(promise, job);
  }

  #goOn(after: After, value: unknown): void {
    switch (after) {
      case 'yield':
        return this.#yield(value);
      case 'finish':
        return this.#finish(() => this.#settle(value, true));
      case 'fail':
        return this.#finish(() => this.#fail(value));
      default:
        return this.#step(after, value);
    }
  }
}

/** What follows when something that was waited for is settled. */
type After = Kind | 'yield' | 'finish' | 'fail';

// ECMA-262 27.1.4.2, where the engine has the symbol.
if (Symbol.asyncDispose) {
  Object.defineProperty(AsyncGenerator.prototype, Symbol.asyncDispose, {
    value(this: AsyncGenerator) {
      return this.return(undefined).then(() => undefined);
    },
    writable: true,
    configurable: true,
  });
}
Object.defineProperty(AsyncGenerator.prototype, Symbol.toStringTag, {
  value: 'AsyncGenerator',
  configurable: true,
});

/** Calls the body with that `this` and those arguments. */
export function makeAsyncGenerator(
  self: unknown,
  args: ArrayLike<unknown> | null,
  body: Body,
): AsyncGenerator {
  return new AsyncGenerator(args ? Reflect.apply(body, self, args) : body.call(self));
}

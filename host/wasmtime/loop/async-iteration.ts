// What becomes of `for await` and of `yield*` in an async generator. ECMA-262 27.1.6, 14.4.14

import { Awaited, Delegated } from './async-generator.ts';
import { GuestPromise, pending, rejectPromise, resolveAs, resolvePromise } from './promise.ts';

type Method = (value?: unknown) => unknown;
type Iterated = { [Symbol.asyncIterator]?: Method; [Symbol.iterator]?: Method };
type Result = { done?: unknown; value: unknown };

/** What `for await` steps through. */
export function asyncIteratorOf(iterated: Iterated): object {
  const method = iterated[Symbol.asyncIterator];
  if (method !== undefined && method !== null) return resultOf(Reflect.apply(method, iterated, []));
  const own = iterated[Symbol.iterator];
  if (typeof own !== 'function') throw new TypeError('value is not async iterable');
  return new FromSync(resultOf(Reflect.apply(own, iterated, [])) as Record<string, Method | undefined>);
}

/** A synchronous iterator, each of its values waited for. */
class FromSync {
  readonly #iterator: Record<string, Method | undefined>;
  readonly #next: Method;

  constructor(iterator: Record<string, Method | undefined>) {
    this.#iterator = iterator;
    this.#next = iterator.next as Method;
  }

  next(...values: unknown[]): GuestPromise {
    return this.#settled(() => this.#call(this.#next, values), true);
  }

  return(...values: unknown[]): GuestPromise {
    const method = this.#iterator.return;
    if (method) return this.#settled(() => this.#call(method, values), false);
    return resolveAs(GuestPromise, { value: values[0], done: true });
  }

  throw(reason: unknown): GuestPromise {
    const method = this.#iterator.throw;
    if (method) return this.#settled(() => this.#call(method, [reason]), true);
    const promise = pending();
    try {
      this.#close();
      rejectPromise(promise, withoutThrow());
    } catch (error) {
      rejectPromise(promise, error);
    }
    return promise;
  }

  #call(method: Method, values: unknown[]): Result {
    return resultOf(Reflect.apply(method, this.#iterator, values)) as Result;
  }

  #close(): void {
    this.#iterator.return?.call(this.#iterator);
  }

  /** A promise of the result, with its value waited for; one that fails closes the iterator if it is to. */
  #settled(result: () => Result, closes: boolean): GuestPromise {
    const promise = pending();
    try {
      const { done, value } = result();
      const failed = (reason: unknown) => {
        if (closes && !done) this.#closeQuietly();
        rejectPromise(promise, reason);
      };
      let waited: GuestPromise;
      try {
        waited = resolveAs(GuestPromise, value);
      } catch (error) {
        failed(error);
        return promise;
      }
      waited.then((got: unknown) => resolvePromise(promise, { value: got, done: Boolean(done) }), failed);
    } catch (error) {
      rejectPromise(promise, error);
    }
    return promise;
  }

  #closeQuietly(): void {
    try {
      this.#close();
    } catch {
      // The first failure counts.
    }
  }
}

/** What `yield*` steps through: each result of the inner iterator is waited for, then its value is passed on. */
export function delegate(iterated: Iterated): object {
  const inner = asyncIteratorOf(iterated) as Record<string, Method | undefined>;
  const { next } = inner;
  let waits = false;
  /** The inner iterator has no `throw`, and what is waited for is that it is closed. */
  let refused = false;
  const pass = (kind: 'next' | 'throw' | 'return') => (value: unknown) => {
    if (waits) {
      waits = false;
      if (kind === 'throw') throw value;
      if (refused) {
        resultOf(value);
        throw withoutThrow();
      }
      const result = resultOf(value) as Result;
      return result.done
        ? { done: true, value: result.value }
        : { done: false, value: new Delegated(result.value) };
    }
    const method = kind === 'next' ? next : inner[kind];
    if (!method && kind === 'return') return { done: true, value };
    refused = kind === 'throw' && !method;
    const called = (refused ? inner.return : method) as Method;
    if (refused && !called) throw withoutThrow();
    waits = true;
    const result = Reflect.apply(called, inner, refused ? [] : [value]);
    return { done: false, value: new Awaited(result, kind === 'return' ? kind : 'next') };
  };
  const steps = { next: pass('next'), throw: pass('throw'), return: pass('return') };
  return { ...steps, [Symbol.iterator]: () => steps };
}

/** ECMA-262 14.4.14, 7.b.iii */
function withoutThrow(): TypeError {
  return new TypeError("The iterator does not provide a 'throw' method.");
}

function resultOf(value: unknown): object {
  if (typeof value !== 'object' || value === null) {
    if (typeof value !== 'function') throw new TypeError(`Iterator result ${String(value)} is not an object`);
  }
  return value as object;
}

// A program to be traced: what it prints, and how it ends, is to be the same on Node and inside Wasmtime.

export type Programs = Readonly<Record<string, () => unknown>>;

export const log = console.log;

/** Long enough apart that a busy machine keeps the order. */
export const SPACE = 20;

export function busy(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

export type Resolve = (value: unknown) => void;

const THEN = 'then';

/** Something that a promise follows. */
export function thenable(then: (resolve: Resolve, reject: Resolve) => void): PromiseLike<unknown> {
  return { [THEN]: then } as unknown as PromiseLike<unknown>;
}

/** A promise and what settles it: newer than the types that this is checked with. */
export function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  return Reflect.get(Promise, 'withResolvers').call(Promise);
}

// A random program of promises, played with any class of promises: what happens is told in order, so that two classes
// can be compared.

import type { Xorshift } from '../../support/xorshift.ts';

/** What a program is made of: a class of promises, and its async functions. */
export interface Kind {
  readonly Promise: PromiseConstructor;
  /** Calls an async function whose awaits are the yields of its body. */
  call(body: () => Generator<unknown, unknown, unknown>): Promise<unknown>;
}

export type Tell = (...what: unknown[]) => void;

/** The settling functions of promises that are still open. */
type Open = ((way: 'resolve' | 'reject', value: unknown) => void)[];

const STEPS = 30;
const WAYS = ['resolve', 'reject'] as const;

/** Plays the program of that seed; what is left open is settled at the end of each turn by `settle`. */
export function play({ Promise: Class, call }: Kind, random: Xorshift, tell: Tell): { settle(): boolean } {
  const promises: Promise<unknown>[] = [];
  const open: Open = [];
  let names = 0;

  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)];
  const add = (promise: Promise<unknown>): void => {
    const name = names++;
    promises.push(promise);
    promise.then(
      value => tell(name, 'fulfilled', shown(value)),
      reason => tell(name, 'rejected', shown(reason)),
    );
  };
  const opened = (): Promise<unknown> =>
    new Class((resolve, reject) => open.push((way, value) => (way === 'resolve' ? resolve : reject)(value)));

  /** A value of any kind, promises and thenables among them. */
  const value = (): unknown => {
    switch (random.below(6)) {
      case 0:
        return pick(promises) ?? names;
      case 1:
        return thenable(resolve => resolve(names));
      case 2:
        return thenable((_, reject) => reject(names));
      case 3:
        return Class.resolve(names);
      default:
        return names;
    }
  };
  /** A handler that tells of its call, and returns or throws. */
  const handler = (): ((given: unknown) => unknown) | undefined => {
    if (random.below(5) === 0) return undefined;
    const [name, result, fails] = [names++, value(), random.below(4) === 0];
    return given => {
      tell('handler', name, shown(given));
      if (fails) throw result;
      return result;
    };
  };
  const body = () => {
    const [name, awaited, last, fails] = [
      names++,
      [value(), value(), value()],
      value(),
      random.below(4) === 0,
    ];
    return function* () {
      for (const each of awaited) {
        try {
          tell('async', name, shown(yield each));
        } catch (error) {
          tell('caught', name, shown(error));
        }
      }
      if (fails) throw last;
      return last;
    };
  };
  const joined = () => pick([Class.all, Class.race, Class.allSettled, Class.any]);
  const steps = [
    () => add(opened()),
    () => add(Class.resolve(value())),
    () => add(Class.reject(names)),
    () => add((pick(promises) ?? Class.resolve()).then(handler(), handler())),
    () => add((pick(promises) ?? Class.resolve()).finally(handler() as () => void)),
    () => add(joined().call(Class, [value(), value(), value()]) as Promise<unknown>),
    () => add(call(body())),
    () => open.shift()?.(pick(WAYS), value()),
  ];
  for (let i = 0; i < STEPS; i++) pick(steps)();
  return {
    settle() {
      const next = open.shift();
      next?.(pick(WAYS), value());
      return next !== undefined;
    },
  };
}

const THEN = 'then';

function thenable(
  then: (resolve: (value: unknown) => void, reject: (value: unknown) => void) => void,
): object {
  return { [THEN]: then };
}

/** What both classes show alike. */
function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof AggregateError) return `errors ${value.errors.map(shown)}`;
  if (value instanceof Error) return String(value);
  if (Array.isArray(value)) return `[${value.map(shown)}]`;
  if ('status' in value) return JSON.stringify(Object.keys(value));
  return THEN in value ? 'thenable' : 'object';
}

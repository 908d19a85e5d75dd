// Instead of the module `common` of Node's tests, which wants files, processes and threads: what those of the list
// `guest` use of it, written anew.
import assert from 'node:assert';
import { inspect } from 'node:util';

type Callback = (...args: unknown[]) => unknown;

interface Expected {
  readonly least: number;
  readonly most: number;
  readonly where: string;
  calls: number;
}

const expected: Expected[] = [];

process.on('exit', code => {
  if (code !== 0) return;
  const wrong = expected.filter(({ calls, least, most }) => calls < least || calls > most);
  for (const { calls, least, where } of wrong) console.error(`called ${calls} times, not ${least}: ${where}`);
  if (wrong.length > 0) process.exit(1);
});

function counted(callback: Callback, least: number, most: number): Callback {
  const own: Expected = { least, most, where: new Error().stack ?? '', calls: 0 };
  expected.push(own);
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    own.calls++;
    return callback.apply(this, args);
  };
  // Some look at the names and parameters of what they have handed over.
  for (const name of ['name', 'length'] as const) {
    Object.defineProperty(wrapper, name, { value: callback[name], configurable: true });
  }
  return wrapper;
}

function calledTimes(first: Callback | number | undefined, second: number | undefined): [Callback, number] {
  return typeof first === 'number' ? [() => {}, first] : [first ?? (() => {}), second ?? 1];
}

export function mustCall(callback?: Callback | number, times?: number): Callback {
  const [run, count] = calledTimes(callback, times);
  return counted(run, count, count);
}

export function mustCallAtLeast(callback?: Callback | number, times?: number): Callback {
  const [run, count] = calledTimes(callback, times);
  return counted(run, count, Infinity);
}

export function mustNotCall(message = 'it was not to be called'): Callback {
  return (...args) => assert.fail(`${message}, was with ${args.map(arg => inspect(arg)).join(', ')}`);
}

/** A callback that is given an error as it is described, and nothing else. */
export function expectsError(description: assert.AssertPredicate, times?: number): Callback {
  return mustCall((...args: unknown[]) => {
    assert.equal(args.length, 1, inspect(args));
    assert.throws(() => {
      throw args[0];
    }, description);
    return true;
  }, times);
}

export function printSkipMessage(why: string): void {
  console.log(`1..0 # Skipped: ${why}`);
}

export function skip(why: string): never {
  printSkipMessage(why);
  return process.exit(0);
}

export const platformTimeout = (milliseconds: number): number => milliseconds;
export const localhostIPv4 = '127.0.0.1';
export const hasIPv6 = true;
export const isSunOS = false;
export const inFreeBSDJail = false;
export const PORT = Number(process.argv[3]);

// What functions and promises of assert throw or reject with, and what that must be.

import inspected from 'node-inspect-extracted';
import { coded, invalidType, nodeError, validateFunction } from '../errors.ts';
import { isDeepStrictEqual } from '../util/compare.ts';
import { types } from '../util/types.ts';
import { AssertionError } from './error.ts';

type AnyFunction = (...args: never[]) => unknown;
type Expected = AnyFunction | RegExp | object | string | undefined;

/** Stands for a function that threw nothing. */
const NOTHING = Symbol('nothing');

export function thrownBy(callback: unknown): unknown {
  validateFunction(callback, 'fn');
  try {
    callback();
  } catch (error) {
    return error;
  }
  return NOTHING;
}

export async function rejectionOf(given: unknown): Promise<unknown> {
  let promise = given;
  if (typeof given === 'function') {
    promise = (given as () => unknown)();
    if (!isThenable(promise)) {
      const kind = inspected.inspect(promise);
      const received = promise === null || promise === undefined ? `${promise}` : typeOf(promise, kind);
      const message = `Expected instance of Promise to be returned from the "promiseFn" function but got ${received}.`;
      throw coded(TypeError, 'ERR_INVALID_RETURN_VALUE', message);
    }
  } else if (!isThenable(given)) throw invalidType('promiseFn', ['Function', 'Promise'], given);
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return NOTHING;
}

function typeOf(value: unknown, shown: string): string {
  if (typeof value === 'object' && value !== null)
    return `an instance of ${value.constructor?.name ?? 'Object'}`;
  return `type ${typeof value} (${shown})`;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  const { then, catch: caught } = (value ?? {}) as { then?: unknown; catch?: unknown };
  return value instanceof Promise || (typeof then === 'function' && typeof caught === 'function');
}

/** Fails unless something came, and what was expected. */
export function expects(from: AnyFunction, actual: unknown, given: Expected, message?: unknown): void {
  const [expected, text] =
    given === undefined || typeof given !== 'string' ? [given, message] : [undefined, given];
  if (typeof given === 'string') {
    if (message !== undefined) {
      throw invalidType('error', ['Object', 'Error', 'Function', 'RegExp'], given);
    }
    checkAmbiguous(actual, given);
  } else if (given !== undefined && typeof given !== 'object' && typeof given !== 'function') {
    throw invalidType('error', ['Function', 'Error', 'RegExp', 'Object'], given);
  }
  if (actual !== NOTHING) {
    if (expected !== undefined) mustMatch(actual, expected as object, text, from);
    return;
  }
  const { name } = (expected ?? {}) as { name?: string };
  const kind = from.name === 'rejects' ? 'rejection' : 'exception';
  const details = `${name ? ` (${name})` : ''}${text ? `: ${text}` : '.'}`;
  fail({
    operator: from.name,
    expected,
    message: `Missing expected ${kind}${details}`,
    stackStartFn: from,
    actual: undefined,
  });
}

function checkAmbiguous(actual: unknown, text: string): void {
  const { message } = (typeof actual === 'object' && actual !== null ? actual : {}) as { message?: unknown };
  if (message !== text && actual !== text) return;
  const what = typeof actual === 'object' ? 'error message' : 'error';
  const why = `The ${what} "${text}" is identical to the message.`;
  throw coded(TypeError, 'ERR_AMBIGUOUS_ARGUMENT', `The "error/message" argument is ambiguous. ${why}`);
}

/** Fails when something came that was not to come; another error goes on. */
export function expectsNone(from: AnyFunction, actual: unknown, given: Expected, message?: unknown): void {
  if (actual === NOTHING) return;
  const [expected, text] = typeof given === 'string' ? [undefined, given] : [given, message];
  if (expected !== undefined && !isExpected(actual, expected)) throw actual;
  const kind = from.name === 'doesNotReject' ? 'rejection' : 'exception';
  const { message: told } = (actual ?? {}) as { message?: unknown };
  const details = text ? `: ${text}` : '.';
  fail({
    operator: from.name,
    actual,
    expected,
    message: `Got unwanted ${kind}${details}\nActual message: "${told}"`,
    stackStartFn: from,
  });
}

function isExpected(actual: unknown, expected: unknown): boolean {
  if (types.isRegExp(expected)) return (expected as RegExp).test(String(actual));
  if (typeof expected !== 'function') throw invalidType('expected', ['Function', 'RegExp'], expected);
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return (expected as AnyFunction).call({}, actual as never) === true;
}

function fail(options: ConstructorParameters<typeof AssertionError>[0]): never {
  throw new AssertionError(options);
}

function mustMatch(actual: unknown, expected: object, message: unknown, from: AnyFunction): void {
  if (typeof expected === 'function') return mustBeOf(actual, expected as AnyFunction, message, from);
  if (types.isRegExp(expected)) return mustRead(actual, expected as RegExp, message, from);
  const failure = { operator: from.name, actual, expected, stackStartFn: from };
  if (typeof actual !== 'object' || actual === null) {
    const shown = new AssertionError({ ...failure, message, operator: 'deepStrictEqual' });
    throw renamed(shown, from.name, message === undefined);
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0)
    throw nodeError('ERR_INVALID_ARG_VALUE', 'error', expected, 'may not be an empty object');
  for (const key of keys) mustHave(actual, expected, key, keys, message, from);
}

function mustHave(
  actual: object,
  expected: object,
  key: string,
  keys: string[],
  message: unknown,
  from: AnyFunction,
): void {
  const [one, other] = [actual[key as never], expected[key as never]] as unknown[];
  if (typeof one === 'string' && types.isRegExp(other) && (other as RegExp).test(one)) return;
  if (key in actual && isDeepStrictEqual(one, other)) return;
  if (message) throwGiven(message);
  const found = new Comparison(actual, keys);
  const wanted = new Comparison(expected, keys, actual);
  const shown = new AssertionError({
    actual: found,
    expected: wanted,
    operator: 'deepStrictEqual',
    message,
    stackStartFn: from,
  });
  throw renamed(Object.assign(shown, { actual, expected }), from.name, message === undefined);
}

/** What the message calls the properties that are compared. */
class Comparison {
  [key: string]: unknown;

  constructor(source: object, keys: string[], actual?: object) {
    for (const key of keys) {
      if (!(key in source)) continue;
      const found = actual?.[key as never] as unknown;
      const wanted = source[key as never] as unknown;
      // What matches is shown as what it matches.
      const matches = typeof found === 'string' && types.isRegExp(wanted) && (wanted as RegExp).test(found);
      this[key] = matches ? found : wanted;
    }
  }
}

function renamed(error: AssertionError, operator: string, generated: boolean): AssertionError {
  return Object.assign(error, { operator, generatedMessage: generated });
}

function mustRead(actual: unknown, expected: RegExp, message: unknown, from: AnyFunction): void {
  const text = String(actual);
  if (expected.test(text)) return;
  if (message) throwGiven(message);
  const shown = `The input did not match the regular expression ${inspected.inspect(expected)}. Input:\n\n${inspected.inspect(text)}\n`;
  const failure = { operator: from.name, actual, expected, stackStartFn: from };
  throw renamed(new AssertionError({ ...failure, message: message ?? shown }), from.name, !message);
}

function mustBeOf(actual: unknown, expected: AnyFunction, message: unknown, from: AnyFunction): void {
  const failure = { operator: from.name, actual, expected, stackStartFn: from };
  if (expected.prototype !== undefined && actual instanceof expected) return;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) {
    if (message) throwGiven(message);
    throw renamed(
      new AssertionError({ ...failure, message: message ?? notOf(actual, expected) }),
      from.name,
      !message,
    );
  }
  const answer = expected.call({}, actual as never);
  if (answer === true) return;
  if (message) throwGiven(message);
  const name = expected.name ? `"${expected.name}" ` : '';
  const caught = actual instanceof Error ? `\n\nCaught error:\n\n${actual}` : '';
  const shown = `The ${name}validation function is expected to return "true". Received ${inspected.inspect(answer)}${caught}`;
  throw renamed(new AssertionError({ ...failure, message: message ?? shown }), from.name, !message);
}

function notOf(actual: unknown, expected: AnyFunction): string {
  const head = `The error is expected to be an instance of "${expected.name}". Received `;
  if (!(actual instanceof Error)) return `${head}"${inspected.inspect(actual, { depth: -1 })}"`;
  return `${head}"${actual.constructor?.name || actual.name}"${actual.message ? `\n\nError message:\n\n${actual.message}` : ''}`;
}

/** A message that is an error is thrown itself. */
export function throwGiven(message: unknown): void {
  if (message instanceof Error) throw message;
}

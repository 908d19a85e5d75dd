// node:assert. npm's is Node 12's. The message of a falsy value names the value: a guest does not have its source.

import inspected from 'node-inspect-extracted';
import { AssertionError, type AssertionOptions } from './assert/error.ts';
import { expects, expectsNone, rejectionOf, throwGiven, thrownBy } from './assert/throwing.ts';
import { invalidType, nodeError } from './errors.ts';
import { isDeepEqual, isDeepStrictEqual, isPartlyEqual } from './util/compare.ts';
import { types } from './util/types.ts';

type AnyFunction = (...args: never[]) => unknown;

function fail(options: AssertionOptions): never {
  throwGiven(options.message);
  throw new AssertionError(options);
}

function holds(from: AnyFunction, args: unknown[]): void {
  if (args[0]) return;
  if (args.length === 0) {
    const error = new AssertionError({
      actual: undefined,
      expected: true,
      message: 'No value argument passed to `assert.ok()`',
      operator: '==',
      stackStartFn: from,
    });
    throw Object.assign(error, { generatedMessage: true });
  }
  fail({ actual: args[0], expected: true, message: args[1], operator: '==', stackStartFn: from });
}

function assert(...args: unknown[]): void {
  holds(assert, args);
}

type Comparison = (a: never, b: never) => boolean;

/** One that throws unless `isRight` of the two that it is given. */
function comparing(operator: string, isRight: Comparison): (...args: unknown[]) => void {
  return function compare(...args: unknown[]) {
    if (args.length < 2) throw nodeError('ERR_MISSING_ARGS', 'actual', 'expected');
    const [actual, expected, message] = args;
    if (!isRight(actual as never, expected as never)) {
      fail({ actual, expected, message, operator, stackStartFn: compare });
    }
  };
}

/** As `==`, but that NaN is itself. */
function looselyEqual(a: unknown, b: unknown): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: it is what assert.equal compares by
  return a == b || (Number.isNaN(a) && Number.isNaN(b));
}

const comparisons = {
  equal: comparing('==', looselyEqual),
  notEqual: comparing('!=', (a, b) => !looselyEqual(a, b)),
  deepEqual: comparing('deepEqual', isDeepEqual),
  notDeepEqual: comparing('notDeepEqual', (a, b) => !isDeepEqual(a, b)),
  deepStrictEqual: comparing('deepStrictEqual', isDeepStrictEqual),
  notDeepStrictEqual: comparing('notDeepStrictEqual', (a, b) => !isDeepStrictEqual(a, b)),
  strictEqual: comparing('strictEqual', Object.is),
  notStrictEqual: comparing('notStrictEqual', (a, b) => !Object.is(a, b)),
  partialDeepStrictEqual: comparing('partialDeepStrictEqual', isPartlyEqual),
};

function matching(operator: string, matches: boolean): (...args: unknown[]) => void {
  return function match(text: unknown, pattern: unknown, message?: unknown) {
    if (!types.isRegExp(pattern)) throw invalidType('regexp', 'RegExp', pattern);
    const isText = typeof text === 'string';
    if (isText && (pattern as RegExp).test(text) === matches) return;
    throwGiven(message);
    const words = matches ? 'The input did not match' : 'The input was expected to not match';
    const shown = isText
      ? `${words} the regular expression ${inspected.inspect(pattern)}. Input:\n\n${inspected.inspect(text)}\n`
      : invalidType('string', 'string', text).message;
    const failure = { actual: text, expected: pattern, operator, stackStartFn: match };
    const error = new AssertionError({ ...failure, message: message ?? shown });
    throw Object.assign(error, { generatedMessage: !message });
  };
}

const functions = {
  AssertionError,
  ok(...args: unknown[]): void {
    holds(functions.ok, args);
  },
  fail(message?: unknown): never {
    throwGiven(message);
    const error = new AssertionError({
      message: message ?? 'Failed',
      operator: 'fail',
      stackStartFn: functions.fail,
    });
    throw Object.assign(error, { generatedMessage: message === undefined });
  },
  ...comparisons,
  match: matching('match', true),
  doesNotMatch: matching('doesNotMatch', false),
  throws(callback: unknown, ...rest: unknown[]): void {
    expects(functions.throws, thrownBy(callback), ...(rest as [never, unknown?]));
  },
  async rejects(promise: unknown, ...rest: unknown[]): Promise<void> {
    expects(functions.rejects, await rejectionOf(promise), ...(rest as [never, unknown?]));
  },
  doesNotThrow(callback: unknown, ...rest: unknown[]): void {
    expectsNone(functions.doesNotThrow, thrownBy(callback), ...(rest as [never, unknown?]));
  },
  async doesNotReject(promise: unknown, ...rest: unknown[]): Promise<void> {
    expectsNone(functions.doesNotReject, await rejectionOf(promise), ...(rest as [never, unknown?]));
  },
  ifError(error: unknown): void {
    if (error === null || error === undefined) return;
    const { message } = error as { message?: unknown };
    const told =
      typeof error === 'object' && typeof message === 'string' ? message : inspected.inspect(error);
    const failure = { actual: error, expected: null, operator: 'ifError', stackStartFn: functions.ifError };
    throw new AssertionError({ ...failure, message: `ifError got unwanted exception: ${told}` });
  },
};

function strict(...args: unknown[]): void {
  holds(strict, args);
}

Object.assign(strict, functions, {
  equal: comparisons.strictEqual,
  notEqual: comparisons.notStrictEqual,
  deepEqual: comparisons.deepStrictEqual,
  notDeepEqual: comparisons.notDeepStrictEqual,
  strict,
});

export default Object.assign(assert, functions, { strict });

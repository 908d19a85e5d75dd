// AssertionError: what was compared, and a message that shows it. node: lib/internal/assert/assertion_error.js

import inspected from 'node-inspect-extracted';
import { CUSTOM_INSPECT } from '../../../net/shown-value.ts';
import { validateObject } from '../errors.ts';
import { differing, inspectAll } from './difference.ts';

const WORDS: Record<string, string> = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};
const MOST_LINES = 50;
const LINES_KEPT = 46;
const MOST_CHARACTERS = 512;

export interface AssertionOptions {
  message?: unknown;
  operator?: string;
  actual?: unknown;
  expected?: unknown;
  stackStartFn?: (...args: never[]) => unknown;
}

export class AssertionError extends Error {
  readonly generatedMessage: boolean;
  readonly code = 'ERR_ASSERTION';
  readonly actual: unknown;
  readonly expected: unknown;
  readonly operator: string | undefined;
  readonly diff = 'simple';

  constructor(options: AssertionOptions) {
    validateObject(options, 'options');
    const { message, operator, actual, expected, stackStartFn } = options;
    super(messageOf(message, operator, actual, expected));
    this.generatedMessage = message === undefined || message === null;
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    Object.defineProperty(this, 'name', { value: 'AssertionError', writable: true, configurable: true });
    const { captureStackTrace } = Error as { captureStackTrace?: (error: object, above?: unknown) => void };
    captureStackTrace?.(this, stackStartFn);
    const { stack } = this;
    if (stack?.startsWith('AssertionError:'))
      this.stack = stack.replace(/^AssertionError/, `$& [${this.code}]`);
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [CUSTOM_INSPECT](_depth: number, options: object): string {
    return inspected.inspect(this, { ...options, customInspect: false, depth: 0 });
  }
}

function messageOf(given: unknown, operator = '', actual: unknown, expected: unknown): string {
  const shows = ['deepStrictEqual', 'strictEqual', 'partialDeepStrictEqual'].includes(operator);
  if (given !== undefined && given !== null && !shows) return String(given);
  if (shows) {
    const both =
      typeof actual === 'object' && actual !== null && typeof expected === 'object' && expected !== null;
    const word = operator === 'strictEqual' && both ? 'strictEqualObject' : operator;
    const head = given === undefined || given === null ? WORDS[word] : String(given);
    return differing(actual, expected, head, given ? String(given) : WORDS.notIdentical);
  }
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') return unequal(operator, actual);
  return loosely(operator, inspectAll(actual), inspectAll(expected));
}

function unequal(operator: string, actual: unknown): string {
  const refers = (typeof actual === 'object' && actual !== null) || typeof actual === 'function';
  const head = WORDS[operator === 'notStrictEqual' && refers ? 'notStrictEqualObject' : operator];
  const lines = inspectAll(actual).split('\n');
  const kept = lines.length > MOST_LINES ? [...lines.slice(0, LINES_KEPT), '...'] : lines;
  if (kept.length > 1) return `${head}\n\n${kept.join('\n')}\n`;
  return `${head}${kept[0].length > 5 ? '\n\n' : ' '}${kept[0]}`;
}

function loosely(operator: string, left: string, right: string): string {
  if (operator === 'notDeepEqual' && left === right)
    return shortened(`${WORDS[operator]}\n\n${left}`, 2 * MOST_CHARACTERS);
  const [one, other] = [shortened(left, MOST_CHARACTERS), shortened(right, MOST_CHARACTERS)];
  if (operator === 'deepEqual')
    return `${WORDS[operator]}\n\n${one}\n\nshould loosely deep-equal\n\n${other}`;
  if (operator === 'notDeepEqual') {
    return `${WORDS.notDeepEqualUnequal}\n\n${one}\n\nshould not loosely deep-equal\n\n${other}`;
  }
  return `${one} ${operator} ${other}`;
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}

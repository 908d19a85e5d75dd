// The checks of single arguments that Node's net makes, with Node's errors.
//
// Each takes the value and the name it goes by in the message, and returns the value with the type it now has.

import { nodeError } from './errors.ts';

const INT32_MIN = -(2 ** 31);
const INT32_MAX = 2 ** 31 - 1;
/** The longest delay Node's timers keep, in milliseconds. */
export const MAX_DELAY = INT32_MAX;

/** Throws ERR_INVALID_ARG_TYPE unless it is a string. */
export function validateString(value: unknown, name: string): string {
  if (typeof value !== 'string') throw nodeError('ERR_INVALID_ARG_TYPE', name, 'string', value);
  return value;
}

/** Also throws ERR_INVALID_ARG_VALUE where it has a null byte. */
export function validateText(value: unknown, name: string): string {
  const text = validateString(value, name);
  if (text.includes('\0'))
    throw nodeError('ERR_INVALID_ARG_VALUE', name, value, 'must be a string without null bytes');
  return text;
}

/** Throws ERR_INVALID_ARG_TYPE unless it is a number; every number is accepted, NaN too. */
export function validateNumber(value: unknown, name: string): number {
  if (typeof value !== 'number') throw nodeError('ERR_INVALID_ARG_TYPE', name, 'number', value);
  return value;
}

/** Throws ERR_INVALID_ARG_TYPE unless it is true or false. */
export function validateBoolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw nodeError('ERR_INVALID_ARG_TYPE', name, 'boolean', value);
  return value;
}

/** Throws ERR_INVALID_ARG_TYPE unless it is a function (a class is one). */
// biome-ignore lint/complexity/noBannedTypes: any function passes, its parameters cannot be seen
export function validateFunction(value: unknown, name: string): Function {
  if (typeof value !== 'function') throw nodeError('ERR_INVALID_ARG_TYPE', name, 'Function', value);
  return value;
}

/** Throws ERR_INVALID_ARG_TYPE unless it is an object and neither null nor an array. */
export function validateObject(value: unknown, name: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', name, 'Object', value);
  }
  return value;
}

/** Throws ERR_INVALID_ARG_TYPE unless it is an array. */
export function validateArray(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw nodeError('ERR_INVALID_ARG_TYPE', name, 'Array', value);
  return value;
}

/** Throws ERR_INVALID_ARG_TYPE or ERR_OUT_OF_RANGE unless it is a whole number from `min` to `max`. */
export function validateInt32(value: unknown, name: string, min = INT32_MIN, max = INT32_MAX): number {
  const number = validateNumber(value, name);
  if (!Number.isInteger(number)) throw nodeError('ERR_OUT_OF_RANGE', name, 'an integer', number);
  if (number < min || number > max)
    throw nodeError('ERR_OUT_OF_RANGE', name, `>= ${min} && <= ${max}`, number);
  return number;
}

/** Throws ERR_INVALID_ARG_TYPE or ERR_OUT_OF_RANGE unless it is a whole number from 0 (1) to 2^32 - 1. */
export function validateUint32(value: unknown, name: string, positive = false): number {
  const number = validateNumber(value, name);
  if (!Number.isInteger(number)) throw nodeError('ERR_OUT_OF_RANGE', name, 'an integer', number);
  const min = positive ? 1 : 0;
  const max = 2 ** 32 - 1;
  if (number < min || number > max)
    throw nodeError('ERR_OUT_OF_RANGE', name, `>= ${min} && <= ${max}`, number);
  return number;
}

/** Throws ERR_INVALID_ARG_VALUE unless it is one of `allowed`. */
export function validateOneOf<T>(value: unknown, name: string, allowed: readonly T[]): T {
  if (allowed.includes(value as T)) return value as T;
  const list = allowed.map(item => (typeof item === 'string' ? `'${item}'` : String(item)));
  throw nodeError('ERR_INVALID_ARG_VALUE', name, value, `must be one of: ${list.join(', ')}`);
}

/**
 * The port as a number from 0 to 65535. Text that reads as such a number is a port too ('80', '0x50', ' 80 ').
 * Throws ERR_SOCKET_BAD_PORT.
 */
export function validatePort(value: unknown, name = 'Port', allowZero = true): number {
  const readable = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  const port = readable ? Number(value) : Number.NaN;
  if (port === port >>> 0 && port <= 0xffff && (value !== 0 || allowZero)) return port | 0;
  throw nodeError('ERR_SOCKET_BAD_PORT', name, value, allowZero);
}

/** Throws ERR_INVALID_ARG_TYPE unless it is undefined or looks like an AbortSignal. */
export function validateAbortSignal(value: unknown, name: string): AbortSignal | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null && 'aborted' in value) return value as AbortSignal;
  throw nodeError('ERR_INVALID_ARG_TYPE', name, 'AbortSignal', value);
}

/** Says that a delay was cut, in Node's words. */
export function warnOfDelay(
  runtime: { warn?(message: string, type: string): void },
  milliseconds: number,
): void {
  const words = [
    `${milliseconds} does not fit into a 32-bit signed integer.`,
    `Timer duration was truncated to ${MAX_DELAY}.`,
  ];
  runtime.warn?.(words.join('\n'), 'TimeoutOverflowWarning');
}

/**
 * A timer's delay in milliseconds, at most `MAX_DELAY`: see `warnOfDelay`.
 * Throws ERR_INVALID_ARG_TYPE, or ERR_OUT_OF_RANGE where it is negative or not finite.
 */
export function validateDelay(value: unknown, name: string): number {
  const delay = validateNumber(value, name);
  if (delay < 0 || !Number.isFinite(delay)) {
    throw nodeError('ERR_OUT_OF_RANGE', name, 'a non-negative finite number', delay);
  }
  return Math.min(delay, MAX_DELAY);
}

// Errors that the built-ins throw beside those of net: Node's class, code and message.

import { type NodeError, nodeError, withCode } from '../../net/errors.ts';

export { type NodeError, nodeError };

export function invalidType(
  name: string,
  expected: string | readonly string[],
  received: unknown,
): NodeError {
  return nodeError('ERR_INVALID_ARG_TYPE', name, expected, received);
}

export function outOfRange(name: string, range: string, received: unknown): NodeError {
  return nodeError('ERR_OUT_OF_RANGE', name, range, received);
}

export function coded(Base: ErrorConstructor, code: string, message: string): NodeError {
  return withCode(new Base(message), Base, code);
}

export function unknownEncoding(encoding: unknown): NodeError {
  return coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
}

export function validateFunction(
  value: unknown,
  name: string,
): asserts value is (...args: never[]) => unknown {
  if (typeof value !== 'function') throw invalidType(name, 'Function', value);
}

export function validateString(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw invalidType(name, 'string', value);
}

export function validateObject(value: unknown, name: string): asserts value is object {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw invalidType(name, 'Object', value);
}

export function validateInteger(
  value: unknown,
  name: string,
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
): asserts value is number {
  if (typeof value !== 'number') throw invalidType(name, 'number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < min || value > max) throw outOfRange(name, `>= ${min} && <= ${max}`, value);
}

export function validateNumber(
  value: unknown,
  name: string,
  min?: number,
  max?: number,
): asserts value is number {
  if (typeof value !== 'number') throw invalidType(name, 'number', value);
  const below = min !== undefined && value < min;
  const above = max !== undefined && value > max;
  if (!below && !above && !((min !== undefined || max !== undefined) && Number.isNaN(value))) return;
  const lower = min === undefined ? '' : `>= ${min}`;
  const upper = max === undefined ? '' : `<= ${max}`;
  throw outOfRange(name, [lower, upper].filter(Boolean).join(' && '), value);
}

export function validateBoolean(value: unknown, name: string): asserts value is boolean {
  if (typeof value !== 'boolean') throw invalidType(name, 'boolean', value);
}

export function validateAbortSignal(
  signal: unknown,
  name: string,
): asserts signal is AbortSignal | undefined {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw invalidType(name, 'AbortSignal', signal);
  }
}

export function abortError(options?: { cause?: unknown }): NodeError {
  const error = new Error('The operation was aborted', options) as NodeError;
  error.code = 'ABORT_ERR';
  error.name = 'AbortError';
  return error;
}

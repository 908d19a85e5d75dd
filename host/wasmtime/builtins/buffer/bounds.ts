// Where in a buffer a number may lie. node: lib/internal/buffer.js

import { coded, invalidType, outOfRange } from '../errors.ts';

/** As long as an array of bytes is in an engine of 32 bits. */
export const MAX_LENGTH = 2 ** 31 - 1;

/** Throws what is wrong with the place of a number of which a byte is outside; `last` is the last place for it. */
export function badPlace(offset: unknown, last: number, name = 'offset'): never {
  if (typeof offset !== 'number') throw invalidType(name, 'number', offset);
  if (Math.floor(offset) !== offset) throw outOfRange(name, 'an integer', offset);
  if (last < 0) {
    throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
  }
  throw outOfRange(name, `>= ${name === 'offset' ? 0 : 1} and <= ${last}`, offset);
}

/** Throws unless a number of `size` bytes fits at `offset`. */
export function checkPlace(bytes: Uint8Array, offset: number, size: number): void {
  if (typeof offset !== 'number' || bytes[offset] === undefined || bytes[offset + size - 1] === undefined) {
    badPlace(offset, bytes.length - size);
  }
}

/** Throws what Node says of an integer that `size` bytes do not hold. */
export function badValue(value: number | bigint, size: number, signed: boolean): never {
  const n = typeof value === 'bigint' ? 'n' : '';
  const bits = size * 8;
  if (size > 4) {
    const lower = signed ? `-(2${n} ** ${bits - 1}${n})` : `0${n}`;
    throw outOfRange('value', `>= ${lower} and < 2${n} ** ${signed ? bits - 1 : bits}${n}`, value);
  }
  const span = 2 ** bits;
  const [min, max] = signed ? [-span / 2, span / 2 - 1] : [0, span - 1];
  throw outOfRange('value', `>= ${min} and <= ${max}`, value);
}

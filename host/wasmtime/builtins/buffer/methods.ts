// The other methods of Buffer: comparing, searching, filling, copying.

import { coded, invalidType, outOfRange, unknownEncoding } from '../errors.ts';
import { MAX_LENGTH } from './bounds.ts';
import { encodingOf } from './encodings.ts';
import { compare, equal, indexOf, lastIndexOf } from './search.ts';
import { bytesOf } from './text-methods.ts';

type Bytes = Uint8Array;
type Sought = string | number | Bytes;

function offsetOf(value: unknown, name: string, max: number): number {
  if (typeof value !== 'number') throw invalidType(name, 'number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0 || value > max) throw outOfRange(name, `>= 0 && <= ${max}`, value);
  return value;
}

/** Node's `indexOf` and `lastIndexOf`; what it searches from counts from the end where it is negative. */
function find(bytes: Bytes, value: unknown, given: unknown, encoding: unknown, forward: boolean): number {
  let name = encoding;
  let start = given;
  if (typeof start === 'string') {
    name = start;
    start = undefined;
  }
  let from = Math.trunc(Math.min(Math.max(Number(start), -0x80000000), 0x7fffffff));
  if (Number.isNaN(from) || start === undefined) from = forward ? 0 : bytes.length;
  if (from < 0) from += bytes.length;
  if (typeof value === 'number') return findByte(bytes, value, from, forward);
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) {
    throw invalidType('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
  }
  if (typeof value === 'string' && !encodingOf(name)) throw unknownEncoding(name);
  const sought = bytesOf(value, name);
  if (sought.length === 0) return Math.min(Math.max(from, 0), bytes.length);
  return findBytes(bytes, sought, from, forward);
}

function findByte(bytes: Bytes, value: number, from: number, forward: boolean): number {
  const { indexOf: first, lastIndexOf: last } = Uint8Array.prototype;
  if (forward) return first.call(bytes, value & 255, Math.max(from, 0));
  return from < 0 ? -1 : last.call(bytes, value & 255, from);
}

function findBytes(bytes: Bytes, sought: Bytes, from: number, forward: boolean): number {
  const last = bytes.length - sought.length;
  if (last < 0) return -1;
  if (forward) return from > last ? -1 : indexOf(bytes, sought, Math.max(from, 0));
  return from < 0 ? -1 : lastIndexOf(bytes, sought, Math.min(from, last));
}

function swapper(size: number) {
  return function <T extends Bytes>(this: T): T {
    if (this.length % size !== 0) {
      const message = `Buffer size must be a multiple of ${size * 8}-bits`;
      throw coded(RangeError, 'ERR_INVALID_BUFFER_SIZE', message);
    }
    for (let i = 0; i < this.length; i += size) this.subarray(i, i + size).reverse();
    return this;
  };
}

function fill<T extends Bytes>(this: T, value: unknown, ...rest: unknown[]): T {
  let [offset, end, encoding] = rest;
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string')
      [encoding, offset, end] = [offset, undefined, undefined];
    else if (typeof end === 'string') [encoding, end] = [end, undefined];
    if (encoding !== undefined && typeof encoding !== 'string')
      throw invalidType('encoding', 'string', encoding);
    if (encoding !== undefined && !encodingOf(encoding)) throw unknownEncoding(encoding);
  }
  const from = offset === undefined ? 0 : offsetOf(offset, 'offset', MAX_LENGTH);
  const to = offset === undefined || end === undefined ? this.length : offsetOf(end, 'end', this.length);
  if (from >= to) return this;
  const pattern =
    typeof value === 'string' || value instanceof Uint8Array ? bytesOf(value, encoding) : undefined;
  if (!pattern) Uint8Array.prototype.fill.call(this, Number(value) & 255, from, to);
  else if (pattern.length === 0) {
    if (typeof value !== 'string' || value !== '') {
      const text = `The argument 'value' is invalid. Received ${typeof value === 'string' ? `'${value}'` : '<Buffer >'}`;
      throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', text);
    }
    Uint8Array.prototype.fill.call(this, 0, from, to);
  } else repeat(this, pattern, from, to);
  return this;
}

function repeat(bytes: Bytes, pattern: Bytes, from: number, to: number): void {
  bytes.set(pattern.subarray(0, to - from), from);
  let filled = Math.min(pattern.length, to - from);
  while (from + filled < to) {
    bytes.copyWithin(from + filled, from, Math.min(from + filled, to - filled));
    filled *= 2;
  }
}

/** Node takes what is beyond the end of the target as an order for nothing. */
function copy(this: Bytes, target: Bytes, targetStart?: unknown, start?: unknown, end?: unknown): number {
  if (!ArrayBuffer.isView(target)) throw invalidType('target', ['Buffer', 'Uint8Array'], target);
  const at = whole(targetStart, 0);
  if (at < 0) throw outOfRange('targetStart', '>= 0', at);
  const from = whole(start, 0);
  if (from < 0 || from > this.length) throw outOfRange('sourceStart', `>= 0 && <= ${this.length}`, from);
  const to = end === undefined ? this.length : whole(end, 0);
  if (to < 0) throw outOfRange('sourceEnd', '>= 0', to);
  if (at >= target.length || from >= to) return 0;
  const count = Math.min(to - from, target.length - at, this.length - from);
  target.set(count === this.length ? this : Uint8Array.prototype.subarray.call(this, from, from + count), at);
  return count;
}

function whole(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  return Math.trunc(Number(value)) || 0;
}

function compareParts(this: Bytes, target: Bytes, ...bounds: unknown[]): number {
  if (!(target instanceof Uint8Array)) throw invalidType('target', ['Buffer', 'Uint8Array'], target);
  if (bounds.length === 0) return compare(this, target);
  const [start, end, ownStart, ownEnd] = bounds;
  const max = Number.MAX_SAFE_INTEGER;
  const from = start === undefined ? 0 : offsetOf(start, 'targetStart', max);
  const to = end === undefined ? target.length : offsetOf(end, 'targetEnd', target.length);
  const ownFrom = ownStart === undefined ? 0 : offsetOf(ownStart, 'sourceStart', max);
  const ownTo = ownEnd === undefined ? this.length : offsetOf(ownEnd, 'sourceEnd', this.length);
  if (ownFrom >= ownTo) return from >= to ? 0 : -1;
  if (from >= to) return 1;
  return compare(plain(this, ownFrom, ownTo), plain(target, from, to));
}

function plain(bytes: Bytes, from: number, to: number): Bytes {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from);
}

export const methods = {
  copy,
  fill,
  equals(this: Bytes, other: Bytes): boolean {
    if (!(other instanceof Uint8Array)) throw invalidType('otherBuffer', ['Buffer', 'Uint8Array'], other);
    return this === other || equal(this, other);
  },
  compare: compareParts,
  indexOf(this: Bytes, value: Sought, from?: unknown, encoding?: unknown): number {
    return find(this, value, from, encoding, true);
  },
  lastIndexOf(this: Bytes, value: Sought, from?: unknown, encoding?: unknown): number {
    return find(this, value, from, encoding, false);
  },
  includes(this: Bytes, value: Sought, from?: unknown, encoding?: unknown): boolean {
    return find(this, value, from, encoding, true) !== -1;
  },
  toJSON(this: Bytes): { type: 'Buffer'; data: number[] } {
    return { type: 'Buffer', data: Array.from(this) };
  },
  swap16: swapper(2),
  swap32: swapper(4),
  swap64: swapper(8),
};

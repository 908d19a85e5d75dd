// Makes Buffers: from text, from bytes, empty ones, one of many.

import { coded, invalidType, nodeError, outOfRange, unknownEncoding } from '../errors.ts';
import { MAX_LENGTH } from './bounds.ts';
import { ENCODINGS, type Encoding, encodingOf } from './encodings.ts';
import { methods } from './methods.ts';

type Bytes = Uint8Array;

const LISTED = ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'];

/** What every Buffer is made by; `Buffer` itself must work without `new`. */
export class FastBuffer extends Uint8Array {}

export function from(value: unknown, encodingOrOffset?: unknown, length?: unknown): Bytes {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (value instanceof ArrayBuffer || isShared(value))
      return fromArrayBuffer(value, encodingOrOffset, length);
    const primitive = (value as { valueOf?: () => unknown }).valueOf?.();
    const usable = primitive !== value && primitive !== null && primitive !== undefined;
    if (usable && (typeof primitive === 'string' || typeof primitive === 'object')) {
      return from(primitive, encodingOrOffset, length);
    }
    const made = fromObject(value);
    if (made) return made;
    const toPrimitive = (value as { [Symbol.toPrimitive]?: (hint: string) => unknown })[Symbol.toPrimitive];
    if (typeof toPrimitive === 'function') {
      const text = toPrimitive.call(value, 'string');
      if (typeof text === 'string') return fromString(text, encodingOrOffset);
    }
  }
  throw nodeError('ERR_INVALID_ARG_TYPE', 'first argument', LISTED, value);
}

function isShared(value: unknown): value is ArrayBuffer {
  return typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer;
}

function fromString(text: string, encoding: unknown): Bytes {
  const found = typeof encoding === 'string' && encoding !== '' ? encodingOf(encoding) : ENCODINGS.utf8;
  if (!found) throw unknownEncoding(encoding);
  return adopt(found.encode(text));
}

/** Bytes that nobody else has, as a Buffer. */
function adopt(bytes: Bytes): Bytes {
  return new FastBuffer(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);
}

function fromArrayBuffer(value: ArrayBuffer, byteOffset: unknown, length: unknown): Bytes {
  const offset = byteOffset === undefined ? 0 : Number(byteOffset) || 0;
  const most = value.byteLength - offset;
  if (most < 0) throw outside('offset');
  let size = most;
  if (length !== undefined) {
    size = Math.max(Number(length) || 0, 0);
    if (size > most) throw outside('length');
  }
  return new FastBuffer(value, offset, size);
}

function outside(name: string): Error {
  return coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', `"${name}" is outside of buffer bounds`);
}

function fromObject(value: object): Bytes | undefined {
  const { length, buffer, type, data } = value as {
    length?: unknown;
    buffer?: unknown;
    type?: unknown;
    data?: unknown;
  };
  if (length !== undefined || buffer instanceof ArrayBuffer || isShared(buffer)) {
    if (typeof length !== 'number') return new FastBuffer(0);
    return fromArrayLike(value as ArrayLike<number>);
  }
  return type === 'Buffer' && Array.isArray(data) ? fromArrayLike(data) : undefined;
}

export function fromArrayLike(items: ArrayLike<number>): Bytes {
  const bytes = new FastBuffer(Math.max(items.length, 0));
  if (bytes.length > 0) bytes.set(items);
  return bytes;
}

export function allocate(size: unknown): Bytes {
  if (typeof size !== 'number') throw invalidType('size', 'number', size);
  if (!(size >= 0 && size <= MAX_LENGTH)) throw outOfRange('size', `>= 0 && <= ${MAX_LENGTH}`, size);
  return new FastBuffer(size);
}

export function alloc(size: number, fill?: unknown, encoding?: unknown): Bytes {
  const bytes = allocate(size);
  if (fill === undefined || fill === 0 || size <= 0) return bytes;
  if (encoding !== undefined && typeof encoding !== 'string')
    throw invalidType('encoding', 'string', encoding);
  return methods.fill.call(bytes, fill, encoding);
}

export function concat(list: readonly Bytes[], length?: number): Bytes {
  if (!Array.isArray(list)) throw invalidType('list', 'Array', list);
  let total = length;
  if (total === undefined) {
    total = 0;
    for (const { length: each } of list) if (each) total += each;
  } else {
    if (typeof total !== 'number') throw invalidType('length', 'number', total);
    if (!Number.isInteger(total)) throw outOfRange('length', 'an integer', total);
    if (total < 0) throw outOfRange('length', `>= 0 && <= ${Number.MAX_SAFE_INTEGER}`, total);
  }
  const bytes = new FastBuffer(total);
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    const part = list[i];
    if (!(part instanceof Uint8Array)) throw invalidType(`list[${i}]`, ['Buffer', 'Uint8Array'], part);
    const room = total - at;
    if (part.length > room) {
      bytes.set(Uint8Array.prototype.subarray.call(part, 0, room), at);
      return bytes;
    }
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function byteLength(value: unknown, encoding?: unknown): number {
  if (typeof value === 'string') {
    const found: Encoding | undefined = encoding ? encodingOf(encoding) : undefined;
    return (found ?? ENCODINGS.utf8).byteLength(value);
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || isShared(value)) return value.byteLength;
  throw nodeError('ERR_INVALID_ARG_TYPE', 'string', ['string', 'Buffer', 'ArrayBuffer'], value);
}

export function copyBytesFrom(
  view: ArrayBufferView & ArrayLike<unknown>,
  offset?: number,
  length?: number,
): Bytes {
  if (!ArrayBuffer.isView(view) || view instanceof DataView) {
    throw invalidType('view', ['TypedArray'], view);
  }
  const start = offset === undefined ? 0 : whole(offset, 'offset');
  if (start >= view.length) return new FastBuffer(0);
  const end = length === undefined ? view.length : Math.min(start + whole(length, 'length'), view.length);
  const size = view.byteLength / view.length;
  const bytes = new Uint8Array(view.buffer, view.byteOffset + start * size, (end - start) * size);
  return fromArrayLike(bytes);
}

function whole(value: unknown, name: string): number {
  if (typeof value !== 'number') throw invalidType(name, 'number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0) throw outOfRange(name, `>= 0 && <= ${Number.MAX_SAFE_INTEGER}`, value);
  return value;
}

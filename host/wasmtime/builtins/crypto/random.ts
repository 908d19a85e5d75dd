// Random bytes, numbers and UUIDs of node:crypto, all from wasi:random. Nothing is kept from the time when the
// component is made: what is drawn there would be the same in every run.

import { getRandomBytes } from 'wasi:random/random@0.2.12';
import buffer from '../buffer.ts';
import { invalidType, outOfRange, validateFunction, validateObject } from '../errors.ts';

type Bytes = Uint8Array;
type Callback<T> = (error: Error | null, value?: T) => void;

const { Buffer: BufferClass } = buffer;
const Buffer = BufferClass as unknown as { alloc(size: number): Bytes };
const LONGEST = 2 ** 31 - 1;
/** As much as is asked for at a time. */
const AT_ONCE = 65536;
const SAFE_RANGE = 2 ** 48;

/** Fills those bytes. */
export function fillRandom(bytes: Bytes): void {
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    bytes.set(getRandomBytes(Math.min(AT_ONCE, bytes.length - at)), at);
  }
}

export function randomBytes(size: number, callback?: Callback<Bytes>): Bytes | undefined {
  checkSize(size, 'size', LONGEST);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = Buffer.alloc(size);
  fillRandom(bytes);
  if (callback === undefined) return bytes;
  setImmediate(callback, null, bytes);
  return undefined;
}

function checkSize(size: unknown, name: string, most: number): void {
  if (typeof size !== 'number') throw invalidType(name, 'number', size);
  if (!(size >= 0 && size <= most)) throw outOfRange(name, `>= 0 && <= ${most}`, size);
}

/** The bytes of any view or buffer. */
function bytesOf(value: unknown): Bytes {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw invalidType('buf', ['ArrayBuffer', 'ArrayBufferView'], value);
}

export function randomFillSync<T>(target: T, offset = 0, size?: number): T {
  const bytes = bytesOf(target);
  const unit = (target as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  checkSize(offset, 'offset', bytes.length);
  const from = offset * unit;
  const length = size === undefined ? bytes.length - from : size * unit;
  checkSize(length, 'size', LONGEST);
  if (from + length > bytes.length) throw outOfRange('size + offset', `<= ${bytes.length}`, from + length);
  fillRandom(bytes.subarray(from, from + length));
  return target;
}

export function randomFill<T>(target: T, ...rest: unknown[]): void {
  const callback = rest.pop();
  validateFunction(callback, 'callback');
  const [offset, size] = rest as [number?, number?];
  const filled = randomFillSync(target, offset, size);
  setImmediate(callback as (error: null, value: T) => void, null, filled);
}

/** From `min`, 0 unless given, to below `max`; each as likely as any other. */
export function randomInt(...args: unknown[]): number | undefined {
  const callback = typeof args[args.length - 1] === 'function' ? (args.pop() as Callback<number>) : undefined;
  const [min, max] = args.length < 2 ? [0, args[0]] : args;
  if (callback === undefined && args.length > 2 && args[2] !== undefined)
    validateFunction(args[2], 'callback');
  if (!Number.isSafeInteger(min)) throw invalidType('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw invalidType('max', 'a safe integer', max);
  const [from, to] = [min as number, max as number];
  if (to <= from) throw outOfRange('max', `greater than the value of "min" (${from})`, to);
  const range = to - from;
  if (range > SAFE_RANGE - 1) {
    throw outOfRange(args.length < 2 ? 'max' : 'max - min', `<= ${SAFE_RANGE - 1}`, range);
  }
  const value = from + below(range);
  if (!callback) return value;
  globalThis.process.nextTick(callback, undefined, value);
  return undefined;
}

function below(range: number): number {
  // Numbers above the last multiple of the range would make small ones likelier.
  const limit = SAFE_RANGE - (SAFE_RANGE % range);
  for (;;) {
    let value = 0;
    for (const byte of getRandomBytes(6)) value = value * 256 + byte;
    if (value < limit) return value % range;
  }
}

const UUID_BYTES = 16;

export function randomUUID(options?: { disableEntropyCache?: boolean }): string {
  if (options !== undefined) validateObject(options, 'options');
  const bytes = getRandomBytes(UUID_BYTES);
  // RFC 9562 5.4: version 4, variant 10
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Of webcrypto: whole numbers only, and no more than 65,536 bytes. */
export function getRandomValues<T>(target: T): T {
  if (!ArrayBuffer.isView(target) || /^(Float|Data)/.test(Object.prototype.toString.call(target).slice(8))) {
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (target.byteLength > AT_ONCE) {
    const message = `The requested length exceeds ${AT_ONCE} bytes`;
    throw new DOMException(message, 'QuotaExceededError');
  }
  fillRandom(bytesOf(target));
  return target;
}

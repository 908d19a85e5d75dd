// node:buffer. Bytes become text and numbers by what the engine does natively (buffer/binary.ts), since loops over
// bytes are what an interpreter is slowest at.

import { called } from '../../net/callable.ts';
import { CUSTOM_INSPECT } from '../../net/shown-value.ts';
import { toHex } from './buffer/binary.ts';
import { MAX_LENGTH } from './buffer/bounds.ts';
import {
  alloc,
  allocate,
  byteLength,
  concat,
  copyBytesFrom,
  FastBuffer,
  from,
  fromArrayLike,
} from './buffer/creating.ts';
import { encodingOf } from './buffer/encodings.ts';
import { floats } from './buffer/floats.ts';
import { integers } from './buffer/integers.ts';
import { methods } from './buffer/methods.ts';
import { compare } from './buffer/search.ts';
import { textMethods } from './buffer/text-methods.ts';
import { isAscii, isUtf8 } from './buffer/utf8.ts';
import { invalidType } from './errors.ts';

type Bytes = Uint8Array;

const MAX_STRING_LENGTH = 2 ** 30 - 1;
const constants = { MAX_LENGTH, MAX_STRING_LENGTH };

export function Buffer(value: unknown, encodingOrOffset?: unknown, length?: unknown): Bytes {
  if (typeof value !== 'number') return from(value, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string') throw invalidType('string', 'string', value);
  return allocate(value);
}

const statics = {
  poolSize: 8192,
  from(value: unknown, encodingOrOffset?: unknown, length?: unknown): Bytes {
    return from(value, encodingOrOffset, length);
  },
  copyBytesFrom,
  of(...items: number[]): Bytes {
    return fromArrayLike(items);
  },
  alloc,
  allocUnsafe(size: number): Bytes {
    return allocate(size);
  },
  allocUnsafeSlow(size: number): Bytes {
    return allocate(size);
  },
  isBuffer(value: unknown): boolean {
    return value instanceof FastBuffer;
  },
  compare(a: Bytes, b: Bytes): number {
    if (!(a instanceof Uint8Array)) throw invalidType('buf1', ['Buffer', 'Uint8Array'], a);
    if (!(b instanceof Uint8Array)) throw invalidType('buf2', ['Buffer', 'Uint8Array'], b);
    return a === b ? 0 : compare(a, b);
  },
  isEncoding(name: unknown): boolean {
    return typeof name === 'string' && name.length > 0 && encodingOf(name) !== undefined;
  },
  concat,
  byteLength,
};

/** From the end where it is negative. */
function bound(value: unknown, length: number): number {
  const whole = Math.trunc(Number(value)) || 0;
  return whole < 0 ? Math.max(whole + length, 0) : Math.min(whole, length);
}

function subarray(this: Bytes, start?: unknown, end?: unknown): Bytes {
  const { length } = this;
  const first = start === undefined ? 0 : bound(start, length);
  const last = end === undefined ? length : bound(end, length);
  return new FastBuffer(this.buffer as ArrayBuffer, this.byteOffset + first, last > first ? last - first : 0);
}

interface Shown {
  inspect?(value: unknown, options: object): string;
  showHidden?: boolean;
}

/** `<Buffer 61 62>`; `inspect` shows what else it has. */
function inspect(this: Bytes, _depth?: unknown, options?: Shown): string {
  const shown = exported.INSPECT_MAX_BYTES;
  const hex = toHex(this.length > shown ? this.subarray(0, shown) : this).replace(/(..)(?=.)/g, '$1 ');
  const rest = this.length - shown;
  let text = hex + (rest > 0 ? ` ... ${rest} more byte${rest > 1 ? 's' : ''}` : '');
  const own = Object.entries(this).slice(this.length);
  if (own.length > 0 && options?.inspect) {
    const extras = options.inspect(Object.assign(Object.create(null), Object.fromEntries(own)), {
      ...options,
      breakLength: Infinity,
      compact: true,
    });
    text += `${text === '' ? '' : ', '}${extras.slice(extras.indexOf('{') + 2, -2)}`;
  }
  return `<${this.constructor.name} ${text}>`;
}

const prototype = FastBuffer.prototype as unknown as Record<PropertyKey, unknown>;
const all = { ...floats, ...integers, ...textMethods, ...methods, subarray, slice: subarray, inspect };
for (const [name, method] of Object.entries(all)) {
  prototype[name] = method;
  // Node has these by two names.
  if (/^(read|write)(Big)?UInt/.test(name)) prototype[name.replace('UInt', 'Uint')] = method;
}
prototype.toLocaleString = textMethods.toString;
prototype[CUSTOM_INSPECT] = inspect;
Object.defineProperties(prototype, {
  constructor: { value: Buffer, configurable: true, writable: true, enumerable: false },
  parent: {
    enumerable: true,
    get(this: unknown) {
      return this instanceof FastBuffer ? this.buffer : undefined;
    },
  },
  offset: {
    enumerable: true,
    get(this: unknown) {
      return this instanceof FastBuffer ? this.byteOffset : undefined;
    },
  },
});
called(Buffer, 'Buffer', 3);
Buffer.prototype = prototype;
Object.setPrototypeOf(Buffer, Uint8Array);
Object.assign(Buffer, statics);
Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, configurable: true });

function SlowBuffer(size: number): Bytes {
  return allocate(size);
}

function transcode(source: Bytes, fromEncoding: string, toEncoding: string): Bytes {
  if (!(source instanceof Uint8Array)) throw invalidType('source', ['Buffer', 'Uint8Array'], source);
  const names = ['utf8', 'utf16le', 'latin1', 'ascii'];
  const [before, after] = [encodingOf(fromEncoding), encodingOf(toEncoding)];
  if (!before || !after || !names.includes(before.name) || !names.includes(after.name)) {
    const error = new Error('Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]');
    throw Object.assign(error, { code: 'U_ILLEGAL_ARGUMENT_ERROR', errno: 1 });
  }
  const text = before.decode(source);
  const max = after.name === 'ascii' ? 0x7f : after.name === 'latin1' ? 0xff : 0x10ffff;
  const kept =
    max > 0xff ? text : Array.from(text, char => ((char.codePointAt(0) ?? 0) > max ? '?' : char)).join('');
  return from(kept, after.name);
}

function checked(value: unknown): Bytes {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw invalidType('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], value);
}

function resolveObjectURL(): undefined {
  return undefined;
}

const exported = {
  Buffer,
  SlowBuffer,
  transcode,
  isUtf8: (value: unknown) => isUtf8(checked(value)),
  isAscii: (value: unknown) => isAscii(checked(value)),
  kMaxLength: MAX_LENGTH,
  kStringMaxLength: MAX_STRING_LENGTH,
  btoa: (text: string) => globalThis.btoa(text),
  atob: (text: string) => globalThis.atob(text),
  constants,
  INSPECT_MAX_BYTES: 50,
  resolveObjectURL,
};

export default exported;

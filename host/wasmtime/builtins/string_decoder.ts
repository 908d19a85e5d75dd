// node:string_decoder. What comes in pieces is decoded by Buffer; here is only what waits for the rest of a character.
// node: src/string_decoder.cc

import { encodingOf } from './buffer/encodings.ts';
import buffer from './buffer.ts';
import { invalidType, unknownEncoding } from './errors.ts';

type Bytes = Uint8Array;
type BufferClass = { concat(list: Bytes[]): Bytes; alloc(size: number): Bytes };

const Buffer = buffer.Buffer as unknown as BufferClass;
const NONE = new Uint8Array(0);

/** How many bytes at the end begin a character, and how many the character has. */
type Tail = readonly [held: number, total: number];
const NO_TAIL: Tail = [0, 0];

function utf8Tail(bytes: Bytes): Tail {
  for (let held = 1; held <= Math.min(3, bytes.length); held++) {
    const byte = bytes[bytes.length - held];
    if (byte < 0x80) return NO_TAIL;
    if (byte < 0xc0) continue;
    const total = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf8 ? 4 : 0;
    return held < total ? [held, total] : NO_TAIL;
  }
  return NO_TAIL;
}

/** The first half of a pair waits for the second; `continued` is what begins with bytes that waited. */
function utf16Tail(bytes: Bytes, continued: boolean): Tail {
  const { length } = bytes;
  if (continued && length >= 2 && length < 4 && (bytes[1] & 0xfc) === 0xd8) return [length, 4];
  if (length % 2 === 1) return [1, 2];
  return length > 0 && (bytes[length - 1] & 0xfc) === 0xd8 ? [2, 4] : NO_TAIL;
}

function base64Tail(bytes: Bytes): Tail {
  const held = bytes.length % 3;
  return [held, held && 3];
}

const TAILS: Record<string, (bytes: Bytes, continued: boolean) => Tail> = {
  utf8: utf8Tail,
  utf16le: utf16Tail,
  base64: base64Tail,
  base64url: base64Tail,
};

function bytesOf(value: unknown): Bytes {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw invalidType('buf', ['Buffer', 'TypedArray', 'DataView'], value);
}

/** What waits, and the length of the character that it begins. */
interface State {
  held: Bytes;
  total: number;
}

interface Decoder {
  encoding: string;
  [kState]: State;
  write(piece: unknown): string;
}

const kState = Symbol('kNativeDecoder');

/** Programs inherit from it by calling it. */
function StringDecoder(this: Decoder, name?: unknown): void {
  const encoding = encodingOf(name || 'utf8');
  if (!encoding) throw unknownEncoding(name);
  this.encoding = encoding.name;
  this[kState] = { held: NONE, total: 0 };
}

function decode(decoder: Decoder, bytes: Bytes): string {
  return encodingOf(decoder.encoding)?.decode(bytes) ?? '';
}

/** Gives back what waited. */
function forget(decoder: Decoder): Bytes {
  const { held } = decoder[kState];
  decoder[kState] = { held: NONE, total: 0 };
  return held;
}

const methods = {
  write(this: Decoder, piece: unknown): string {
    if (typeof piece === 'string') return piece;
    const given = bytesOf(piece);
    const { held: before } = this[kState];
    const bytes = before.length === 0 ? given : Buffer.concat([before, given]);
    const [held, total] = TAILS[this.encoding]?.(bytes, before.length > 0) ?? NO_TAIL;
    if (held === 0) {
      if (before.length > 0) forget(this);
      return decode(this, bytes);
    }
    const end = bytes.length - held;
    this[kState] = { held: Uint8Array.prototype.slice.call(bytes, end), total };
    return decode(this, bytes.subarray(0, end));
  },

  end(this: Decoder, piece?: unknown): string {
    const text = piece === undefined ? '' : this.write(piece);
    const held = forget(this);
    return held.length === 0 ? text : text + decode(this, held);
  },

  text(this: Decoder, bytes: Bytes, offset: number): string {
    forget(this);
    return this.write(bytes.subarray(offset));
  },

  get lastChar(): Bytes {
    const bytes = Buffer.alloc(4);
    bytes.set((this as unknown as Decoder)[kState].held);
    return bytes;
  },

  get lastNeed(): number {
    const { held, total } = (this as unknown as Decoder)[kState];
    return total - held.length;
  },

  get lastTotal(): number {
    return (this as unknown as Decoder)[kState].total;
  },
};

Object.defineProperties(StringDecoder.prototype, Object.getOwnPropertyDescriptors(methods));

export default { StringDecoder };

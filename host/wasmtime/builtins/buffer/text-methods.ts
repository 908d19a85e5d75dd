// The methods of Buffer that make text of bytes and bytes of text.

import { coded, invalidType, outOfRange, unknownEncoding } from '../errors.ts';
import { ENCODINGS, type Encoding, encodingOf } from './encodings.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

type Bytes = Uint8Array;

/** Uint8Array's own: a plain view, whatever class the bytes are of. */
function part(bytes: Bytes, start: number, end: number): Bytes {
  if (start === 0 && end === bytes.length) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

function write(this: Bytes, text: unknown, offset?: unknown, length?: unknown, encoding?: unknown): number {
  if (typeof text !== 'string') throw invalidType('argument', 'string', text);
  let from = 0;
  let room = this.length;
  let name: unknown = encoding;
  if (length === undefined && typeof offset === 'string') name = offset;
  else if (offset === undefined) name = undefined;
  else {
    from = index(offset, 'offset', this.length);
    room = this.length - from;
    if (typeof length === 'string') name = length;
    else if (length !== undefined) room = Math.min(room, index(length, 'length', this.length));
  }
  const found = name ? encodingOf(name) : ENCODINGS.utf8;
  if (!found) throw unknownEncoding(name);
  return writeAs(found, this, text, from, room);
}

/** An integer from 0 to `max`. */
function index(value: unknown, name: string, max: number): number {
  if (typeof value !== 'number') throw invalidType(name, 'number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0 || value > max) throw outOfRange(name, `>= 0 && <= ${max}`, value);
  return value;
}

function writeAs(encoding: Encoding, bytes: Bytes, text: string, offset: number, room: number): number {
  const encoded = encoding.encode(text);
  if (encoded.length <= room) {
    bytes.set(encoded, offset);
    return encoded.length;
  }
  const end = encoding.cut(encoded, room);
  bytes.set(encoded.subarray(0, end), offset);
  return end;
}

/** As Node's conversion of such arguments: what is no number is 0. */
function position(value: unknown, length: number): number {
  if (typeof value === 'number' && value >= 0 && value <= length) return Math.trunc(value);
  const whole = Math.trunc(Number(value)) || 0;
  return Math.min(Math.max(whole, 0), length);
}

function toText(this: Bytes, encoding?: unknown, start?: unknown, end?: unknown): string {
  const { length } = this;
  const from = start === undefined ? 0 : position(start, length);
  const to = end === undefined ? length : position(end, length);
  // What protocols read all the time is not asked for by name first.
  if ((encoding === 'utf8' || encoding === 'utf-8' || encoding === undefined) && from < to) {
    return decodeUtf8(new Uint8Array(this.buffer, this.byteOffset + from, to - from));
  }
  const found = encodingOf(encoding);
  if (to <= from) return '';
  if (!found) throw unknownEncoding(encoding);
  return found.decode(part(this, from, to));
}

function slicer(name: keyof typeof ENCODINGS) {
  const { decode } = ENCODINGS[name];
  return function (this: Bytes, start = 0, end = this.length): string {
    const to = Math.min(end, this.length);
    if (start < 0 || start > this.length) {
      throw coded(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
    }
    return to <= start ? '' : decode(part(this, start, to));
  };
}

function writer(name: keyof typeof ENCODINGS) {
  const encoding = ENCODINGS[name];
  return function (this: Bytes, text: string, offset = 0, length = this.length - offset): number {
    if (typeof text !== 'string') throw invalidType('argument', 'string', text);
    if (offset < 0 || offset > this.length) {
      throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
    }
    return writeAs(encoding, this, text, offset, Math.min(length, this.length - offset));
  };
}

/** Bytes of a text, or of what is bytes already; for searching and filling. */
export function bytesOf(value: string | Bytes, encoding: unknown): Bytes {
  if (typeof value !== 'string') return value;
  const found = encodingOf(encoding);
  if (!found) throw unknownEncoding(encoding);
  return found === ENCODINGS.utf8 ? encodeUtf8(value) : found.encode(value);
}

export const textMethods = {
  write,
  toString: toText,
  asciiSlice: slicer('ascii'),
  base64Slice: slicer('base64'),
  base64urlSlice: slicer('base64url'),
  latin1Slice: slicer('latin1'),
  hexSlice: slicer('hex'),
  ucs2Slice: slicer('utf16le'),
  utf8Slice: slicer('utf8'),
  asciiWrite: writer('ascii'),
  base64Write: writer('base64'),
  base64urlWrite: writer('base64url'),
  latin1Write: writer('latin1'),
  hexWrite: writer('hex'),
  ucs2Write: writer('utf16le'),
  utf8Write: writer('utf8'),
};

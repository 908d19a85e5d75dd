// The encodings of Buffer: what bytes are as text, what text is as bytes, and how many they are.

import { fromBase64, fromBinary, fromHex, toBase64, toBase64Url, toBinary, toHex } from './binary.ts';
import { decodeUtf8, encodeUtf8, utf8Binary } from './utf8.ts';

export interface Encoding {
  readonly name: string;
  decode(bytes: Uint8Array): string;
  encode(text: string): Uint8Array;
  /** As `Buffer.byteLength` has it: of base64 and hex a guess. */
  byteLength(text: string): number;
  /** The bytes of which `room` take no part of a character without the rest. */
  cut(bytes: Uint8Array, room: number): number;
}

const byByte = (_: Uint8Array, room: number) => room;

const utf8: Encoding = {
  name: 'utf8',
  decode: decodeUtf8,
  encode: encodeUtf8,
  byteLength: text => utf8Binary(text).length,
  cut: (bytes, room) => {
    let end = room;
    while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--;
    return end;
  },
};

const utf16le: Encoding = {
  name: 'utf16le',
  decode: bytes => {
    const copy = bytes.slice(0, bytes.length & ~1);
    const units = new Uint16Array(copy.buffer, copy.byteOffset, copy.length / 2);
    let text = '';
    for (let i = 0; i < units.length; i += UNITS) {
      text += String.fromCharCode.apply(null, units.subarray(i, i + UNITS) as unknown as number[]);
    }
    return text;
  },
  encode: text => {
    const units = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
    return new Uint8Array(units.buffer);
  },
  byteLength: text => text.length * 2,
  cut: (_, room) => room & ~1,
};

const UNITS = 4096;

const latin1: Encoding = {
  name: 'latin1',
  decode: toBinary,
  encode: text => {
    const wide = text.search(/[^\0-\xff]/);
    return fromBinary(wide < 0 ? text : text.replace(/[^\0-\xff]/g, lowByte));
  },
  byteLength: text => text.length,
  cut: byByte,
};

function lowByte(unit: string): string {
  return String.fromCharCode(unit.charCodeAt(0) & 0xff);
}

const ascii: Encoding = {
  ...latin1,
  name: 'ascii',
  decode: bytes =>
    toBinary(bytes).replace(/[\x80-\xff]/g, char => String.fromCharCode(char.charCodeAt(0) & 127)),
};

const base64: Encoding = {
  name: 'base64',
  decode: toBase64,
  encode: fromBase64,
  byteLength: text => {
    let { length } = text;
    if (text.charCodeAt(length - 1) === EQUALS_SIGN) length--;
    if (length > 1 && text.charCodeAt(length - 1) === EQUALS_SIGN) length--;
    return (length * 3) >>> 2;
  },
  cut: byByte,
};

const EQUALS_SIGN = 0x3d;

const base64url: Encoding = { ...base64, name: 'base64url', decode: toBase64Url };

const hex: Encoding = {
  name: 'hex',
  decode: toHex,
  encode: fromHex,
  byteLength: text => text.length >>> 1,
  cut: byByte,
};

const BY_NAME = new Map<string, Encoding>([
  ['utf8', utf8],
  ['utf-8', utf8],
  ['ucs2', utf16le],
  ['ucs-2', utf16le],
  ['utf16le', utf16le],
  ['utf-16le', utf16le],
  ['latin1', latin1],
  ['binary', latin1],
  ['ascii', ascii],
  ['base64', base64],
  ['base64url', base64url],
  ['hex', hex],
]);

/** By any name that Node knows it by. Undefined for others. */
export function encodingOf(name: unknown): Encoding | undefined {
  if (name === undefined || name === 'utf8') return utf8;
  return BY_NAME.get(name as string) ?? BY_NAME.get(`${name}`.toLowerCase());
}

export const ENCODINGS = { ascii, base64, base64url, hex, latin1, utf8, utf16le };

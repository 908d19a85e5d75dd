// UTF-8. `escape` and `decodeURIComponent` together decode it natively, as `unescape` and `encodeURIComponent` encode
// it; what is not well-formed takes the long way, with U+FFFD for each maximal part (WHATWG Encoding 4.1).

import { fromBinary, toBinary } from './binary.ts';

/** Up to this length it is cheaper to make characters of the bytes one by one. */
const SHORT = 64;
const SCRATCH = 8192;
const WORD = 4;
const STEP = 8;
const HIGH_BITS = 0x80808080 | 0;
const REPLACEMENT = 0xfffd;
const NOT_ASCII = /[^\0-\x7f]/;
const fromCharCode = String.fromCharCode;

const scratch = new Uint8Array(SCRATCH);
const words = new Int32Array(scratch.buffer);

export function decodeUtf8(bytes: Uint8Array): string {
  const short = bytes.length <= SHORT;
  const binary = short ? fromCharCode.apply(null, bytes as unknown as number[]) : toBinary(bytes);
  if (short ? !NOT_ASCII.test(binary) : isAscii(bytes)) return binary;
  try {
    return decodeURIComponent(escape(binary));
  } catch {
    return decodeReplacing(bytes);
  }
}

export function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += SCRATCH) {
    const part = bytes.length <= SCRATCH ? bytes : bytes.subarray(at, at + SCRATCH);
    scratch.set(part);
    const end = Math.ceil(part.length / (WORD * STEP)) * STEP;
    scratch.fill(0, part.length, end * WORD);
    let all = 0;
    for (let i = 0; i < end; i += STEP) {
      all |= words[i] | words[i + 1] | words[i + 2] | words[i + 3];
      all |= words[i + 4] | words[i + 5] | words[i + 6] | words[i + 7];
    }
    if ((all & HIGH_BITS) !== 0) return false;
  }
  return true;
}

export function isUtf8(bytes: Uint8Array): boolean {
  if (isAscii(bytes)) return true;
  try {
    decodeURIComponent(escape(toBinary(bytes)));
    return true;
  } catch {
    return false;
  }
}

/** How the bytes that may follow a first byte are bounded. */
interface Lead {
  needed: number;
  bits: number;
  lower: number;
  upper: number;
}

function leadOf(byte: number): Lead | undefined {
  if (byte >= 0xc2 && byte <= 0xdf) return { needed: 1, bits: byte & 0x1f, lower: 0x80, upper: 0xbf };
  if (byte >= 0xe0 && byte <= 0xef) {
    const lower = byte === 0xe0 ? 0xa0 : 0x80;
    return { needed: 2, bits: byte & 0xf, lower, upper: byte === 0xed ? 0x9f : 0xbf };
  }
  if (byte >= 0xf0 && byte <= 0xf4) {
    const lower = byte === 0xf0 ? 0x90 : 0x80;
    return { needed: 3, bits: byte & 7, lower, upper: byte === 0xf4 ? 0x8f : 0xbf };
  }
  return undefined;
}

function decodeReplacing(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i++];
    const lead = byte < 0x80 ? undefined : leadOf(byte);
    if (!lead) {
      parts.push(fromCharCode(byte < 0x80 ? byte : REPLACEMENT));
      continue;
    }
    let { needed, bits, lower, upper } = lead;
    for (; needed > 0 && bytes[i] >= lower && bytes[i] <= upper; needed--) {
      bits = (bits << 6) | (bytes[i++] & 0x3f);
      lower = 0x80;
      upper = 0xbf;
    }
    parts.push(needed === 0 ? String.fromCodePoint(bits) : fromCharCode(REPLACEMENT));
  }
  return parts.join('');
}

let lastText = '';
let lastBinary = '';

/**
 * The bytes of the text as characters. Programs ask for the length of a text in bytes and then write it: the last
 * text is remembered.
 */
export function utf8Binary(text: string): string {
  if (text === lastText) return lastBinary;
  let binary = text;
  try {
    if (NOT_ASCII.test(text)) binary = unescape(encodeURIComponent(text));
  } catch {
    binary = unescape(encodeURIComponent(replaceLoneSurrogates(text)));
  }
  lastText = text;
  lastBinary = binary;
  return binary;
}

export function encodeUtf8(text: string): Uint8Array {
  return fromBinary(utf8Binary(text));
}

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function replaceLoneSurrogates(text: string): string {
  return text.replace(LONE, '\ufffd');
}

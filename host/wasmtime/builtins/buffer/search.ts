// Where bytes are equal: comparing two buffers, finding one in another. The long ways go through text, whose
// comparison and search are native.

import { toBase64, toBinary, toHex } from './binary.ts';

/** Below this a loop is faster. */
const SHORT = 12;
/** So many places where the first byte is found are looked at before the search goes through text. */
const LOOKS = 8;

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  const { length } = a;
  if (length !== b.length) return false;
  if (length > SHORT) return toBase64(a) === toBase64(b);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** -1, 0 or 1. Hexadecimal digits are in the order of the bytes. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
    if (i === SHORT) return order(toHex(a), toHex(b));
  }
  return order(a.length, b.length);
}

function order<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Where `sought`, of at least one byte, is first found from `from` on; -1 where it is not. */
export function indexOf(bytes: Uint8Array, sought: Uint8Array, from: number): number {
  const [first] = sought;
  let at = indexOfByte.call(bytes, first, from);
  if (sought.length === 1) return at;
  for (let looks = 0; at >= 0; at = indexOfByte.call(bytes, first, at + 1)) {
    if (at + sought.length > bytes.length) return -1;
    if (startsAt(bytes, sought, at)) return at;
    if (++looks < LOOKS) continue;
    const found = toBinary(bytes.subarray(at)).indexOf(toBinary(sought));
    return found < 0 ? -1 : at + found;
  }
  return -1;
}

/** Where `sought` is last found that begins at `from` or before. */
export function lastIndexOf(bytes: Uint8Array, sought: Uint8Array, from: number): number {
  if (sought.length === 1) return lastIndexOfByte.call(bytes, sought[0], from);
  return toBinary(bytes.subarray(0, from + sought.length)).lastIndexOf(toBinary(sought), from);
}

const { indexOf: indexOfByte, lastIndexOf: lastIndexOfByte } = Uint8Array.prototype;

function startsAt(bytes: Uint8Array, sought: Uint8Array, at: number): boolean {
  for (let i = 1; i < sought.length; i++) if (bytes[at + i] !== sought[i]) return false;
  return true;
}

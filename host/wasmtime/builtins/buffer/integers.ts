// The integers in a Buffer. Those of one, two and four bytes are written out: protocols read them all the time.

import { badPlace, badValue, checkPlace } from './bounds.ts';

type Bytes = Uint8Array;

/** Throws unless the integer is one of `size` bytes and fits at `offset`. NaN is none, but written as 0. */
function check(bytes: Bytes, value: number, offset: number, size: number, signed: boolean): void {
  // Node looks at a single byte's place before its value.
  if (size === 1 && typeof offset !== 'number') badPlace(offset, 0);
  const span = 2 ** (size * 8);
  const min = signed ? -span / 2 : 0;
  if (value < min || value >= min + span) badValue(value, size, signed);
  checkPlace(bytes, offset, size);
}

function putLittle(bytes: Bytes, value: number, offset: number, size: number): number {
  let rest = value;
  for (let i = 0; i < size; i++) {
    bytes[offset + i] = rest;
    rest = Math.floor(rest / 256);
  }
  return offset + size;
}

function putBig(bytes: Bytes, value: number, offset: number, size: number): number {
  let rest = value;
  for (let i = size - 1; i >= 0; i--) {
    bytes[offset + i] = rest;
    rest = Math.floor(rest / 256);
  }
  return offset + size;
}

/** The size given to the methods that take any. */
function checkSize(size: unknown): void {
  if (typeof size !== 'number' || !(size >= 1 && size <= 6) || !Number.isInteger(size)) {
    badPlace(size, 6, 'byteLength');
  }
}

function getLittle(bytes: Bytes, offset: number, size: number): number {
  if (offset === undefined) badPlace(offset, 0);
  checkSize(size);
  checkPlace(bytes, offset, size);
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes[offset + i];
  return value;
}

function getBig(bytes: Bytes, offset: number, size: number): number {
  if (offset === undefined) badPlace(offset, 0);
  checkSize(size);
  checkPlace(bytes, offset, size);
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + bytes[offset + i];
  return value;
}

function signedOf(value: number, size: number): number {
  const half = 2 ** (size * 8 - 1);
  return value < half ? value : value - 2 * half;
}

export const integers = {
  readUInt8(this: Bytes, offset = 0): number {
    if (typeof offset !== 'number') badPlace(offset, 0);
    const value = this[offset];
    if (value === undefined) badPlace(offset, this.length - 1);
    return value;
  },
  readUInt16LE(this: Bytes, offset = 0): number {
    if (typeof offset !== 'number') badPlace(offset, 0);
    const last = this[offset + 1];
    if (last === undefined || this[offset] === undefined) checkPlace(this, offset, 2);
    return this[offset] | (last << 8);
  },
  readUInt16BE(this: Bytes, offset = 0): number {
    if (typeof offset !== 'number') badPlace(offset, 0);
    const last = this[offset + 1];
    if (last === undefined || this[offset] === undefined) checkPlace(this, offset, 2);
    return (this[offset] << 8) | last;
  },
  readUInt32LE(this: Bytes, offset = 0): number {
    if (typeof offset !== 'number') badPlace(offset, 0);
    const last = this[offset + 3];
    if (last === undefined || this[offset] === undefined) checkPlace(this, offset, 4);
    return (this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (last << 24)) >>> 0;
  },
  readUInt32BE(this: Bytes, offset = 0): number {
    if (typeof offset !== 'number') badPlace(offset, 0);
    const last = this[offset + 3];
    if (last === undefined || this[offset] === undefined) checkPlace(this, offset, 4);
    return ((this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | last) >>> 0;
  },
  readInt8(this: Bytes, offset = 0): number {
    if (typeof offset !== 'number') badPlace(offset, 0);
    const value = this[offset];
    if (value === undefined) badPlace(offset, this.length - 1);
    return (value << 24) >> 24;
  },
  readInt16LE(this: Bytes, offset = 0): number {
    if (typeof offset !== 'number') badPlace(offset, 0);
    const last = this[offset + 1];
    if (last === undefined || this[offset] === undefined) checkPlace(this, offset, 2);
    return ((this[offset] | (last << 8)) << 16) >> 16;
  },
  readInt16BE(this: Bytes, offset = 0): number {
    if (typeof offset !== 'number') badPlace(offset, 0);
    const last = this[offset + 1];
    if (last === undefined || this[offset] === undefined) checkPlace(this, offset, 2);
    return (((this[offset] << 8) | last) << 16) >> 16;
  },
  readInt32LE(this: Bytes, offset = 0): number {
    if (typeof offset !== 'number') badPlace(offset, 0);
    const last = this[offset + 3];
    if (last === undefined || this[offset] === undefined) checkPlace(this, offset, 4);
    return this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (last << 24);
  },
  readInt32BE(this: Bytes, offset = 0): number {
    if (typeof offset !== 'number') badPlace(offset, 0);
    const last = this[offset + 3];
    if (last === undefined || this[offset] === undefined) checkPlace(this, offset, 4);
    return (this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | last;
  },
  readUIntLE(this: Bytes, offset: number, byteLength: number): number {
    return getLittle(this, offset, byteLength);
  },
  readUIntBE(this: Bytes, offset: number, byteLength: number): number {
    return getBig(this, offset, byteLength);
  },
  readIntLE(this: Bytes, offset: number, byteLength: number): number {
    return signedOf(getLittle(this, offset, byteLength), byteLength);
  },
  readIntBE(this: Bytes, offset: number, byteLength: number): number {
    return signedOf(getBig(this, offset, byteLength), byteLength);
  },

  writeUInt8(this: Bytes, value: number, offset = 0): number {
    const number = +value;
    check(this, number, offset, 1, false);
    this[offset] = number;
    return offset + 1;
  },
  writeUInt16LE(this: Bytes, value: number, offset = 0): number {
    const number = +value;
    check(this, number, offset, 2, false);
    this[offset] = number;
    this[offset + 1] = number >>> 8;
    return offset + 2;
  },
  writeUInt16BE(this: Bytes, value: number, offset = 0): number {
    const number = +value;
    check(this, number, offset, 2, false);
    this[offset] = number >>> 8;
    this[offset + 1] = number;
    return offset + 2;
  },
  writeUInt32LE(this: Bytes, value: number, offset = 0): number {
    const number = +value;
    check(this, number, offset, 4, false);
    return putInt32LE(this, number, offset);
  },
  writeUInt32BE(this: Bytes, value: number, offset = 0): number {
    const number = +value;
    check(this, number, offset, 4, false);
    return putInt32BE(this, number, offset);
  },
  writeInt8(this: Bytes, value: number, offset = 0): number {
    const number = +value;
    check(this, number, offset, 1, true);
    this[offset] = number;
    return offset + 1;
  },
  writeInt16LE(this: Bytes, value: number, offset = 0): number {
    const number = +value;
    check(this, number, offset, 2, true);
    this[offset] = number;
    this[offset + 1] = number >>> 8;
    return offset + 2;
  },
  writeInt16BE(this: Bytes, value: number, offset = 0): number {
    const number = +value;
    check(this, number, offset, 2, true);
    this[offset] = number >>> 8;
    this[offset + 1] = number;
    return offset + 2;
  },
  writeInt32LE(this: Bytes, value: number, offset = 0): number {
    const number = +value;
    check(this, number, offset, 4, true);
    return putInt32LE(this, number, offset);
  },
  writeInt32BE(this: Bytes, value: number, offset = 0): number {
    const number = +value;
    check(this, number, offset, 4, true);
    return putInt32BE(this, number, offset);
  },
  writeUIntLE(this: Bytes, value: number, offset: number, byteLength: number): number {
    return putSized(this, value, offset, byteLength, false, putLittle);
  },
  writeUIntBE(this: Bytes, value: number, offset: number, byteLength: number): number {
    return putSized(this, value, offset, byteLength, false, putBig);
  },
  writeIntLE(this: Bytes, value: number, offset: number, byteLength: number): number {
    return putSized(this, value, offset, byteLength, true, putLittle);
  },
  writeIntBE(this: Bytes, value: number, offset: number, byteLength: number): number {
    return putSized(this, value, offset, byteLength, true, putBig);
  },
};

function putInt32LE(bytes: Bytes, value: number, offset: number): number {
  bytes[offset] = value;
  bytes[offset + 1] = value >>> 8;
  bytes[offset + 2] = value >>> 16;
  bytes[offset + 3] = value >>> 24;
  return offset + 4;
}

function putInt32BE(bytes: Bytes, value: number, offset: number): number {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
  return offset + 4;
}

function putSized(
  bytes: Bytes,
  value: number,
  offset: number,
  size: number,
  signed: boolean,
  put: typeof putLittle,
): number {
  checkSize(size);
  const number = +value;
  check(bytes, number, offset, size, signed);
  return put(bytes, number, offset, size);
}

// Floating point numbers and integers of eight bytes in a Buffer, by way of a DataView.

import { badValue, checkPlace } from './bounds.ts';

type Bytes = Uint8Array;

const eight = new Uint8Array(8);
const view = new DataView(eight.buffer);

function take(bytes: Bytes, offset: number, size: number): void {
  checkPlace(bytes, offset, size);
  for (let i = 0; i < size; i++) eight[i] = bytes[offset + i];
}

function put(bytes: Bytes, offset: number, size: number): number {
  checkPlace(bytes, offset, size);
  for (let i = 0; i < size; i++) bytes[offset + i] = eight[i];
  return offset + size;
}

function putBigInt(bytes: Bytes, value: bigint, offset: number, signed: boolean, little: boolean): number {
  const fits = signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value);
  if (fits !== value) badValue(value, 8, signed);
  view.setBigUint64(0, BigInt.asUintN(64, value), little);
  return put(bytes, offset, 8);
}

export const floats = {
  readFloatLE(this: Bytes, offset = 0): number {
    take(this, offset, 4);
    return view.getFloat32(0, true);
  },
  readFloatBE(this: Bytes, offset = 0): number {
    take(this, offset, 4);
    return view.getFloat32(0);
  },
  readDoubleLE(this: Bytes, offset = 0): number {
    take(this, offset, 8);
    return view.getFloat64(0, true);
  },
  readDoubleBE(this: Bytes, offset = 0): number {
    take(this, offset, 8);
    return view.getFloat64(0);
  },
  writeFloatLE(this: Bytes, value: number, offset = 0): number {
    view.setFloat32(0, +value, true);
    return put(this, offset, 4);
  },
  writeFloatBE(this: Bytes, value: number, offset = 0): number {
    view.setFloat32(0, +value);
    return put(this, offset, 4);
  },
  writeDoubleLE(this: Bytes, value: number, offset = 0): number {
    view.setFloat64(0, +value, true);
    return put(this, offset, 8);
  },
  writeDoubleBE(this: Bytes, value: number, offset = 0): number {
    view.setFloat64(0, +value);
    return put(this, offset, 8);
  },
  readBigUInt64LE(this: Bytes, offset = 0): bigint {
    take(this, offset, 8);
    return view.getBigUint64(0, true);
  },
  readBigUInt64BE(this: Bytes, offset = 0): bigint {
    take(this, offset, 8);
    return view.getBigUint64(0);
  },
  readBigInt64LE(this: Bytes, offset = 0): bigint {
    take(this, offset, 8);
    return view.getBigInt64(0, true);
  },
  readBigInt64BE(this: Bytes, offset = 0): bigint {
    take(this, offset, 8);
    return view.getBigInt64(0);
  },
  writeBigUInt64LE(this: Bytes, value: bigint, offset = 0): number {
    return putBigInt(this, value, offset, false, true);
  },
  writeBigUInt64BE(this: Bytes, value: bigint, offset = 0): number {
    return putBigInt(this, value, offset, false, false);
  },
  writeBigInt64LE(this: Bytes, value: bigint, offset = 0): number {
    return putBigInt(this, value, offset, true, true);
  },
  writeBigInt64BE(this: Bytes, value: bigint, offset = 0): number {
    return putBigInt(this, value, offset, true, false);
  },
};

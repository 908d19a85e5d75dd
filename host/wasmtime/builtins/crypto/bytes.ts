// Bytes as the functions of node:crypto take them.

import { encodingOf } from '../buffer/encodings.ts';
import buffer from '../buffer.ts';
import { invalidType } from '../errors.ts';

type Bytes = Uint8Array;

const { Buffer: BufferClass } = buffer;
const Buffer = BufferClass as unknown as {
  from(text: string, encoding?: string): Bytes;
  from(buffer: ArrayBufferLike, offset: number, length: number): Bytes;
};

export const VIEWS = ['Buffer', 'TypedArray', 'DataView'];
export const BUFFERS = ['ArrayBuffer', ...VIEWS];

/** The bytes of a view or a buffer. */
export function viewOf(value: unknown): Bytes | undefined {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer
    ? new Uint8Array(value)
    : undefined;
}

/** Text is in UTF-8, or in the encoding given. */
export function bytesOf(value: unknown, name: string, encoding?: string): Bytes {
  if (typeof value === 'string') {
    return Buffer.from(value, encodingOf(encoding) ? (encoding ?? 'utf8') : 'utf8');
  }
  const view = viewOf(value);
  if (!view) throw invalidType(name, ['string', ...BUFFERS], value);
  return view;
}

/** As a Buffer, or as text in the encoding given. */
export function asOutput(bytes: Bytes, encoding?: unknown): Bytes | string {
  const result = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (encoding === undefined || encoding === null || encoding === 'buffer') return result;
  return (result as Bytes & { toString(encoding: string): string }).toString(encoding as string);
}

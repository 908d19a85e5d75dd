// The memory with which a module begins: the segments of its data section. https://webassembly.github.io/spec/core/binary

import { readUnsigned, unsigned } from './binary.ts';

export const DATA = 11;
/** An active segment of the first memory; the offset is `i32.const n` and an end. */
const ACTIVE = 0;
const I32_CONST = 0x41;
const END = 0x0b;
/** What a segment costs beside its bytes is about as much as so many zeros. */
const GAP = 10;
/** More of them no runtime takes. https://webassembly.github.io/spec/js-api/#limits */
const MOST_SEGMENTS = 100_000;

/** The memory as the data section leaves it, up to its last byte; undefined where segments are of other kinds. */
export function memoryOf(data: Uint8Array): Uint8Array | undefined {
  const segments: [number, Uint8Array][] = [];
  let [left, at] = readUnsigned(data, 0);
  for (; left > 0; left--) {
    if (data[at] !== ACTIVE || data[at + 1] !== I32_CONST) return undefined;
    const [offset, afterOffset] = readUnsigned(data, at + 2);
    if (data[afterOffset] !== END) return undefined;
    const [length, start] = readUnsigned(data, afterOffset + 1);
    segments.push([offset, data.subarray(start, start + length)]);
    at = start + length;
  }
  const memory = new Uint8Array(
    segments.reduce((size, [offset, { length }]) => Math.max(size, offset + length), 0),
  );
  for (const [offset, bytes] of segments) memory.set(bytes, offset);
  return memory;
}

/** A data section that makes that memory. */
export function dataOf(memory: Uint8Array, gap = GAP): Uint8Array {
  const parts: Uint8Array[] = [];
  let count = 0;
  for (let start = nextUsed(memory, 0); start < memory.length; count++) {
    const end = endOfUsed(memory, start, gap);
    parts.push(Uint8Array.of(ACTIVE, I32_CONST, ...signed(start), END, ...unsigned(end - start)));
    parts.push(memory.subarray(start, end));
    start = nextUsed(memory, end);
  }
  if (count > MOST_SEGMENTS) return dataOf(memory, gap * 2);
  return Buffer.concat([Uint8Array.from(unsigned(count)), ...parts]);
}

function nextUsed(memory: Uint8Array, from: number): number {
  let at = from;
  while (at < memory.length && memory[at] === 0) at++;
  return at;
}

/** Where more zeros begin than are worth a segment of their own. */
function endOfUsed(memory: Uint8Array, start: number, gap: number): number {
  for (let at = start; ; ) {
    while (at < memory.length && memory[at] !== 0) at++;
    const next = nextUsed(memory, at);
    if (next === memory.length || next - at > gap) return at;
    at = next;
  }
}

/** A signed LEB128 number, of one that is not negative. */
function signed(value: number): number[] {
  const bytes = unsigned(value);
  const last = bytes.length - 1;
  if (bytes[last] < 0x40) return bytes;
  bytes[last] |= 0x80;
  return [...bytes, 0];
}

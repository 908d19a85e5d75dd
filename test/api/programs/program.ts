// What a program of these tests is: a story that runs in a process of its own, on the `net` that its first
// argument names. It writes the pattern, byte 0 onwards, so that whoever reads knows from the place of a byte
// alone whether it is the right one: lost, doubled and swapped bytes all show.
import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Net } from '../../support/implementation.ts';
import { Xorshift } from '../../support/xorshift.ts';

/** A program; `port` is the peer's, on 127.0.0.1. */
export type Program = (net: Net, port: number) => void;

/** A prime, so that no power of two of bytes is a whole number of periods. */
const PERIOD = 251;

/** Some periods of the pattern, to copy from and to compare with. */
const PERIODS = Buffer.from(Array.from({ length: 400 * PERIOD }, (_, i) => i % PERIOD));
const MOST = PERIODS.length - PERIOD;

/** `length` bytes of the pattern from its byte `from` on. */
export function pattern(from: number, length: number): Buffer {
  return Buffer.alloc(length, PERIODS.subarray(from % PERIOD, (from % PERIOD) + MOST));
}

/** The first byte of `chunk` that is not the pattern's, from byte `from` on; -1 when all are. */
export function firstWrong(chunk: Uint8Array, from: number): number {
  for (let at = 0; at < chunk.length; at += MOST) {
    const part = chunk.subarray(at, at + MOST);
    const start = (from + at) % PERIOD;
    if (Buffer.compare(part, PERIODS.subarray(start, start + part.length)) === 0) continue;
    return at + part.findIndex((byte, i) => byte !== PERIODS[start + i]);
  }
  return -1;
}

/** Writes the pattern to one socket, each time the bytes that follow. */
export class PatternWriter {
  readonly socket: Socket;
  written = 0;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  /** The next `length` bytes, for a call of the program's own. */
  next(length: number): Buffer {
    const bytes = pattern(this.written, length);
    this.written += length;
    return bytes;
  }

  write(length: number, callback?: () => void): boolean {
    const bytes = this.next(length);
    return callback ? this.socket.write(bytes, callback) : this.socket.write(bytes);
  }

  /** `count` writes of `length` bytes. */
  many(count: number, length: number): this {
    for (let i = 0; i < count; i++) this.write(length);
    return this;
  }

  /** Writes of sizes from 1 byte to 16 KiB, small ones most often: about 90 KB in all, less than any kernel holds. */
  mixed(seed = 7): this {
    const random = new Xorshift(seed);
    for (let left = 90_000; left > 0; ) {
      const length = Math.min(left, 1 + random.below(1 << (1 + random.below(14))));
      this.write(length);
      left -= length;
    }
    // The last ones are small whatever chance says: they are what waits for the tick to end.
    return this.many(3, 10);
  }
}

/** Connects to the peer and calls `story` with a writer when the connection is there. */
export function onConnect(net: Net, port: number, story: (writer: PatternWriter) => void): Socket {
  const socket = net.connect(port, '127.0.0.1');
  return socket.on('connect', () => story(new PatternWriter(socket)));
}

/** A line for the test, written at once: nothing of it is lost when the process is killed next. */
export function print(line: string | number): void {
  writeSync(1, `${line}\n`);
}

// process.stdin. WASI tells when there is something to read to who waits for that alone, and the program waits in its
// engine: so while it waits for other things too it looks ten milliseconds after the last time, and else blocks here.

import { Readable } from 'node:stream';
import { getStdin } from 'wasi:cli/stdin@0.2.12';
import { loop } from './event-loop.ts';
import type { Input } from './loop/loop.ts';

/** `wasi:io/streams.input-stream`, as far as it is used. */
export interface InputStream {
  read(length: number): Uint8Array;
  blockingRead(length: number): Uint8Array;
}

const HIGH_WATER_MARK = 65_536;

class Stdin extends Readable implements Input {
  readonly fd = 0;
  #stream: InputStream | undefined;
  #asked = false;
  #referenced = true;
  /** What `block` found; null at the end. */
  #found: Uint8Array | null | undefined;

  constructor() {
    super({ highWaterMark: HIGH_WATER_MARK });
  }

  override _read(): void {
    this.#asked = true;
    loop.input = this;
  }

  /** A stream with listeners of 'readable' is paused and read all the same. */
  get wanted(): boolean {
    if (!this.#asked || this.destroyed) return false;
    return !this.isPaused() || this.listenerCount('readable') > 0;
  }

  get holds(): boolean {
    return this.#referenced && this.wanted;
  }

  block(): void {
    this.#found = this.#next(stream => stream.blockingRead(HIGH_WATER_MARK));
  }

  receive(): void {
    const found =
      this.#found === undefined ? this.#next(stream => stream.read(HIGH_WATER_MARK)) : this.#found;
    this.#found = undefined;
    if (found?.length === 0) return;
    this.#asked = false;
    this.push(found);
  }

  ref(): this {
    this.#referenced = true;
    return this;
  }

  unref(): this {
    this.#referenced = false;
    return this;
  }

  /** Any failure is the end: WASI has no other word for a terminal that has gone. */
  #next(read: (stream: InputStream) => Uint8Array): Uint8Array | null {
    this.#stream ??= getStdin();
    try {
      return read(this.#stream);
    } catch {
      return null;
    }
  }
}

let stdin: Stdin | undefined;

/** Made when it is first asked for. */
export function openStdin(): Readable {
  stdin ??= new Stdin();
  return stdin;
}

// What arrives at the sockets of a component, read from the stream that the engine hands over. A call of the engine for
// each read, or a poll, costs as much as a small read, so a socket is read on until nothing is there, within bounds, and
// once more when the program has written to it, before anybody waits: the answer may be there.
// Wasmtime: a pollable whose stream was not read until it was empty is ready at once, for nothing.

import { LANDING_BYTES } from '../../assembly/abi.ts';
import type { ComponentExports, InputStream } from './component-exports.ts';

/** Reads of one turn beyond those that the engine's events ask for: timers come between turns. libuv: uv__read */
const MORE_READS = 32;
/** A read that may find nothing asks for this much: Wasmtime clears memory for all that is asked for. */
const GLANCE_BYTES = 16384;
/** Looks for an answer before anybody waits: as long as a peer on this machine takes, and waking up does. */
const GLANCES = 16;
/** How often in a row it may be there, and the wait be spared. */
const MOST_SPARED = 16;
/** When it was not there so often in a row, there is one look each for so many writes. */
const MOST_MISSED = 4;
const REST = 64;

interface Input {
  readonly handle: number;
  readonly stream: InputStream;
  /** What was read and not handed up. */
  chunk: Uint8Array | undefined;
  /** The socket wants what arrives. */
  wanted: boolean;
  /** The read before filled its buffer: there is more. */
  full: boolean;
}

export class Inputs {
  readonly #x: ComponentExports;
  /** Events may have come of a read; `later` if it was one beyond those that the engine's events ask for. */
  readonly #happened: (later: boolean) => void;
  /** Those whose stream was taken, which is when there is first something to read. */
  readonly #inputs = new Map<number, Input>();
  /** The one that was read last: there may be more. */
  #present: Input | undefined;
  #moreReads = 0;
  /** The socket that the program has just written to. */
  #asked = 0;
  #spared = 0;
  #missed = 0;
  #rest = 0;
  /** Bytes that the engine was not told of yet, all of one handle. */
  #untold = 0;
  #untoldOf = 0;

  constructor(exports: ComponentExports, happened: (later: boolean) => void) {
    this.#x = exports;
    this.#happened = happened;
  }

  /** A turn begins. */
  beginTurn(): void {
    this.#moreReads = MORE_READS;
  }

  /** The engine has said that bytes are there. False when they are not, or are not wanted any more. */
  arrived(handle: number): boolean {
    const input = this.#of(handle);
    if (!input.wanted) return false;
    this.#present = input;
    return input.chunk !== undefined || this.#read(input, LANDING_BYTES);
  }

  /** The handle of the socket at which more has arrived than was told, 0 when there is none. */
  next(): number {
    const input = this.#present;
    if (input === undefined) return 0;
    if (input.chunk === undefined) {
      // What was just written has no answer yet: `glance` looks for it.
      const likely = input.full || input.handle !== this.#asked;
      const wanted = likely && input.wanted && this.#moreReads-- > 0;
      if (!wanted || !this.#read(input, input.full ? LANDING_BYTES : GLANCE_BYTES, true)) {
        this.#present = undefined;
        return 0;
      }
    }
    return input.handle;
  }

  /** Looks whether the answer to the last write is there: true spares the wait. */
  glance(): boolean {
    const input = this.#inputs.get(this.#asked);
    this.#asked = 0;
    if (!input?.wanted || this.#spared === MOST_SPARED) {
      this.#spared = 0;
      return false;
    }
    for (let left = this.#rest > 0 ? 1 : GLANCES; left > 0 && input.wanted; left--) {
      if (!this.#read(input, GLANCE_BYTES)) continue;
      this.#present = input;
      this.#spared++;
      this.#missed = 0;
      this.#rest = 0;
      return true;
    }
    this.#spared = 0;
    if (this.#rest > 0) this.#rest--;
    else if (++this.#missed === MOST_MISSED) {
      this.#missed = 0;
      this.#rest = REST;
    }
    return false;
  }

  /** The program has written to the socket. */
  wrote(handle: number): void {
    this.#asked = handle;
  }

  /** The bytes that have arrived, for the socket to keep. */
  take(handle: number): Uint8Array | undefined {
    const input = this.#of(handle);
    if (input.chunk === undefined && !this.#read(input, LANDING_BYTES)) return undefined;
    const { chunk } = input;
    input.chunk = undefined;
    return chunk;
  }

  resume(handle: number): void {
    const input = this.#inputs.get(handle);
    if (input) input.wanted = true;
  }

  pause(handle: number): void {
    const input = this.#inputs.get(handle);
    if (input) input.wanted = false;
  }

  /** The handle was closed: its stream goes, if it was taken. */
  drop(handle: number): void {
    const input = this.#inputs.get(handle);
    if (!input) return;
    this.#inputs.delete(handle);
    if (this.#present === input) this.#present = undefined;
    input.stream[Symbol.dispose]();
    this.#x.inputDropped(handle);
  }

  /** The engine counts what was received, which renews the idle deadline. */
  report(): void {
    if (this.#untold === 0) return;
    this.#x.received(this.#untoldOf, this.#untold);
    this.#untold = 0;
  }

  #of(handle: number): Input {
    const known = this.#inputs.get(handle);
    if (known) return known;
    const stream = this.#x.takeInput(handle);
    const input: Input = { handle, stream, chunk: undefined, wanted: true, full: false };
    this.#inputs.set(handle, input);
    return input;
  }

  /** False when nothing was there, or an end or a failure: the engine was told. */
  #read(input: Input, most: number, beyond = false): boolean {
    let bytes: Uint8Array;
    try {
      bytes = input.stream.read(most);
    } catch (error) {
      input.wanted = false;
      this.report();
      if (isClosed(error)) this.#x.inputEnded(input.handle);
      else this.#x.inputFailed(input.handle);
      this.#happened(beyond);
      return false;
    }
    const { length } = bytes;
    if (length === 0) return false;
    input.chunk = bytes;
    input.full = length === most;
    if (this.#untoldOf !== input.handle) this.report();
    this.#untoldOf = input.handle;
    this.#untold += length;
    return true;
  }
}

/** Whether it is the stream-error `closed`: thrown as it is, or as the payload of an Error. */
function isClosed(error: unknown): boolean {
  const { payload = error } = error as { payload?: unknown };
  return (payload as { tag?: string }).tag === 'closed';
}

// Writes beside the stream. To an interpreter a write through the stream costs more than the send below it; while the
// stream would only hand it on (nothing waits, nobody is called back) it is sent at once, or joins what the tick has
// gathered, in memory that one socket at a time gathers in. What the network does not take at once is the stream's
// again, which then waits for it. Node's stream too has forgotten a write that was taken at once, and says true.
// node: lib/internal/streams/writable, writeOrBuffer

import { Duplex } from 'node:stream';
import { ACCEPTED, BATCH_MAX, OP_WRITE, PENDING } from '../../assembly/abi.ts';
import { type Engine, kHandle } from '../binding/engine.ts';
import { NOTHING_LEFT, SendQueue } from '../binding/send-queue.ts';
import { becomeActive } from './connection.ts';
import { failure } from './failures.ts';
import type { SocketMethods } from './socket.ts';
import { kState } from './socket-state.ts';
import { GATHER_BELOW } from './writing.ts';

type Callback = (error?: Error | null) => void;

/** An engine that takes bytes where they are. */
export interface DirectEngine extends Engine {
  /** Sends the first bytes of `words`, when nothing waits: as `send`. */
  sendWords(handle: number, words: BigUint64Array, length: number): number;
}

export interface DirectRuntime {
  nextTick(callback: () => void): void;
  onExit(callback: () => void): void;
  /** A number that differs from tick to tick. */
  tick(): number;
}

export class DirectWriter {
  readonly #engine: DirectEngine;
  readonly #runtime: DirectRuntime;
  readonly #words = new BigUint64Array(BATCH_MAX / 8);
  readonly #bytes = new Uint8Array(this.#words.buffer);
  /** The words of the last send. */
  #sent = this.#words;
  /** Whose bytes wait here for the end of the tick, and how many there are. */
  #gathering: SocketMethods | undefined;
  #gathered = 0;
  /** Who was the last to write, and in which tick. */
  #writer: SocketMethods | undefined;
  #tick = -1;
  #ticking = true;
  /** What the engine has left of the bytes that the stream is being given, and what it has said. */
  #left: SendQueue | undefined;
  #outcome = ACCEPTED;

  constructor(engine: DirectEngine, runtime: DirectRuntime) {
    this.#engine = engine;
    this.#runtime = runtime;
    runtime.onExit(() => {
      this.#ticking = false;
      this.#flush();
    });
  }

  /** Sends or gathers the chunk: the result of `write`; undefined when it is the stream's. */
  write(socket: SocketMethods, chunk: unknown): boolean | undefined {
    if (!(chunk instanceof Uint8Array) || chunk.length === 0 || !onlyHandsOn(socket)) return undefined;
    const { length } = chunk;
    const tick = this.#runtime.tick();
    const first = this.#tick !== tick || this.#writer !== socket;
    this.#tick = tick;
    this.#writer = socket;
    const gathers = length < GATHER_BELOW && !first && this.#ticking;
    if (!gathers) {
      const own = this.#gathering === socket;
      this.#flush();
      // What the network has not taken of it is the stream's, and this comes behind.
      if (own && !onlyHandsOn(socket)) return undefined;
    }
    becomeActive(socket);
    socket[kState].dispatched += length;
    if (gathers) return this.#gather(socket, chunk);
    if (length >= GATHER_BELOW) return this.#sendLarge(socket, chunk);
    this.#bytes.set(chunk);
    return this.#send(socket, length);
  }

  /** What was gathered of this socket goes out; it was written before what comes now. */
  flush(socket: SocketMethods): void {
    if (this.#gathering === socket) this.#flush();
  }

  /** The stream's `_write` of bytes that the engine was given before: true when it is that. */
  resume(socket: SocketMethods, callback: Callback): boolean {
    const queue = this.#left;
    if (queue === undefined) return false;
    this.#left = undefined;
    if (this.#outcome === PENDING) socket[kState].sending = { queue, callback };
    else callback(failure(-this.#outcome, OP_WRITE));
    return true;
  }

  readonly #flush = (): void => {
    const socket = this.#gathering;
    this.#gathering = undefined;
    if (socket && this.#gathered > 0) this.#send(socket, this.#gathered);
  };

  #gather(socket: SocketMethods, chunk: Uint8Array): boolean {
    if (this.#gathering !== socket) {
      this.#flush();
      this.#gathering = socket;
      this.#gathered = 0;
      this.#runtime.nextTick(this.#flush);
    }
    this.#bytes.set(chunk, this.#gathered);
    this.#gathered += chunk.length;
    // Another one may not fit.
    if (this.#gathered <= BATCH_MAX - GATHER_BELOW) return true;
    const gathered = this.#gathered;
    this.#gathered = 0;
    return this.#send(socket, gathered);
  }

  /** The first bytes of the memory. */
  #send(socket: SocketMethods, length: number): boolean {
    const count = (length + 7) >> 3;
    if (this.#sent.length !== count) this.#sent = this.#words.subarray(0, count);
    const outcome = this.#engine.sendWords(socket[kHandle], this.#sent, length);
    return outcome === ACCEPTED || this.#goOn(socket, this.#bytes.subarray(0, length), NOTHING_LEFT, outcome);
  }

  #sendLarge(socket: SocketMethods, chunk: Uint8Array): boolean {
    const { length, byteOffset } = chunk;
    if (length <= BATCH_MAX && length % 8 === 0 && byteOffset % 8 === 0) {
      // Its words are words of the memory it is in: it is sent from there.
      const words = new BigUint64Array(chunk.buffer, byteOffset, length / 8);
      const outcome = this.#engine.sendWords(socket[kHandle], words, length);
      return outcome === ACCEPTED || this.#goOn(socket, chunk, NOTHING_LEFT, outcome);
    }
    const queue = new SendQueue([chunk]);
    const outcome = this.#engine.send(socket[kHandle], queue);
    return outcome === ACCEPTED || this.#goOn(socket, chunk, queue, outcome);
  }

  /** What was not taken at once, `left` of it by the engine, goes on as a write of the stream. */
  #goOn(socket: SocketMethods, chunk: Uint8Array, left: SendQueue, outcome: number): boolean {
    this.#left = left;
    this.#outcome = outcome;
    return (Duplex.prototype.write as (chunk: Uint8Array) => boolean).call(socket, chunk);
  }
}

/** The stream has nothing to do with a write. */
function onlyHandsOn(socket: SocketMethods): boolean {
  return (
    socket[kState].active &&
    !socket.connecting &&
    socket.writableLength === 0 &&
    socket.writable &&
    socket.writableCorked === 0
  );
}

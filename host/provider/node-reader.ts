// The reading half of a socket of the Node provider: the chunks that node:net has made wait here until the engine
// takes them, and reading stops while one does.

import { READY_FAILED, READY_INPUT } from '../../assembly/abi.ts';
import type { NodeNetwork, Teller } from './node.ts';
import { CONNECTED, ENDED, READING } from './node-flags.ts';
import type { InnerSocket } from './node-inner.ts';
import { STREAM_CLOSED, STREAM_FAILED } from './provider.ts';

/** Stands for the chunks of a socket that has never kept one: most never do. */
const NONE: Uint8Array[] = [];

export abstract class NodeReader {
  /** Ticks are given functions that are no closures. */
  static tellInput(raw: NodeReader): void {
    raw.tell(READY_INPUT);
  }

  handle: number;
  protected readonly network: NodeNetwork;
  protected inner: InnerSocket | undefined;
  /** Tells the engine where the runtime has a turn of its own for it. */
  protected teller: Teller | undefined;
  protected watched = 0;
  /** What is true of it: node-flags.ts. */
  protected flags = 0;
  protected failed = 0;
  /** What came while nobody took it: at most what was on its way when the engine stopped watching. */
  #chunks = NONE;

  constructor(network: NodeNetwork, handle: number) {
    this.network = network;
    this.handle = handle;
  }

  watch(readiness: number): void {
    this.watched |= readiness;
    if (readiness === READY_INPUT) this.#readOn();
  }

  unwatch(readiness: number): void {
    // Reading stops with the next chunk, which is refused: see onPushed.
    this.watched &= ~readiness;
  }

  /** Chunks are taken: here is only what comes after the last of them. */
  read(): number {
    if (this.failed !== 0) return STREAM_FAILED;
    return this.is(ENDED) ? STREAM_CLOSED : 0;
  }

  take(): Uint8Array | undefined {
    if (this.#chunks.length === 0) return undefined;
    const chunk = this.#chunks.shift();
    this.#readOn();
    return chunk;
  }

  /** The runtime has read a chunk of its own, or the end. Node: `false` stops reading. */
  onPushed(chunk: Uint8Array | null): boolean {
    if (chunk === null) {
      this.flags |= ENDED;
      if (this.#chunks.length > 0) return false;
      this.tell(READY_INPUT);
      return false;
    }
    this.#keep(chunk);
    if (this.#chunks.length === 1) this.tell(READY_INPUT);
    return this.#wantsMore();
  }

  #keep(chunk: Uint8Array): void {
    if (this.#chunks === NONE) this.#chunks = [chunk];
    else this.#chunks.push(chunk);
  }

  #wantsMore(): boolean {
    const more = this.#chunks.length === 0 && (this.watched & READY_INPUT) !== 0;
    this.set(READING, more);
    return more;
  }

  /** Reads on if the engine watches: what is there already comes first. */
  #readOn(): void {
    if ((this.watched & READY_INPUT) === 0) return;
    if (this.#chunks.length > 0 || this.is(ENDED)) process.nextTick(NodeReader.tellInput, this);
    else if (!this.is(READING) && this.is(CONNECTED)) {
      this.flags |= READING;
      this.inner?._read(0);
    }
  }

  protected is(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }

  protected set(flag: number, on: boolean): void {
    this.flags = on ? this.flags | flag : this.flags & ~flag;
  }

  protected tell(readiness: number, teller = this.teller): void {
    const wanted = readiness & (this.watched | READY_FAILED);
    if (wanted === 0 || this.handle === 0) return;
    if (teller) teller(this.network.ready, this.handle, wanted);
    else this.network.ready(this.handle, wanted);
  }
}

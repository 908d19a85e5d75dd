// One end of a connection: the pipe it writes to, the pipe it reads from, and how it fails. An end that is gone
// answers bytes with RST, as RFC 9293 3.10.7.1 has it.

import {
  ERROR_CONNECTION_RESET,
  ERROR_INVALID_STATE,
  READY_FAILED,
  READY_INPUT,
  READY_OUTPUT,
} from '../../../assembly/abi.ts';
import { STREAM_CLOSED, STREAM_FAILED } from '../provider.ts';
import { type Lane, Pipe, type World } from './pipe.ts';
import type { Readiness } from './readiness.ts';

/** Bytes that a connection carries before it is reset, both directions together. */
export interface Budget {
  left: number;
}

export class End {
  /** The error that the network met, 0 for none. */
  failed = 0;
  /** The socket was dropped. */
  gone = false;
  readonly #readiness: Readiness;
  #peer: End | undefined;
  #lane: Lane | undefined;
  #budget: Budget = { left: Infinity };
  #out: Pipe | undefined;
  #in: Pipe | undefined;

  constructor(readiness: Readiness) {
    this.#readiness = readiness;
  }

  /** Ties this end to the other: it writes to `lane`, is acknowledged by `back`, and shares the budget. */
  join(world: World, peer: End, lane: Lane, back: Lane, budget: Budget): void {
    this.#peer = peer;
    this.#lane = lane;
    this.#budget = budget;
    this.#out = new Pipe(world, lane, back, {
      onAccepted: () => this.#readiness.tell(READY_OUTPUT),
      onArrived: bytes => peer.#onArrived(bytes),
      isReading: () => !peer.gone && peer.failed === 0,
      onUnwanted: () => peer.#onUnwanted(),
    });
    peer.#in = this.#out;
  }

  get readable(): boolean {
    return this.failed !== 0 || !this.#in || this.#in.unread > 0 || this.#in.ended;
  }

  get writable(): boolean {
    return this.failed !== 0 || !this.#out || this.#out.writable;
  }

  read(landing: Uint8Array, max: number): number {
    const pipe = this.#in;
    if (!pipe) return STREAM_FAILED;
    const count = pipe.read(landing, max);
    if (count > 0 || max === 0) {
      if (this.readable) this.#announce();
      return count;
    }
    if (this.failed !== 0) return STREAM_FAILED;
    return pipe.ended ? STREAM_CLOSED : 0;
  }

  permit(): number {
    return this.failed !== 0 || !this.#out ? STREAM_FAILED : this.#out.permit();
  }

  write(bytes: Uint8Array): number {
    if (this.failed !== 0 || !this.#out) return STREAM_FAILED;
    this.#out.write(bytes);
    return 0;
  }

  shutdown(): number {
    if (this.failed !== 0) return this.failed;
    if (!this.#out) return ERROR_INVALID_STATE;
    this.#out.end();
    return 0;
  }

  /** Ends both directions: in order, or by RST where that is wanted or bytes were left unread. */
  leave(abortive: boolean): void {
    this.gone = true;
    if (this.failed !== 0) return;
    if (abortive || this.#in?.unread) this.abort();
    else this.#out?.abandon();
  }

  /** Sends RST and is done. */
  abort(): void {
    this.gone = true;
    this.failed = ERROR_CONNECTION_RESET;
    this.#sendReset();
  }

  /** The peer sent RST. What had arrived before can still be read. */
  onReset(): void {
    if (this.gone || this.failed !== 0) return;
    this.failed = ERROR_CONNECTION_RESET;
    this.#out?.silence();
    this.#announce();
  }

  /** Tells who watches; when nobody does, the failure itself is told, after all bytes were read. */
  #announce(): void {
    const watched = this.#readiness.watched & (READY_INPUT | READY_OUTPUT);
    if (watched !== 0) this.#readiness.tell(watched);
    else if (this.failed !== 0 && !this.#in?.unread) this.#readiness.tell(READY_FAILED);
  }

  #onArrived(bytes: number): void {
    if (this.gone) return;
    this.#budget.left -= bytes;
    if (this.#budget.left >= 0) return this.#readiness.tell(READY_INPUT);
    this.#sendReset();
    this.onReset();
  }

  /** Bytes came for a socket that is gone. */
  #onUnwanted(): void {
    if (this.failed === 0) this.abort();
  }

  #sendReset(): void {
    this.#out?.silence();
    const peer = this.#peer;
    this.#lane?.carry(() => peer?.onReset());
  }
}

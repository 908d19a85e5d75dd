// One direction of a connection. Bytes move from the writer's memory into the sender's buffer (accepted), over
// the lane in pieces (sent), into the receiver's buffer (arrived), and out by `read`. The sender's buffer is
// freed by acknowledgements, its credit by reads, and both take the way back: so what a slow reader leaves
// lying is felt by the writer.

import { STREAM_CLOSED } from '../provider.ts';
import type { Clock } from './clock.ts';
import type { Settled } from './options.ts';
import type { Random } from './random.ts';

/** What every part of one simulated network has at hand. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly options: Settled;
}

/** One way between two hosts: what enters first leaves first, each after its own latency. */
export class Lane {
  readonly #world: World;
  #last = 0;

  constructor(world: World) {
    this.#world = world;
  }

  carry(action: () => void, delay = 0): void {
    const { clock, random, options } = this.#world;
    const time = clock.now() + delay + random.between(...options.latency);
    this.#last = Math.max(this.#last, time);
    clock.at(this.#last, action);
  }
}

/** What the two sockets at its ends want to know. */
export interface PipeEnds {
  /** The writer may write again, or its FIN was accepted. */
  onAccepted(): void;
  /** Bytes or the FIN are there. */
  onArrived(bytes: number): void;
  /** Whether the reader is still there; bytes that find nobody are answered with a reset. */
  isReading(): boolean;
  onUnwanted(): void;
}

/** How long what was not accepted at once waits, where acceptance is partial. */
const PARTIAL_WAIT = 1;

export class Pipe {
  readonly #world: World;
  readonly #forward: Lane;
  readonly #back: Lane;
  readonly #ends: PipeEnds;
  /** The write that is not accepted yet: memory that belongs to the writer. */
  #pending: Uint8Array | undefined;
  #waiting = false;
  /** Accepted and not acknowledged. */
  #held = 0;
  #credit: number;
  readonly #queue: Uint8Array[] = [];
  #ending = false;
  #finAccepted = false;
  #finSent = false;
  #silent = false;
  readonly #arrived: Uint8Array[] = [];
  /** Bytes that have arrived and were not read. */
  unread = 0;
  /** The FIN has arrived. */
  ended = false;

  constructor(world: World, forward: Lane, back: Lane, ends: PipeEnds) {
    this.#world = world;
    this.#forward = forward;
    this.#back = back;
    this.#ends = ends;
    this.#credit = world.options.receiveWindow;
  }

  /** How much `write` takes now. */
  permit(): number {
    if (this.#ending) return this.#finAccepted ? STREAM_CLOSED : 0;
    return this.#pending ? 0 : this.#portion(this.#room());
  }

  /** Whether `permit` answers anything but 0. */
  get writable(): boolean {
    return this.#ending ? this.#finAccepted : !this.#pending && this.#room() > 0;
  }

  /** Takes `bytes`, whose memory it uses until it permits again. */
  write(bytes: Uint8Array): void {
    if (this.#pending || this.#ending) throw new Error('wasi-net sim: a write that was not permitted');
    this.#pending = bytes;
    this.#admit();
  }

  /** A FIN follows what was written. */
  end(): void {
    if (this.#ending) return;
    this.#ending = true;
    if (!this.#pending) this.#acceptFin();
  }

  /** The writer is gone: what was accepted is still sent, and a FIN after it. */
  abandon(): void {
    this.#pending = undefined;
    this.end();
  }

  /** Nothing is sent any more; what is under way arrives. */
  silence(): void {
    this.#silent = true;
    this.#pending = undefined;
    this.#queue.length = 0;
  }

  /** Copies at most `max` of the arrived bytes to `landing`: how many. */
  read(landing: Uint8Array, max: number): number {
    let count = 0;
    while (this.#arrived.length > 0 && count < max) {
      const piece = this.#arrived[0];
      const part = piece.length <= max - count ? piece : piece.subarray(0, max - count);
      landing.set(part, count);
      count += part.length;
      if (part === piece) this.#arrived.shift();
      else this.#arrived[0] = piece.subarray(part.length);
    }
    this.unread -= count;
    if (count > 0) this.#back.carry(() => this.#credited(count));
    return count;
  }

  #room(): number {
    return this.#world.options.sendBuffer - this.#held;
  }

  /** All of it, or less by chance. */
  #portion(room: number): number {
    const { random, options } = this.#world;
    return room > 1 && random.chance(options.faults.partial) ? 1 + random.below(room) : room;
  }

  /** Moves from the writer's memory what the buffer has room for. */
  #admit(): void {
    const pending = this.#pending;
    if (!pending || this.#waiting) return;
    const count = this.#portion(Math.min(this.#room(), pending.length));
    if (count === 0) return;
    // A copy: `slice` would not be one of a Buffer.
    this.#queue.push(new Uint8Array(pending.subarray(0, count)));
    this.#held += count;
    if (count === pending.length) {
      this.#pending = undefined;
      if (this.#ending) this.#acceptFin();
    } else {
      this.#pending = pending.subarray(count);
      if (this.#room() > 0) this.#admitLater();
    }
    this.#transmit();
  }

  #admitLater(): void {
    this.#waiting = true;
    this.#world.clock.after(PARTIAL_WAIT, () => {
      this.#waiting = false;
      this.#admit();
      this.#tellAccepted();
    });
  }

  #acceptFin(): void {
    const { clock, random, options } = this.#world;
    const delay = options.faults.finDelay === 0 ? 0 : random.between(0, options.faults.finDelay);
    if (delay === 0) return this.#finIsAccepted();
    clock.after(delay, () => {
      this.#finIsAccepted();
      this.#tellAccepted();
    });
  }

  #finIsAccepted(): void {
    this.#finAccepted = true;
    this.#transmit();
  }

  #tellAccepted(): void {
    if (!this.#silent && this.writable) this.#ends.onAccepted();
  }

  #transmit(): void {
    const { random, options } = this.#world;
    while (this.#queue.length > 0 && this.#credit > 0) {
      const piece = this.#queue[0];
      const count = Math.min(1 + random.below(options.chunk), piece.length, this.#credit);
      const part = piece.subarray(0, count);
      if (count === piece.length) this.#queue.shift();
      else this.#queue[0] = piece.subarray(count);
      this.#credit -= count;
      this.#forward.carry(() => this.#arrive(part));
    }
    if (!this.#finAccepted || this.#finSent || this.#queue.length > 0 || this.#silent) return;
    this.#finSent = true;
    this.#forward.carry(() => {
      this.ended = true;
      this.#ends.onArrived(0);
    });
  }

  #arrive(part: Uint8Array): void {
    if (!this.#ends.isReading()) return this.#ends.onUnwanted();
    this.#arrived.push(part);
    this.unread += part.length;
    this.#back.carry(() => this.#acknowledged(part.length));
    this.#ends.onArrived(part.length);
  }

  #acknowledged(count: number): void {
    this.#held -= count;
    this.#admit();
    this.#tellAccepted();
  }

  #credited(count: number): void {
    this.#credit += count;
    this.#transmit();
  }
}

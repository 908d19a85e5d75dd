// The events of a component on their way to the owners: taken out of the engine after each command, so that its ring
// has room, and told in order in the next turn. A WASI host may have done at once what it was asked for, and
// programs do not expect to hear of it from within their call.

import { EVENT_ACCEPTED, EVENT_ERROR, EVENT_READABLE, EVENT_STATE, EVENT_WORDS } from '../../assembly/abi.ts';
import type { ComponentExports } from './component-exports.ts';
import type { Inputs } from './component-inputs.ts';
import type { Owner, TraceListener } from './engine.ts';
import { Owners } from './owners.ts';

/** What the binding needs of the runtime. */
export interface ComponentRuntime {
  /** Runs `callback` after the present operation, before anything else happens. */
  nextTick(callback: () => void): void;
  /** Milliseconds of a monotonic clock. */
  now(): number;
}

export type Hearer = (kind: number, a: number, b: number) => void;

export class ComponentEvents {
  readonly #x: ComponentExports;
  readonly #owners: Owners;
  readonly #inputs: Inputs;
  /** Words of events that were taken, and how many of them have been told. */
  #taken: number[] = [];
  #toldWords = 0;
  /** From here on they are for the next turn. */
  #kept = Infinity;
  /** Who hears of handles that have no owner, as soon as their events are taken. */
  readonly #hearers = new Map<number, Hearer>();

  /** `reject` closes a connection that nobody will own. */
  constructor(
    exports: ComponentExports,
    runtime: ComponentRuntime,
    inputs: Inputs,
    reject: (handle: number) => void,
  ) {
    this.#x = exports;
    this.#inputs = inputs;
    const silent = (handle: number) => {
      inputs.report(); // what was received renews the deadline
      return exports.silent(handle);
    };
    this.#owners = new Owners({ now: () => runtime.now(), reject, silent });
  }

  own(owner: Owner, handle: number): void {
    this.#owners.own(owner, handle);
  }

  /** As Owners has it. */
  disown(handle: number): boolean {
    return this.#owners.disown(handle);
  }

  /** Nothing is left to tell. */
  get told(): boolean {
    return this.#toldWords === this.#taken.length;
  }

  /** After a command with that result: what it brought about is told in the next turn. */
  after(result: number): number {
    this.take();
    return result;
  }

  /** After a command with that result: what was taken of its handle so far is told at once. */
  now(handle: number, result: number): number {
    this.take();
    for (let at = this.#next(handle); at >= 0; at = this.#next(handle)) {
      const [kind, , a, b] = this.#taken.splice(at, EVENT_WORDS);
      if (at < this.#kept) this.#kept -= EVENT_WORDS;
      this.#owners.tell(kind, handle, a, b);
    }
    return result;
  }

  /** What the handle has failed with, 0 unless its owner is yet to be told. */
  untoldError(handle: number): number {
    for (let at = this.#toldWords; at < this.#taken.length; at += EVENT_WORDS)
      if (this.#taken[at] === EVENT_ERROR && this.#taken[at + 1] === handle) return this.#taken[at + 2];
    return 0;
  }

  take(): void {
    const events = this.#x.events();
    const { told } = this;
    if (told) this.#toldWords = 0;
    if (this.#hearers.size > 0) {
      if (told) this.#taken = [];
      this.#sort(events);
    } else if (told) this.#taken = Array.isArray(events) ? events : Array.from(events);
    else for (let i = 0; i < events.length; i++) this.#taken.push(events[i]);
  }

  /** A turn begins: what was kept for it can be told. */
  beginTurn(): void {
    this.#kept = Infinity;
    // In a busy program there may never be a turn that leaves nothing for the next one.
    if (this.told || this.#toldWords === 0) return;
    this.#taken = this.#taken.slice(this.#toldWords);
    this.#toldWords = 0;
  }

  /** What a read beyond those that were announced has met, the end above all, is told in the next turn. libuv: uv__read */
  takeForLater(): void {
    const kept = this.told ? 0 : this.#taken.length;
    this.#kept = Math.min(this.#kept, kept);
    this.take();
  }

  /** The events of a handle that no owner knows go to `hearer`, which may give commands. */
  hear(handle: number, hearer: Hearer): void {
    this.#hearers.set(handle, hearer);
  }

  unhear(handle: number): void {
    this.#hearers.delete(handle);
  }

  /** Has an event told as if the engine had given it now. */
  put(kind: number, handle: number, a: number, b: number): void {
    this.#taken.push(kind, handle, a, b);
  }

  /** Tells the owners what was taken so far. */
  tell(): void {
    for (let left = this.#taken.length - this.#toldWords; left > 0 && this.tellNext(); left -= EVENT_WORDS);
  }

  /** Tells the owner of the oldest event, and no more. False when there is none. */
  tellNext(): boolean {
    const more = this.#inputs.next();
    if (more !== 0) {
      this.#owners.tell(EVENT_READABLE, more, 0, 0);
      return true;
    }
    const taken = this.#taken;
    const at = this.#toldWords;
    if (at === taken.length || at >= this.#kept) return false;
    this.#toldWords = at + EVENT_WORDS;
    const kind = taken[at];
    const handle = taken[at + 1];
    if (kind !== EVENT_READABLE || (this.#owners.has(handle) && this.#inputs.arrived(handle)))
      this.#owners.tell(kind, handle, taken[at + 2], taken[at + 3]);
    return true;
  }

  /** Where the oldest event of the handle is, below 0 when there is none. */
  #next(handle: number): number {
    for (let at = this.#toldWords; at < this.#taken.length; at += EVENT_WORDS)
      if (this.#taken[at + 1] === handle) return at;
    return -1;
  }

  /** Hearers come last: what they do brings about later events. */
  #sort(events: ArrayLike<number>): void {
    const heard: number[] = [];
    for (let i = 0; i < events.length; i += EVENT_WORDS) {
      const handle = events[i + 1];
      if (this.#hearers.has(handle) && events[i] !== EVENT_STATE) heard.push(i);
      else this.put(events[i], handle, events[i + 2], events[i + 3]);
    }
    for (const i of heard) {
      const hearer = this.#hearers.get(events[i + 1]);
      if (hearer) hearer(events[i], events[i + 2], events[i + 3]);
      else if (events[i] === EVENT_ACCEPTED) this.put(events[i], events[i + 1], events[i + 2], 0);
    }
  }

  trace(listener: TraceListener | undefined): void {
    this.#owners.trace(listener);
    this.#x.trace(listener !== undefined);
  }
}

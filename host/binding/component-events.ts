// The events of a component on their way to the owners: taken out of the engine after each command, so that its ring
// has room, and told in order in the next turn. A WASI host may have done at once what it was asked for, and
// programs do not expect to hear of it from within their call.

import { EVENT_ACCEPTED, EVENT_STATE, EVENT_WORDS } from '../../assembly/abi.ts';
import type { ComponentExports } from './component-exports.ts';
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
  /** Words of events that were taken, and how many of them have been told. */
  readonly #taken: number[] = [];
  #toldWords = 0;
  /** Who hears of handles that have no owner, as soon as their events are taken. */
  readonly #hearers = new Map<number, Hearer>();
  #telling = false;

  /** `reject` closes a connection that nobody will own. */
  constructor(exports: ComponentExports, runtime: ComponentRuntime, reject: (handle: number) => void) {
    this.#x = exports;
    this.#owners = new Owners({ now: () => runtime.now(), reject, silent: handle => exports.silent(handle) });
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
    return this.#taken.length === 0;
  }

  /** After a command with that result: what it brought about is told in the next turn. */
  after(result: number): number {
    this.take();
    return result;
  }

  /** After a command with that result: what it brought about is told at once, and what is older before it. */
  now(result: number): number {
    this.take();
    this.tell();
    return result;
  }

  take(): void {
    const events = this.#x.events();
    if (this.#hearers.size > 0) this.#sort(events);
    else for (let i = 0; i < events.length; i++) this.#taken.push(events[i]);
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
    if (this.#telling) return;
    this.#telling = true;
    const taken = this.#taken;
    const end = taken.length;
    try {
      while (this.#toldWords < end) {
        const at = this.#toldWords;
        this.#toldWords += EVENT_WORDS;
        this.#owners.tell(taken[at], taken[at + 1], taken[at + 2], taken[at + 3]);
      }
    } finally {
      // A listener may have thrown: the rest is told in the next turn.
      this.#telling = false;
      taken.splice(0, this.#toldWords);
      this.#toldWords = 0;
    }
  }

  /** Tells the owner of the oldest event, and no more. False when there is none. */
  tellNext(): boolean {
    if (this.#taken.length === 0 || this.#telling) return false;
    const [kind, handle, a, b] = this.#taken.splice(0, EVENT_WORDS);
    this.#owners.tell(kind, handle, a, b);
    return true;
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

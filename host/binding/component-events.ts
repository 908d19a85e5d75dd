// The events of a component on their way to the owners: taken out of the engine after each command, so that its ring
// has room, and told in order in the next turn. A WASI host may have done at once what it was asked for, and
// programs do not expect to hear of it from within their call.

import { EVENT_ACCEPTED, EVENT_STATE, EVENT_WORDS, SLOT_BITS, STATE_FREE } from '../../assembly/abi.ts';
import type { ComponentExports } from './component-exports.ts';
import { kEvent, kHandle, type Owner, type TraceListener } from './engine.ts';

const SLOT_MASK = (1 << SLOT_BITS) - 1;

/** What the binding needs of the runtime. */
export interface ComponentRuntime {
  /** Runs `callback` after the present operation, before anything else happens. */
  nextTick(callback: () => void): void;
  /** Milliseconds of a monotonic clock. */
  now(): number;
}

export class ComponentEvents {
  readonly #x: ComponentExports;
  readonly #runtime: ComponentRuntime;
  readonly #reject: (handle: number) => void;
  /** By slot. An owner's own handle tells whether the entry is its own. */
  readonly #owners: (Owner | undefined)[] = [];
  /** Words of events that were taken, and how many of them have been told. */
  readonly #taken: number[] = [];
  #toldWords = 0;
  #telling = false;
  #tracer: TraceListener | undefined;
  /** While tracing: who closed a handle that is not free yet, or whose last events have not been told. */
  readonly #left = new Map<number, Owner>();

  /** `reject` closes a connection that nobody will own. */
  constructor(exports: ComponentExports, runtime: ComponentRuntime, reject: (handle: number) => void) {
    this.#x = exports;
    this.#runtime = runtime;
    this.#reject = reject;
  }

  own(owner: Owner, handle: number): void {
    this.#owners[handle & SLOT_MASK] = owner;
    owner[kHandle] = handle;
  }

  /** The handle is being closed: its owner is told nothing more. False when it has been closed before. */
  disown(handle: number): boolean {
    const slot = handle & SLOT_MASK;
    const owner = this.#owners[slot];
    if (!owner) return true;
    if (owner[kHandle] !== handle) return false;
    this.#owners[slot] = undefined;
    owner[kHandle] = 0;
    if (this.#tracer) this.#left.set(handle, owner);
    return true;
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
    for (let i = 0; i < events.length; i++) this.#taken.push(events[i]);
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
        this.#dispatch(taken[at], taken[at + 1], taken[at + 2], taken[at + 3]);
      }
    } finally {
      // A listener may have thrown: the rest is told in the next turn.
      this.#telling = false;
      taken.splice(0, this.#toldWords);
      this.#toldWords = 0;
    }
  }

  trace(listener: TraceListener | undefined): void {
    this.#tracer = listener;
    this.#left.clear();
    this.#x.trace(listener !== undefined);
  }

  #dispatch(kind: number, handle: number, a: number, b: number): void {
    const found = this.#owners[handle & SLOT_MASK];
    const owner = found?.[kHandle] === handle ? found : undefined;
    if (this.#tracer) this.#tellTracer(handle, kind, a, b, owner);
    if (kind === EVENT_STATE) return;
    if (owner) owner[kEvent](kind, a, b);
    // Accepted by a listener that was closed in the same turn: nobody else will close it.
    else if (kind === EVENT_ACCEPTED) this.#reject(a);
  }

  #tellTracer(handle: number, kind: number, a: number, b: number, owner: Owner | undefined): void {
    this.#tracer?.(this.#runtime.now(), handle, kind, a, b, owner ?? this.#left.get(handle));
    if (kind === EVENT_STATE && b === STATE_FREE) this.#left.delete(handle);
  }
}

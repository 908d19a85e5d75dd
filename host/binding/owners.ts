// Who owns which handle of an engine, and is told its events: the same for every binding. While somebody traces,
// the tracer is told each of them first.

import { EVENT_ACCEPTED, EVENT_STATE, EVENT_TIMEOUT, SLOT_BITS, STATE_FREE } from '../../assembly/abi.ts';
import { kEvent, kHandle, type Owner, type TraceListener } from './engine.ts';

const SLOT_MASK = (1 << SLOT_BITS) - 1;

/** What the owners' binding does for them. */
export interface OwnersBinding {
  /** Milliseconds of the clock that traces show. */
  now(): number;
  /** Closes a connection that nobody will own. */
  reject(handle: number): void;
  /** Whether a timeout on its way is still one: a listener before may have seen to it. */
  silent(handle: number): boolean;
}

export class Owners {
  readonly #binding: OwnersBinding;
  /** By slot. An owner's own handle tells whether the entry is its own. */
  readonly #owners: (Owner | undefined)[] = [];
  #tracer: TraceListener | undefined;
  /** While tracing: who closed a handle that is not free yet, or whose last events have not been told. */
  readonly #left = new Map<number, Owner>();

  constructor(binding: OwnersBinding) {
    this.#binding = binding;
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

  /** Whether the handle is open and has an owner. */
  has(handle: number): boolean {
    return this.#owners[handle & SLOT_MASK]?.[kHandle] === handle;
  }

  tell(kind: number, handle: number, a: number, b: number): void {
    const found = this.#owners[handle & SLOT_MASK];
    const owner = found?.[kHandle] === handle ? found : undefined;
    if (this.#tracer) this.#tellTracer(handle, kind, a, b, owner);
    if (kind === EVENT_STATE) return;
    if (kind === EVENT_TIMEOUT && !this.#binding.silent(handle)) return;
    if (owner) owner[kEvent](kind, a, b);
    // Accepted by a listener that was closed in the same turn: nobody else will close it.
    else if (kind === EVENT_ACCEPTED) this.#binding.reject(a);
  }

  trace(listener: TraceListener | undefined): void {
    this.#tracer = listener;
    this.#left.clear();
  }

  #tellTracer(handle: number, kind: number, a: number, b: number, owner: Owner | undefined): void {
    this.#tracer?.(this.#binding.now(), handle, kind, a, b, owner ?? this.#left.get(handle));
    if (kind === EVENT_STATE && b === STATE_FREE) this.#left.delete(handle);
  }
}

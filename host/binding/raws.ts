// The runtime's sockets of each handle. A handle has one, but while addresses race it has one for each attempt that
// goes on: what is asked of the handle then is asked of all of them, until one has connected.

import { SLOT_BITS } from '../../assembly/abi.ts';
import type { Controls, RawSocket } from '../provider/provider.ts';

const SLOT_MASK = (1 << SLOT_BITS) - 1;

export class Raws {
  /** By slot: the one that was made last, or has connected. */
  readonly #bySlot: (RawSocket | undefined)[] = [];
  /** By handle: those that were made before it and were not dropped by then. */
  readonly #earlier = new Map<number, RawSocket[]>();

  /** A socket was made for a handle. */
  made(handle: number, raw: RawSocket): void {
    const before = this.#bySlot[handle & SLOT_MASK];
    this.#bySlot[handle & SLOT_MASK] = raw;
    if (before?.handle !== handle) return;
    const earlier = this.#earlier.get(handle);
    if (earlier) earlier.push(before);
    else this.#earlier.set(handle, [before]);
  }

  /** A socket has connected: its handle has no other from now on. */
  connected(raw: RawSocket): void {
    if (this.#earlier.size === 0 || !this.#earlier.delete(raw.handle)) return;
    this.#bySlot[raw.handle & SLOT_MASK] = raw;
  }

  /** The socket of a handle that is not stale. */
  of(handle: number): RawSocket | undefined {
    const raw = this.#bySlot[handle & SLOT_MASK];
    return raw?.handle === handle ? raw : undefined;
  }

  /** The side interface of a handle's socket; of all of them, while they race. */
  controls(handle: number): Controls | undefined {
    const earlier = this.#earlier.get(handle);
    const raw = this.of(handle);
    if (!earlier) return raw?.controls;
    return controlsOf([...earlier, raw].flatMap(each => (each?.handle === handle ? [each.controls] : [])));
  }

  /**
   * The engine is about to drop what a handle has: `closed` is called when the runtime has released it; false when
   * there is nothing to wait for.
   */
  closing(handle: number, closed: () => void): boolean {
    const raw = this.#bySlot[handle & SLOT_MASK];
    const earlier = this.#earlier.get(handle);
    this.#bySlot[handle & SLOT_MASK] = undefined;
    if (!raw || !earlier) return raw !== undefined && closing(raw, closed);
    this.#earlier.delete(handle);
    let left = 0;
    const released = () => {
      left--;
      if (left === 0) closed();
    };
    for (const each of [...earlier, raw]) if (closing(each, released)) left++;
    return left > 0;
  }
}

function closing(raw: RawSocket, closed: () => void): boolean {
  const { controls } = raw;
  const waits = !controls.isClosed?.();
  if (waits) controls.closed = closed;
  raw.closing();
  return waits;
}

/** What can be asked of sockets that are not connected; the last is the newest, which alone has more to be told. */
function controlsOf(all: readonly Controls[]): Controls {
  const newest = all[all.length - 1] as Controls | undefined;
  return {
    set bound(bound: () => void) {
      if (newest) newest.bound = bound;
    },
    get typeOfService() {
      return newest?.typeOfService;
    },
    ref() {
      for (const controls of all) controls.ref?.();
    },
    unref() {
      for (const controls of all) controls.unref?.();
    },
    setNoDelay(on) {
      for (const controls of all) controls.setNoDelay?.(on);
    },
  };
}

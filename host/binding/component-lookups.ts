// Names on their way through the engine of a component. Each has a handle until it is answered, which keeps the program
// alive as a socket does.

import { ADDRESS_WORDS, EVENT_RESOLVED } from '../../assembly/abi.ts';
import { formatAddress } from '../address.ts';
import type { ComponentEvents } from './component-events.ts';
import type { ComponentExports } from './component-exports.ts';
import { kEvent, kHandle, type Owner } from './engine.ts';

/** An error of assembly/abi.ts and no address, or 0 and the addresses in the order in which they are best tried. */
export type Answered = (error: number, addresses: readonly string[]) => void;

/** Looks a name up; `answered` is called in a later turn. Minus an error where the engine has no room for it. */
export function lookUp(
  exports: ComponentExports,
  events: ComponentEvents,
  name: string,
  answered: Answered,
): number {
  const handle = exports.resolve(name);
  if (handle > 0) events.own(new Lookup(exports, events, answered), handle);
  return events.after(handle);
}

class Lookup implements Owner {
  [kHandle] = 0;
  readonly #x: ComponentExports;
  readonly #events: ComponentEvents;
  readonly #answered: Answered;

  constructor(exports: ComponentExports, events: ComponentEvents, answered: Answered) {
    this.#x = exports;
    this.#events = events;
    this.#answered = answered;
  }

  /** EVENT_RESOLVED, or EVENT_ERROR; a lookup has no others. */
  [kEvent](kind: number, a: number): void {
    const handle = this[kHandle];
    const found = kind === EVENT_RESOLVED ? addressesOf(this.#x.addresses(handle)) : [];
    this.#events.disown(handle);
    this.#x.close(handle);
    this.#events.after(0);
    this.#answered(kind === EVENT_RESOLVED ? 0 : a, found);
  }
}

function addressesOf(given: ArrayLike<number>): string[] {
  const words = Uint32Array.from(given);
  const addresses: string[] = [];
  for (let at = 0; at < words.length; at += ADDRESS_WORDS) addresses.push(formatAddress(words, at).address);
  return addresses;
}

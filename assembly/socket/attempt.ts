// Which address is tried next, and for how long. Addresses are tried in the order in which the host gave
// them (it has interleaved the families already, as Node does); the last one is never cut short, so that its
// own error is what the user sees. node: lib net, "autoSelectFamily".

import { ADDRESS_WORDS, ERROR_POOL_FULL, MAX_ADDRESSES } from '../abi';
import { allocate, release } from '../buffer/pool';
import { Socket } from '../table';

export const ADDRESS_BYTES: u32 = ADDRESS_WORDS * 4;

/** Whether `words` is a list of whole addresses that `connect` takes. */
export function wellFormed(from: usize, words: u32): bool {
  if (words == 0 || words % <u32>ADDRESS_WORDS != 0) return false;
  const count = words / <u32>ADDRESS_WORDS;
  if (count > <u32>MAX_ADDRESSES) return false;
  for (let i: u32 = 0; i < count; i++) {
    const at = from + <usize>(i * ADDRESS_BYTES);
    const family = load<u32>(at);
    if (family != 4 && family != 6) return false;
    if (load<u32>(at, 4) > 0xffff) return false;
  }
  return true;
}

/** Keeps the list for later; a single address needs none, unless it is bound first. 0, or minus ERROR_POOL_FULL. */
export function keep(s: Socket, from: usize, count: u32, timeout: u32): i32 {
  s.addressCount = count;
  s.attempt = 0;
  s.attemptTimeout = timeout;
  s.addresses = 0;
  if (count == 1 && s.lent == 0) return 0;
  const block = allocate(count * ADDRESS_BYTES);
  if (block == 0) return -ERROR_POOL_FULL;
  memory.copy(block, from, <usize>(count * ADDRESS_BYTES));
  s.addresses = block;
  return 0;
}

/** The address of the newest attempt; only while a list is kept. */
export function current(s: Socket): usize {
  return entry(s, s.attempt);
}

/** The `i`th address of the list, or what took its place. */
export function entry(s: Socket, i: u32): usize {
  return s.addresses + <usize>(i * ADDRESS_BYTES);
}

/** Moves to the next address; false when there is none. */
export function advance(s: Socket): bool {
  s.attempt++;
  return !over(s);
}

/** Whether every address has been tried. */
export function over(s: Socket): bool {
  return s.attempt >= s.addressCount;
}

/** Milliseconds until the next attempt may begin, 0 for no limit. */
export function limit(s: Socket): u32 {
  return s.attempt + 1 < s.addressCount ? s.attemptTimeout : 0;
}

/** Forgets the list: connected, failed or closed. */
export function forget(s: Socket): void {
  if (s.addresses == 0) return;
  release(s.addresses);
  s.addresses = 0;
}

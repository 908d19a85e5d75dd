// The list of addresses to try: what is a list, where it is kept, and how long each may take.

import { ADDRESS_WORDS, INPUT_OPEN, MAX_ADDRESSES } from '../../assembly/abi';
import { allocate, used } from '../../assembly/buffer/pool';
import { ARENA } from '../../assembly/layout';
import { advance, current, forget, keep, limit, wellFormed } from '../../assembly/socket/attempt';
import { claim } from '../../assembly/table';

/** Places `count` IPv4 addresses with ports 1, 2, 3 … in the arena. */
function place(count: u32): u32 {
  memory.fill(ARENA, 0, <usize>(count * ADDRESS_WORDS * 4));
  for (let i: u32 = 0; i < count; i++) {
    const at = ARENA + <usize>(i * ADDRESS_WORDS * 4);
    store<u32>(at, 4);
    store<u32>(at, i + 1, 4);
  }
  return count * ADDRESS_WORDS;
}

export function onlyWholeAddressesOfKnownFamiliesAreAList(): void {
  assert(wellFormed(ARENA, place(1)));
  assert(wellFormed(ARENA, place(MAX_ADDRESSES)));
  assert(!wellFormed(ARENA, 0));
  assert(!wellFormed(ARENA, place(MAX_ADDRESSES + 1)));
  assert(!wellFormed(ARENA, place(2) - 1));
  place(2);
  store<u32>(ARENA, 5, ADDRESS_WORDS * 4);
  assert(!wellFormed(ARENA, 2 * ADDRESS_WORDS), 'there is no family 5');
  place(2);
  store<u32>(ARENA, 65536, ADDRESS_WORDS * 4 + 4);
  assert(!wellFormed(ARENA, 2 * ADDRESS_WORDS), 'there is no port 65536');
}

export function aSingleAddressNeedsNoBlock(): void {
  const s = claim(INPUT_OPEN);
  place(1);
  assert(keep(s, ARENA, 1, 250) == 0);
  assert(used() == 0);
  assert(limit(s) == 0, 'the last address is never timed');
  assert(!advance(s));
}

export function addressesAreKeptAndTriedInOrderUntilForgotten(): void {
  const s = claim(INPUT_OPEN);
  place(3);
  assert(keep(s, ARENA, 3, 250) == 0);
  place(0);
  memory.fill(ARENA, 0xff, 96);
  assert(used() == 1);
  assert(load<u32>(current(s), 4) == 1 && limit(s) == 250);
  assert(advance(s));
  assert(load<u32>(current(s), 4) == 2 && limit(s) == 250);
  assert(advance(s));
  assert(load<u32>(current(s), 4) == 3 && limit(s) == 0);
  assert(!advance(s));
  forget(s);
  forget(s);
  assert(used() == 0);
}

export function withoutABlockSeveralAddressesAreRefused(): void {
  const s = claim(INPUT_OPEN);
  while (allocate(1) != 0) {}
  place(2);
  assert(keep(s, ARENA, 2, 250) < 0);
  assert(keep(s, ARENA, 1, 250) == 0);
}

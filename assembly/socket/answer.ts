// The addresses that a name has, in a block, in the order in which the network tells them: that is the order in which
// they are best tried. The block is a small one until they outgrow it. What finds no room then is left out.

import { BATCH_MAX, BATCH_SMALL } from '../abi';
import { allocate, release, sizeOf } from '../buffer/pool';
import { Socket } from '../table';
import { ADDRESS_BYTES, entry } from './attempt';

/** A block for the first addresses, or 0. It is taken before the name is asked for, so that a failure is the command's. */
export function blockForAnswer(): usize {
  return allocate(BATCH_SMALL);
}

/** Where the next address goes; 0 when there is no room for it. */
export function place(s: Socket): usize {
  if ((s.addressCount + 1) * ADDRESS_BYTES > sizeOf(s.addresses) && !outgrow(s)) return 0;
  return entry(s, s.addressCount++);
}

function outgrow(s: Socket): bool {
  const before = s.addresses;
  const bytes = sizeOf(before);
  if (bytes == <u32>BATCH_MAX) return false;
  const block = allocate(BATCH_MAX);
  if (block == 0) return false;
  memory.copy(block, before, bytes);
  release(before);
  s.addresses = block;
  return true;
}

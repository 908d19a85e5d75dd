// The arena: where lists land on their way in, a bump allocator that starts anew with each call.
// Canonical ABI: the caller of an export, and WASI when it returns a list, allocate through `cabi_realloc`.

import { ARENA_BYTES } from './abi';
import { ARENA } from './layout';

let top: usize = ARENA;

/** Begins anew: what was in the arena has been used. */
export function reset(): void {
  top = ARENA;
}

/** Room for `size` bytes. A list beyond ARENA_BYTES cannot be lowered: the Canonical ABI knows only a trap. */
export function reallocate(from: usize, oldSize: usize, align: usize, size: usize): usize {
  const at = (top + align - 1) & ~(align - 1);
  if (size > <usize>ARENA_BYTES || at + size > ARENA + <usize>ARENA_BYTES) unreachable();
  if (from != 0) memory.copy(at, from, min(oldSize, size));
  top = at + size;
  return at;
}

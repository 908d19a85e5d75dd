// Two pools of fixed blocks, free ones linked through their first word. A fresh block is only taken from
// the untouched rest when none was given back, so memory is touched no further than it is needed.
// Cost of each operation: O(1).

import { BATCH_MAX, BATCH_SMALL, LARGE_BLOCKS, SMALL_BLOCKS } from '../abi';
import { LARGE_POOL, SMALL_POOL } from '../layout';

let smallFree: usize = 0;
let smallTop: usize = SMALL_POOL;
let smallUsed: u32 = 0;
let largeFree: usize = 0;
let largeTop: usize = LARGE_POOL;
let largeUsed: u32 = 0;

/** A block that holds at least `bytes` (at most BATCH_MAX), or 0 when there is none. */
export function allocate(bytes: u32): usize {
  const block: usize = bytes <= <u32>BATCH_SMALL ? takeSmall() : 0;
  return block != 0 ? block : takeLarge();
}

/** Gives a block back. */
export function release(block: usize): void {
  if (block < LARGE_POOL) {
    store<usize>(block, smallFree);
    smallFree = block;
    smallUsed--;
  } else {
    store<usize>(block, largeFree);
    largeFree = block;
    largeUsed--;
  }
}

/** How many bytes a block holds. */
export function sizeOf(block: usize): u32 {
  return block < LARGE_POOL ? BATCH_SMALL : BATCH_MAX;
}

/** Blocks in use: small ones in the low 16 bits, large ones in the high 16. */
export function used(): u32 {
  return smallUsed | (largeUsed << 16);
}

function takeSmall(): usize {
  let block = smallFree;
  if (block != 0) {
    smallFree = load<usize>(block);
  } else {
    if (smallTop == SMALL_POOL + <usize>SMALL_BLOCKS * <usize>BATCH_SMALL) return 0;
    block = smallTop;
    smallTop += <usize>BATCH_SMALL;
  }
  smallUsed++;
  return block;
}

function takeLarge(): usize {
  let block = largeFree;
  if (block != 0) {
    largeFree = load<usize>(block);
  } else {
    if (largeTop == LARGE_POOL + <usize>LARGE_BLOCKS * <usize>BATCH_MAX) return 0;
    block = largeTop;
    largeTop += <usize>BATCH_MAX;
  }
  largeUsed++;
  return block;
}

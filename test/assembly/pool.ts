// The batch pools: sizes, exhaustion, and that no block is ever given out twice.

import { BATCH_MAX, BATCH_SMALL, LARGE_BLOCKS, SMALL_BLOCKS } from '../../assembly/abi';
import { allocate, release, used } from '../../assembly/buffer/pool';
import { LARGE_POOL, MEMORY_END, SMALL_POOL } from '../../assembly/layout';
import { below } from './random';

export function aSmallBatchTakesASmallBlock(): void {
  const block = allocate(BATCH_SMALL);
  assert(block >= SMALL_POOL && block < LARGE_POOL);
  assert(used() == 1);
  release(block);
  assert(used() == 0);
}

export function aLargeBatchTakesALargeBlock(): void {
  const block = allocate(BATCH_SMALL + 1);
  assert(block >= LARGE_POOL && block + BATCH_MAX <= MEMORY_END);
  assert(used() == 1 << 16);
  release(block);
  assert(used() == 0);
}

export function aBlockThatWasGivenBackIsTakenBeforeAFreshOne(): void {
  const first = allocate(1);
  allocate(1);
  release(first);
  assert(allocate(1) == first);
}

export function thePoolsEndWhereTheLayoutSaysAndSmallBatchesSpillIntoLargeBlocks(): void {
  for (let i = 0; i < SMALL_BLOCKS; i++) assert(allocate(1) < LARGE_POOL);
  for (let i = 0; i < LARGE_BLOCKS; i++) assert(allocate(1) >= LARGE_POOL);
  assert(allocate(1) == 0);
  assert(allocate(BATCH_MAX) == 0);
  assert(used() == (SMALL_BLOCKS | (LARGE_BLOCKS << 16)));
  release(SMALL_POOL);
  assert(allocate(BATCH_MAX) == 0, 'a small block is no large one');
  assert(allocate(1) == SMALL_POOL);
}

export function noBlockIsEverGivenOutTwice(): void {
  // Each block carries its own mark while it is out; which are out is kept in the socket table's memory.
  const list: usize = 0x100000;
  let count: u32 = 0;
  for (let i: u32 = 0; i < 100000; i++) {
    if (below(5) < 3) {
      const size = below(10) == 0 ? BATCH_SMALL + 1 + below(BATCH_MAX - BATCH_SMALL) : 1 + below(BATCH_SMALL);
      const block = allocate(size);
      if (block == 0) continue;
      store<u32>(block, i, 8);
      store<usize>(list + ((<usize>count) << 3), block);
      store<u32>(list + ((<usize>count) << 3), i, 4);
      count++;
    } else if (count > 0) {
      const at = list + ((<usize>below(count)) << 3);
      const block = load<usize>(at);
      assert(load<u32>(block, 8) == load<u32>(at, 4), 'two owners wrote to one block');
      release(block);
      count--;
      store<u64>(at, load<u64>(list + ((<usize>count) << 3)));
    }
    assert((used() & 0xffff) + (used() >>> 16) == count);
  }
}

// The contract of wit/hashes.wit as the Canonical ABI wants it. Only the component has it: on other runtimes programs
// use the runtime's own hashes.

import { reset } from '../arena';
import { derive as deriveFrom } from './derive';
import { blockBytes, compress as compressBlock, SHA512, stateBytes } from './functions';

/** Return area: a list. */
const LIST: usize = memory.data(8, 4);

export function compress(hash: u32, state: usize, stateLength: u32, blocks: usize, length: u32): usize {
  reset();
  const size = blockBytes(hash);
  if (hash > SHA512 || <usize>stateLength != stateBytes(hash)) unreachable();
  const end = blocks + <usize>length;
  for (let block = blocks; block + size <= end; block += size) compressBlock(hash, state, block);
  return list(state, stateLength);
}

export function derive(
  hash: u32,
  inner: usize,
  innerLength: u32,
  outer: usize,
  outerLength: u32,
  first: usize,
  length: u32,
  iterations: u32,
): usize {
  reset();
  const size = <u32>stateBytes(hash);
  if (hash > SHA512 || innerLength != size || outerLength != size || length > size) unreachable();
  deriveFrom(hash, inner, outer, first, length, iterations);
  return list(first, length);
}

function list(from: usize, length: u32): usize {
  store<usize>(LIST, from);
  store<u32>(LIST, length, 4);
  return LIST;
}

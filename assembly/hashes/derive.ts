// The loop of PBKDF2 (RFC 8018 5.2) over HMAC (RFC 2104), whose two padded keys are states already. What is hashed
// is always one block: a digest and its padding.

import { blockBytes, compress, MD5, stateBytes, writeDigest } from './functions';

const STATE: usize = memory.data(64, 8);
const BLOCK: usize = memory.data(128, 8);

/** Exclusive-ors U_2 to U_`iterations` into `total`, which is U_1, of `size` bytes. */
export function derive(
  hash: u32,
  inner: usize,
  outer: usize,
  total: usize,
  size: usize,
  iterations: u32,
): void {
  pad(hash, size);
  memory.copy(BLOCK, total, size);
  for (let i: u32 = 1; i < iterations; i++) {
    keyed(hash, inner, size);
    keyed(hash, outer, size);
    for (let at: usize = 0; at < size; at += 4) {
      store<u32>(total + at, load<u32>(total + at) ^ load<u32>(BLOCK + at));
    }
  }
}

/** Puts the digest of the block, hashed after that key, into the block. */
function keyed(hash: u32, key: usize, size: usize): void {
  memory.copy(STATE, key, stateBytes(hash));
  compress(hash, STATE, BLOCK);
  writeDigest(hash, STATE, BLOCK);
  // A digest may be less than the state.
  store<u8>(BLOCK + size, 0x80);
  memory.fill(BLOCK + size + 1, 0, stateBytes(hash) - min(stateBytes(hash), size + 1));
}

/** What stands in the block behind a digest: a bit, and how many bits were hashed with the key's block. */
function pad(hash: u32, size: usize): void {
  const block = blockBytes(hash);
  const bits = <u64>(block + size) * 8;
  memory.fill(BLOCK, 0, 128);
  store<u8>(BLOCK + size, 0x80);
  const at = BLOCK + block - 8;
  if (hash == MD5) store<u64>(at, bits);
  else store<u64>(at, bswap<u64>(bits));
}

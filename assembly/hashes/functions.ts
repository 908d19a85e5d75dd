// The hash functions by their numbers in wit/hashes.wit, and what differs among them.

import * as md5 from './md5';
import * as sha1 from './sha1';
import * as sha256 from './sha256';
import * as sha512 from './sha512';

export const MD5: u32 = 0;
export const SHA1: u32 = 1;
export const SHA256: u32 = 2;
export const SHA512: u32 = 3;

export function blockBytes(hash: u32): usize {
  return hash == SHA512 ? 128 : 64;
}

/** Of a state, which is more than some digests. */
export function stateBytes(hash: u32): usize {
  if (hash == MD5) return 16;
  if (hash == SHA1) return 20;
  return hash == SHA256 ? 32 : 64;
}

export function compress(hash: u32, state: usize, block: usize): void {
  if (hash == MD5) md5.compress(state, block);
  else if (hash == SHA1) sha1.compress(state, block);
  else if (hash == SHA256) sha256.compress(state, block);
  else sha512.compress(state, block);
}

/** A state as a digest has it: all but MD5 put the most significant byte first. */
export function writeDigest(hash: u32, state: usize, to: usize): void {
  const size = stateBytes(hash);
  if (hash == MD5) memory.copy(to, state, size);
  else if (hash == SHA512)
    for (let i: usize = 0; i < size; i += 8) store<u64>(to + i, bswap<u64>(load<u64>(state + i)));
  else for (let i: usize = 0; i < size; i += 4) store<u32>(to + i, bswap<u32>(load<u32>(state + i)));
}

// Math.random: the generator sfc32, seeded from wasi:random at the first call.

import { getRandomBytes } from 'wasi:random/random@0.2.12';

const SEED_BYTES = 16;
let state: Uint32Array | undefined;

export function random(): number {
  state ??= seeded();
  // 53 bits, as many as a number has.
  return ((next(state) >>> 5) * 2 ** 26 + (next(state) >>> 6)) / 2 ** 53;
}

function seeded(): Uint32Array {
  const bytes = getRandomBytes(SEED_BYTES);
  return new Uint32Array(bytes.slice().buffer);
}

function next(words: Uint32Array): number {
  const [a, b, c, counter] = words;
  const sum = (a + b + counter) | 0;
  words[3] = counter + 1;
  words[0] = b ^ (b >>> 9);
  words[1] = c + (c << 3);
  words[2] = ((c << 21) | (c >>> 11)) + sum;
  return sum >>> 0;
}

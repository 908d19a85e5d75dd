// A small generator of its own, so that a seed means the same on every runtime: xorshift128 with the shifts
// 11, 8, 19 (G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003), period 2^128 - 1.

/** How many numbers are thrown away first: seeds that differ in one bit begin alike. */
const WARM_UP = 16;

export class Random {
  #x: number;
  #y: number;
  #z: number;
  #w: number;

  /** Any number is a seed; its whole part and its sign count. */
  constructor(seed: number) {
    // Four different odd multiples, so that no seed gives the one forbidden state of all zeros.
    this.#x = Math.imul(seed | 0, 0x9e3779b1) ^ 0x6a09e667;
    this.#y = Math.imul(seed | 0, 0x85ebca77) ^ 0x3c6ef372;
    this.#z = Math.imul(Math.floor(seed / 2 ** 32), 0xc2b2ae3d) ^ 0x510e527f;
    this.#w = 0x1f83d9ab;
    for (let i = 0; i < WARM_UP; i++) this.#next();
  }

  /** A whole number from 0 up to, and without, `limit` (at most 2^32). */
  below(limit: number): number {
    return Math.floor((this.#next() / 2 ** 32) * limit);
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True with this probability. A probability of 0 draws nothing, so an unused fault changes no other. */
  chance(probability: number): boolean {
    return probability > 0 && this.#next() / 2 ** 32 < probability;
  }

  #next(): number {
    const t = this.#x ^ (this.#x << 11);
    this.#x = this.#y;
    this.#y = this.#z;
    this.#z = this.#w;
    this.#w = this.#w ^ (this.#w >>> 19) ^ t ^ (t >>> 8);
    return this.#w >>> 0;
  }
}

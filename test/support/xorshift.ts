// Pseudo-random numbers with a seed: Marsaglia's xorshift on 32 bits. Math.random cannot be seeded, so a
// failure could not be run again; and three shifts a word make 64 MiB of test data in a fraction of a second,
// where a generator of better quality would cost more than the sockets under test.

/** A sequence of numbers that depends on its seed alone. */
export class Xorshift {
  #state: number;

  constructor(seed: number) {
    // Zero is the one state that never changes; a product spreads neighbouring seeds.
    this.#state = Math.imul(seed + 1, 0x9e3779b1) || 1;
  }

  /** A whole number of 32 bits, never 0. */
  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x >>> 0;
  }

  /** A whole number from 0 up to `limit`, which is left out. */
  below(limit: number): number {
    return this.next() % limit;
  }

  /** `length` bytes in a buffer of their own. */
  bytes(length: number): Buffer {
    const words = new Uint32Array((length + 3) >>> 2);
    for (let i = 0; i < words.length; i++) words[i] = this.next();
    return Buffer.from(words.buffer, 0, length);
  }
}

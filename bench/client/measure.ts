// Clocks and memory of the client process.

/** Runs a full collection; there with `--expose-gc`. */
const collectGarbage = (globalThis as { gc?: () => void }).gc ?? (() => {});

export interface Elapsed {
  /** Milliseconds of the wall clock. */
  wall: number;
  /** Milliseconds of processor time, user and system, of all threads. */
  cpu: number;
}

/** Starts a clock; what it returns reads it. */
export function startClock(): () => Elapsed {
  const began = performance.now();
  const cpuBegan = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpuBegan);
    return { wall: performance.now() - began, cpu: (user + system) / 1000 };
  };
}

export interface Footprint {
  rss: number;
  /** Bytes of the heap, and of what it owns outside. */
  heap: number;
}

/** Collections until nothing more is freed: code that was used once goes only after several. */
const MOST_COLLECTIONS = 40;
const SAME_IN_A_ROW = 3;
const SAME_BYTES = 500;

/** Memory in bytes when garbage, and what the event loop still held, has been collected. */
export async function footprint(): Promise<Footprint> {
  let last = Number.POSITIVE_INFINITY;
  let same = 0;
  for (let i = 0; i < MOST_COLLECTIONS && same < SAME_IN_A_ROW; i++) {
    await new Promise(done => setImmediate(done));
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    same = Math.abs(heapUsed + external - last) < SAME_BYTES ? same + 1 : 0;
    last = heapUsed + external;
  }
  return { rss: process.memoryUsage.rss(), heap: last };
}

/** Milliseconds of a rest. */
const REST = 500;

/**
 * Idles so many times, with a collection after each: V8 gives its nursery back to the system when little has been
 * allocated for seconds. Up to 32 MiB of it, grown while connections are made, are no part of what an idle one takes.
 */
export async function rest(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await new Promise(done => setTimeout(done, REST));
    collectGarbage();
  }
}

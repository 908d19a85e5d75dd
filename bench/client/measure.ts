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

/** Memory in bytes after garbage was collected, and once more after the event loop has let go of what it held. */
export async function footprint(): Promise<Footprint> {
  for (let i = 0; i < 4; i++) {
    collectGarbage();
    await new Promise(done => setImmediate(done));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}

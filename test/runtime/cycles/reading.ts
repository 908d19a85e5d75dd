// What this process holds: bytes of memory, engine handles, and the resources that keep its event loop alive.
// A leak is what a later reading has more than an earlier one.
import { liveHandles } from '../../support/handles.ts';

/** Bytes under the names of `process.memoryUsage`, `handles`, and under its own name each kind of resource. */
export type Reading = Record<string, number>;

/** What has grown, and both numbers. */
export type Growth = Record<string, [before: number, after: number]>;

/** More than frees anything: three are enough, as measured. */
const COLLECTIONS = 10;

/** More than makes the young generation as large as it gets: three are enough, as measured. */
const ROUNDS = 8;
const SURVIVORS = 200_000;

/** Less than a tenth of any heap here; as measured, what leaks nothing grows by a fifth of it at most. */
const HEAP = 524_288;
/** Some of the slabs, of 8 KiB, that small buffers are cut from. */
const SLABS = 65_536;

/** By how much something may grow; what is not named here may not. */
const MAY_GROW: Record<string, (before: number) => number> = {
  rss: before => before / 10,
  heapUsed: () => HEAP,
  external: () => SLABS,
  arrayBuffers: () => SLABS,
};

/** Needs --expose-gc. */
export async function reading(): Promise<Reading> {
  const { gc } = globalThis;
  if (!gc) throw new Error('nothing can be read without --expose-gc');
  let heapUsed = Number.POSITIVE_INFINITY;
  for (let i = 0; i < COLLECTIONS; i++) {
    gc();
    // Code that V8 drops comes back meanwhile, or does not: the least counts.
    heapUsed = Math.min(heapUsed, process.memoryUsage().heapUsed);
    // Part of what is collected is released by the event loop.
    await new Promise(resolve => setImmediate(resolve));
  }
  const { rss, external, arrayBuffers } = process.memoryUsage();
  const all: Reading = { rss, heapUsed, external, arrayBuffers, handles: await liveHandles() };
  for (const name of process.getActiveResourcesInfo()) all[name] = (all[name] ?? 0) + 1;
  return all;
}

/** What has grown by more than it may. */
export function growth(before: Reading, after: Reading): Growth {
  const found: Growth = {};
  for (const [name, now] of Object.entries(after)) {
    const was = before[name] ?? 0;
    if (now - was > (MAY_GROW[name]?.(was) ?? 0)) found[name] = [was, now];
  }
  return found;
}

/**
 * V8 lets its young generation grow to 32 MiB as objects survive, which the cycles' own reach long after the
 * warm-up: grown before, it cannot be taken for a leak, nor hide one.
 */
export function growYoungGeneration(): void {
  for (let round = 0; round < ROUNDS; round++) {
    const kept: object[] = [];
    for (let i = 0; i < SURVIVORS; i++) kept.push({ i });
  }
}

/** Both readings in a line. */
export function readingsText(before: Reading, after: Reading): string {
  const texts = Object.entries(after).map(([name, now]) => {
    const was = before[name] ?? 0;
    return name in MAY_GROW ? `${name} ${kib(was)} => ${kib(now)} KiB` : `${name} ${was} => ${now}`;
  });
  return texts.join(', ');
}

function kib(bytes: number): number {
  return Math.round(bytes / 1024);
}

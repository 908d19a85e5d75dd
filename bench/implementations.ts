// The implementations of net that are compared. The first is what the others are measured against; another
// joins the table by an entry here. Each is loaded in a fresh client process.

import type { Net } from './row.ts';

export interface Implementation {
  /** What `--impl` takes and the table shows. */
  name: string;
  load(): Promise<Net>;
  /** The rows that it can run; all of them when not given. */
  rows?: readonly string[];
}

export const IMPLEMENTATIONS: readonly Implementation[] = [
  { name: 'node:net', load: () => loadModule('node:net') },
  { name: 'wasi-net', load: () => loadModule('wasi-net') },
];

/** What the others are compared with. */
export const BASELINE: Implementation = IMPLEMENTATIONS[0];
/** Whose rows have targets. */
export const SUBJECT: Implementation = IMPLEMENTATIONS[1];

/** `name` is a variable to the bundler, so that the built package is loaded and not bundled. */
async function loadModule(name: string): Promise<Net> {
  return (await import(name)).default;
}

/** Whether `implementation` can run a workload with these rows. */
export function canRun(implementation: Implementation, rows: readonly { name: string }[]): boolean {
  const known = implementation.rows;
  return known === undefined || rows.some(row => known.includes(row.name));
}

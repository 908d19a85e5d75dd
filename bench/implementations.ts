// The implementations of net that are compared. The first is what the others are measured against; another
// joins the table by an entry here. Each is loaded in a fresh client process.

export interface Implementation {
  /** What `--impl` takes and the table shows. */
  name: string;
  /** What a client imports: the name or URL of a module whose default export is the net. Built if need be. */
  module(): Promise<string>;
  /** The rows that it has part in; all of them when not given. */
  rows?: readonly string[];
  /** The share of a workload's amount that it is given: one that is much slower, and whose values are rates. */
  share?: number;
}

let built: Promise<string> | undefined;

export const IMPLEMENTATIONS: readonly Implementation[] = [
  { name: 'node:net', module: async () => 'node:net' },
  { name: 'wasi-net', module: async () => 'wasi-net' },
  {
    // The same engine as a component, transpiled by jco. It cannot end one direction alone.
    name: 'preview2-shim',
    module: preview2Shim,
    rows: ['receive', 'send-64k', 'send-1m', 'accepted-receive', 'accepted-send', 'ping-pong-64'],
    share: 1 / 8,
  },
];

/** What the others are compared with. */
export const BASELINE: Implementation = IMPLEMENTATIONS[0];
/** Whose rows have targets. */
export const SUBJECT: Implementation = IMPLEMENTATIONS[1];

/** Imported when it is asked for: its tools are no part of other runs. */
async function preview2Shim(): Promise<string> {
  const { preview2ShimNet } = await import('../test/support/preview2-shim/build.ts');
  built ??= preview2ShimNet();
  return built;
}

/** Whether `implementation` can run a workload with these rows. */
export function canRun(implementation: Implementation, rows: readonly { name: string }[]): boolean {
  const known = implementation.rows;
  return known === undefined || rows.some(row => known.includes(row.name));
}

// What is compared on Node. The first is what the others are measured against; another joins the table by an entry
// here. Each is loaded in a fresh client process.

import type { Implementation } from './suite.ts';

export interface ModuleImplementation extends Implementation {
  /** What a client imports: the name or URL of a module whose default export is the net. Built if need be. */
  module(): Promise<string>;
}

let built: Promise<string> | undefined;

export const IMPLEMENTATIONS: readonly ModuleImplementation[] = [
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

/** Imported when it is asked for: its tools are no part of other runs. */
async function preview2Shim(): Promise<string> {
  const { preview2ShimNet } = await import('../test/support/preview2-shim/build.ts');
  built ??= preview2ShimNet();
  return built;
}

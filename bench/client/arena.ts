// The client's side of what it says to the main process: lines of JSON on standard output, and an answer on
// standard input. Both are plain file calls, so that no stream of the runtime is loaded into the client.

import { readSync, writeSync } from 'node:fs';
import type { Arena } from '../row.ts';

/** What the main process tells the client to do, as its only argument. */
export interface ClientOrder {
  /** The implementation: what `import` takes. */
  module: string;
  /** Any row of the workload. */
  row: string;
  port: number;
  amount: number;
  sockets: number;
}

/** What the client writes, a line each. */
export type ClientLine = { listening: number } | { connections: number } | { values: Record<string, number> };

export function openArena(order: ClientOrder, loadBegan: number): Arena {
  const { port, amount, sockets } = order;
  return {
    host: '127.0.0.1',
    port,
    amount,
    sockets,
    loadBegan,
    listening: at => say({ listening: at }),
    awaitConnections(count) {
      say({ connections: count });
      readSync(0, Buffer.alloc(1)); // blocks: the loop must not accept yet
    },
  };
}

function say(line: ClientLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

// All workloads, in the order of the table.

import type { Row, Workload } from './row.ts';
import { acceptClose } from './rows/accept-close.ts';
import { connectClose } from './rows/connect-close.ts';
import { firstSocket } from './rows/first-socket.ts';
import { idleMemory } from './rows/idle-memory.ts';
import { manySockets } from './rows/many-sockets.ts';
import { pingPong } from './rows/ping-pong.ts';
import { receive } from './rows/receive.ts';
import { send } from './rows/send.ts';
import { smallWrites } from './rows/small-writes.ts';
import { timeouts } from './rows/timeouts.ts';

export const WORKLOADS: readonly Workload[] = [
  receive({ accepts: false }),
  send({ name: 'send-64k', chunk: 65536, accepts: false }),
  send({ name: 'send-1m', chunk: 1048576, accepts: false }),
  receive({ accepts: true }),
  send({ name: 'accepted-send', chunk: 65536, accepts: true }),
  pingPong({ name: 'ping-pong-1', bytes: 1 }),
  pingPong({ name: 'ping-pong-64', bytes: 64 }),
  pingPong({ name: 'ping-pong-1k', bytes: 1024 }),
  smallWrites({ corked: false }),
  smallWrites({ corked: true }),
  connectClose,
  acceptClose,
  manySockets,
  idleMemory,
  timeouts,
  firstSocket,
];

export const ROWS: readonly Row[] = WORKLOADS.flatMap(workload => workload.rows);

/** The workload that measures a row. */
export function workloadOf(row: string): Workload | undefined {
  return WORKLOADS.find(workload => workload.rows.some(({ name }) => name === row));
}

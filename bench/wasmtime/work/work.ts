// What a guest's program does on its sockets: the same source runs on ours, on node:net and on jco-std's net. It is
// written with callbacks, the next step within the last one's event, for jco-std's net blocks the program while that
// awaits anything: one work alone shows it.

import type { Net } from '../../row.ts';
import { manySockets, manySocketsByPromises } from './many-sockets.ts';
import { pingPong } from './ping-pong.ts';
import { receive } from './receive.ts';
import { send } from './send.ts';

export interface Order {
  /** The peer's port. */
  port: number;
  /** How much is done; the task says of what. */
  amount: number;
  sockets: number;
  /** The most bytes that one write may have. */
  mostAtOnce: number;
}

/** Does it, and tells the row's value. What goes wrong is thrown. */
export type Work = (net: Net, order: Order, done: (value: number) => void) => unknown;

export const WORK: Record<string, Work> = {
  receive,
  'send-64k': send(65536),
  'writes-4k': send(4096),
  'ping-pong-64': pingPong(64),
  'ping-pong-1k': pingPong(1024),
  'sockets-1000': manySockets,
  'sockets-promises': manySocketsByPromises,
  // Loading was all.
  'start-net': (_net, _order, done) => done(0),
};

/** Does the work that the arguments name: the row, the port, the amount and the number of sockets. */
export function runArguments(
  net: Net,
  args: readonly string[],
  mostAtOnce: number,
  say: (line: string) => void,
): void {
  const [row, ...numbers] = args;
  const [port, amount, sockets] = numbers.map(Number);
  WORK[row](net, { port, amount, sockets, mostAtOnce }, value => say(JSON.stringify({ value })));
}

// Many sockets in ping-pong at once: what one event costs when a turn of the loop brings events of many.
// The peer, one event loop too, may be as busy as the client: the processor time says what a trip costs.

import type { Socket } from 'node:net';
import { openMany } from '../client/connection.ts';
import { type Elapsed, startClock } from '../client/measure.ts';
import type { Workload } from '../row.ts';

const BYTES = 64;

/** `amount` round trips over 1,000 sockets. */
export const manySockets: Workload = {
  rows: [
    {
      name: 'many-sockets',
      title: '1,000 sockets in ping-pong, 64 B',
      unit: '/s',
      better: 'higher',
      target: { atLeast: 1 },
    },
    { name: 'many-sockets-cpu', title: '1,000 sockets in ping-pong, CPU', unit: 'µs', better: 'lower' },
  ],
  peer: 'echo-many',
  amount: { full: 200_000, quick: 2000 },
  sockets: { full: 1000, quick: 50 },
  async run(net, arena) {
    const sockets = await openMany(net, arena, arena.sockets, socket => socket.setNoDelay(true));
    const { wall, cpu } = await pingPongAll(sockets, arena.amount);
    return {
      'many-sockets': (arena.amount / wall) * 1000,
      'many-sockets-cpu': (cpu / arena.amount) * 1000,
    };
  },
};

/** Keeps one message on its way on each socket; the time of `count` round trips, after a fifth to warm up. */
export function pingPongAll(sockets: readonly Socket[], count: number): Promise<Elapsed> {
  const message = Buffer.alloc(BYTES, 1);
  const warmUp = Math.ceil(count / 5);
  let trips = 0;
  let elapsed = startClock();
  return new Promise((done, failed) => {
    for (const socket of sockets) {
      let missing = BYTES;
      socket.on('error', failed);
      socket.on('data', chunk => {
        missing -= chunk.length;
        if (missing > 0) return;
        missing = BYTES;
        trips++;
        if (trips === warmUp) elapsed = startClock();
        if (trips === warmUp + count) done(elapsed());
        if (trips < warmUp + count) socket.write(message);
      });
      socket.write(message);
    }
  });
}

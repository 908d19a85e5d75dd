// What grows with the number of sockets, and should not: the processor time of one event while ten sockets
// are busy and the others idle, each with a timeout; and the memory of a socket.

import { openMany } from '../client/connection.ts';
import { footprint } from '../client/measure.ts';
import type { Workload } from '../row.ts';
import { pingPongAll } from '../rows/many-sockets.ts';

const BUSY = 10;
/** Enough to have loaded and compiled what the sockets need, so that ten of them are not charged with it. */
const WARM_UP = 64;
const WARM_UP_TRIPS = 20_000;
const DELAY = 60_000;

/** `amount` round trips on ten of the sockets. */
export const GROWTH: Workload = {
  rows: [
    { name: 'growth-event', title: 'CPU time of a round trip', unit: 'µs', better: 'lower' },
    { name: 'growth-memory', title: 'heap of a socket', unit: 'B', better: 'lower' },
  ],
  peer: 'echo-many',
  amount: { full: 60_000, quick: 1000 },
  async run(net, arena) {
    const first = await openMany(net, arena, WARM_UP, socket => socket.setTimeout(DELAY));
    await pingPongAll(first, Math.min(WARM_UP_TRIPS, arena.amount));
    for (const socket of first.splice(0)) {
      const closed = new Promise(close => socket.once('close', close));
      socket.destroy();
      await closed;
    }
    const before = await footprint();
    const sockets = await openMany(net, arena, arena.sockets, socket => socket.setTimeout(DELAY));
    const after = await footprint();
    const { cpu } = await pingPongAll(sockets.slice(0, BUSY), arena.amount);
    return {
      'growth-event': (cpu / arena.amount) * 1000,
      'growth-memory': (after.heap - before.heap) / arena.sockets,
    };
  },
};

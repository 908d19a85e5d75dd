// Memory of an idle client connection: what 10,000 of them add, by the process and by the heap. The kernel's
// share is not in either.

import { openMany } from '../client/connection.ts';
import { footprint, rest } from '../client/measure.ts';
import type { Workload } from '../row.ts';

/** Connections made and closed first, so that what is loaded or compiled once is not counted. */
const WARM_UP = 64;

/** 10,000 connections with listeners for 'data' and 'error', and nothing to do for `amount` rests. */
export const idleMemory: Workload = {
  rows: [
    {
      name: 'idle-rss',
      title: 'memory per idle connection at 10,000, RSS',
      unit: 'B',
      better: 'lower',
      target: { atMost: 1.4 },
    },
    {
      name: 'idle-heap',
      title: 'memory per idle connection at 10,000, heap + external',
      unit: 'B',
      better: 'lower',
    },
  ],
  peer: 'hold',
  amount: { full: 12, quick: 1 },
  sockets: { full: 10_000, quick: 500 },
  async run(net, arena) {
    const listenToData = (socket: { on(event: 'data', listener: () => void): unknown }) =>
      socket.on('data', () => {});
    for (const socket of await openMany(net, arena, WARM_UP, listenToData)) {
      const closed = new Promise(close => socket.once('close', close));
      socket.destroy();
      await closed;
    }
    await rest(arena.amount);
    const before = await footprint();
    const sockets = await openMany(net, arena, arena.sockets, listenToData);
    await rest(arena.amount);
    const after = await footprint();
    if (sockets.some(socket => socket.destroyed)) throw new Error('a connection was lost');
    return {
      'idle-rss': (after.rss - before.rss) / arena.sockets,
      'idle-heap': (after.heap - before.heap) / arena.sockets,
    };
  },
};

// Idle timeouts on 10,000 sockets: to set one where there is none, to renew one that runs, to clear it.
// Nothing expires and nothing is connected: it is the books that are measured.

import type { Socket } from 'node:net';
import type { Row, Workload } from '../row.ts';
import { median } from '../statistics.ts';

const DELAY = 30_000;
/** So many rounds until the young generation has been touched once: page faults of the kernel are no timeouts. */
const WARM_UP = 40;

function row(name: string, title: string, target?: number): Row {
  const aim = target === undefined ? {} : { target: { atLeast: target } };
  return { name, title: `${title}, 10,000 sockets`, unit: 'million/s', better: 'higher', ...aim };
}

/** `amount` rounds over all sockets; the median of the rounds. */
export const timeouts: Workload = {
  rows: [
    row('timeout-set', 'set a timeout', 2),
    row('timeout-refresh', 'renew a timeout', 2),
    row('timeout-clear', 'clear a timeout'),
  ],
  peer: 'none',
  amount: { full: 15, quick: 3 },
  sockets: { full: 10_000, quick: 500 },
  async run(net, arena) {
    const sockets = Array.from({ length: arena.sockets }, () => new net.Socket());
    const rates: Record<'set' | 'refresh' | 'clear', number[]> = { set: [], refresh: [], clear: [] };
    for (let round = -WARM_UP; round < arena.amount; round++) {
      const set = await rateOf(sockets, (socket, i) => socket.setTimeout(DELAY + (i & 7)));
      const refresh = await rateOf(sockets, (socket, i) => socket.setTimeout(DELAY + (i & 7)));
      const clear = await rateOf(sockets, socket => socket.setTimeout(0));
      if (round < 0) continue; // warms up
      rates.set.push(set);
      rates.refresh.push(refresh);
      rates.clear.push(clear);
    }
    return {
      'timeout-set': median(rates.set),
      'timeout-refresh': median(rates.refresh),
      'timeout-clear': median(rates.clear),
    };
  },
};

/** Millions of calls a second, each step in a turn of the loop of its own as in a program. */
async function rateOf(
  sockets: readonly Socket[],
  action: (socket: Socket, index: number) => void,
): Promise<number> {
  await new Promise(done => setImmediate(done));
  const began = performance.now();
  for (let i = 0; i < sockets.length; i++) action(sockets[i], i);
  return sockets.length / 1000 / (performance.now() - began);
}

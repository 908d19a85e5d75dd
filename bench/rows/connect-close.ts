// Connect and close: each connection is destroyed as soon as it is there, 8 at a time.

import { startClock } from '../client/measure.ts';
import type { Arena, Net, Workload } from '../row.ts';

const AT_A_TIME = 8;

/** Makes and closes `amount` connections. */
export const connectClose: Workload = {
  rows: [
    {
      name: 'connect-close',
      title: 'connect + close',
      unit: '/s',
      better: 'higher',
      target: { atLeast: 0.95 },
    },
    { name: 'connect-close-cpu', title: 'connect + close, CPU', unit: 'µs', better: 'lower' },
  ],
  peer: 'hold',
  amount: { full: 4000, quick: 100 },
  async run(net, arena) {
    await connectAndClose(net, arena, arena.amount / 4); // warms up
    const elapsed = startClock();
    await connectAndClose(net, arena, arena.amount);
    const { wall, cpu } = elapsed();
    return {
      'connect-close': (arena.amount / wall) * 1000,
      'connect-close-cpu': (cpu / arena.amount) * 1000,
    };
  },
};

async function connectAndClose(net: Net, arena: Arena, count: number): Promise<void> {
  let left = count;
  const connectNext = async (): Promise<void> => {
    while (left > 0) {
      left--;
      await new Promise<void>((closed, failed) => {
        const socket = net.connect(arena.port, arena.host, () => socket.destroy());
        socket.on('error', failed);
        socket.on('close', () => closed());
      });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, connectNext));
}

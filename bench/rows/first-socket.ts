// Import and first socket: from before the import until the first socket has connected, in a fresh process.

import type { Workload } from '../row.ts';

export const firstSocket: Workload = {
  rows: [
    {
      name: 'first-socket',
      title: 'import + first connection',
      unit: 'ms',
      better: 'lower',
      target: { plusAtMost: 12 },
    },
  ],
  peer: 'hold',
  amount: { full: 1, quick: 1 },
  async run(net, arena) {
    const socket = net.connect(arena.port, arena.host);
    await new Promise((connected, failed) => {
      socket.once('connect', connected);
      socket.once('error', failed);
    });
    return { 'first-socket': performance.now() - arena.loadBegan };
  },
};

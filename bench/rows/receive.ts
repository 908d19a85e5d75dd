// Bulk receive: the peer sends as fast as the kernel takes it, the client counts what 'data' brings.

import { readyConnection } from '../client/connection.ts';
import { startClock } from '../client/measure.ts';
import type { Workload } from '../row.ts';
import { BULK_LEAD } from './bulk.ts';

const MIB = 1048576;

/** Receives `amount` MiB on a connection that the client made, or accepted. */
export function receive({ accepts }: { accepts: boolean }): Workload {
  const name = accepts ? 'accepted-receive' : 'receive';
  const title = accepts ? 'bulk receive, accepted socket' : 'bulk receive';
  return {
    rows: [
      { name, title, unit: 'MB/s', better: 'higher', target: { atLeast: 1 }, lead: BULK_LEAD },
      { name: `${name}-cpu`, title: `${title}, CPU`, unit: 'ms/GiB', better: 'lower' },
    ],
    peer: 'source',
    accepts,
    amount: { full: 1024, quick: 8 },
    async run(net, arena) {
      const socket = await readyConnection(net, arena, accepts);
      const elapsed = startClock();
      let received = 0;
      socket.on('data', chunk => {
        received += chunk.length;
      });
      const ended = new Promise(end => socket.once('end', end));
      socket.write('x');
      await ended;
      const { wall, cpu } = elapsed();
      if (received !== arena.amount * MIB) throw new Error(`received ${received} bytes`);
      return { [name]: received / 1000 / wall, [`${name}-cpu`]: (cpu * 1024) / arena.amount };
    },
  };
}

// Ping-pong: one message is on its way at any time, so this is the time that it takes from hand to hand.

import type { Socket } from 'node:net';
import { readyConnection } from '../client/connection.ts';
import { startClock } from '../client/measure.ts';
import type { Workload } from '../row.ts';
import { quantile } from '../statistics.ts';

/** Round trips before the clock starts, in percent of those after. */
const WARM_UP_PERCENT = 20;

/** Sends `bytes` and waits for them, `amount` times. */
export function pingPong({ name, bytes }: { name: string; bytes: number }): Workload {
  const title = `ping-pong, ${bytes < 1024 ? `${bytes} B` : `${bytes / 1024} KiB`}`;
  return {
    rows: [
      { name, title, unit: '/s', better: 'higher', target: { atLeast: 1 } },
      { name: `${name}-p50`, title: `${title}, p50`, unit: 'µs', better: 'lower' },
      { name: `${name}-p99`, title: `${title}, p99`, unit: 'µs', better: 'lower' },
      { name: `${name}-cpu`, title: `${title}, CPU`, unit: 'µs', better: 'lower' },
    ],
    peer: 'echo',
    amount: { full: 60_000, quick: 500 },
    async run(net, arena) {
      const socket = await readyConnection(net, arena);
      socket.setNoDelay(true);
      await roundTrips(socket, bytes, (arena.amount * WARM_UP_PERCENT) / 100);
      const elapsed = startClock();
      const latencies = await roundTrips(socket, bytes, arena.amount);
      const { wall, cpu } = elapsed();
      return {
        [name]: (arena.amount / wall) * 1000,
        [`${name}-p50`]: quantile(latencies, 0.5) * 1000,
        [`${name}-p99`]: quantile(latencies, 0.99) * 1000,
        [`${name}-cpu`]: (cpu / arena.amount) * 1000,
      };
    },
  };
}

/** The milliseconds of each round trip. */
function roundTrips(socket: Socket, bytes: number, count: number): Promise<number[]> {
  const message = Buffer.alloc(bytes, 1);
  const latencies: number[] = [];
  return new Promise(done => {
    let missing = bytes;
    let sent = performance.now();
    const onData = (chunk: Buffer) => {
      missing -= chunk.length;
      if (missing > 0) return;
      missing = bytes;
      const now = performance.now();
      latencies.push(now - sent);
      if (latencies.length >= count) {
        socket.off('data', onData);
        done(latencies);
        return;
      }
      sent = now;
      socket.write(message);
    };
    socket.on('data', onData);
    socket.write(message);
  });
}

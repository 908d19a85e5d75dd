// Bulk send: writes until `write` says false, goes on at 'drain', and stops the clock when the peer has said
// how many bytes it got. The peer ends first, for not every implementation can end one direction alone.

import type { Socket } from 'node:net';
import { readyConnection } from '../client/connection.ts';
import { startClock } from '../client/measure.ts';
import type { Workload } from '../row.ts';
import { BULK_LEAD } from './bulk.ts';

const MIB = 1048576;

export interface SendPlan {
  name: string;
  /** Bytes of one write. */
  chunk: number;
  /** On a connection that the client accepted. */
  accepts: boolean;
}

/** Sends `amount` MiB. */
export function send({ name, chunk, accepts }: SendPlan): Workload {
  const size = chunk === MIB ? '1 MiB' : `${chunk / 1024} KiB`;
  const title = `bulk send, ${size} writes${accepts ? ', accepted socket' : ''}`;
  return {
    rows: [
      { name, title, unit: 'MB/s', better: 'higher', target: { atLeast: 1 }, lead: BULK_LEAD },
      { name: `${name}-cpu`, title: `${title}, CPU`, unit: 'ms/GiB', better: 'lower' },
    ],
    peer: 'sink',
    accepts,
    amount: { full: 1024, quick: 8 },
    async run(net, arena) {
      const socket = await readyConnection(net, arena, accepts);
      const elapsed = startClock();
      const total = arena.amount * MIB;
      const counted = answerOf(socket);
      writeAll(socket, Buffer.alloc(chunk, 7), total / chunk);
      const received = await counted;
      const { wall, cpu } = elapsed();
      if (received !== total) throw new Error(`the peer received ${received} bytes`);
      return { [name]: total / 1000 / wall, [`${name}-cpu`]: (cpu * 1024) / arena.amount };
    },
  };
}

/** The number that a sink answers with, once it comes. */
export function answerOf(socket: Socket): Promise<number> {
  let answer = '';
  socket.on('data', chunk => {
    answer += chunk;
  });
  return new Promise(end => socket.once('end', () => end(Number(answer))));
}

function writeAll(socket: Socket, chunk: Buffer, count: number): void {
  let left = count;
  const writeOn = () => {
    while (left > 0) {
      left--;
      if (!socket.write(chunk)) {
        socket.once('drain', writeOn);
        return;
      }
    }
  };
  writeOn();
}

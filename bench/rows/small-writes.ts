// Small writes: as many writes of 16 bytes as `write` lets the program make in one tick, then on at 'drain'.
// Corked, the program itself says that 256 of them belong together.

import type { Socket } from 'node:net';
import { readyConnection } from '../client/connection.ts';
import { startClock } from '../client/measure.ts';
import type { Workload } from '../row.ts';
import { answerOf } from './send.ts';

const BYTES = 16;
const BURST = 256;

/** Makes `amount` writes. */
export function smallWrites({ corked }: { corked: boolean }): Workload {
  const name = corked ? 'writes-16-corked' : 'writes-16';
  return {
    rows: [
      {
        name,
        title: corked ? '16 B writes, corked by 256' : '16 B writes',
        unit: 'thousand/s',
        better: 'higher',
        target: { atLeast: corked ? 1 : 8 },
      },
    ],
    peer: 'sink',
    amount: corked ? { full: 1_000_000, quick: 5000 } : { full: 200_000, quick: 5000 },
    async run(net, arena) {
      const socket = await readyConnection(net, arena);
      const elapsed = startClock();
      const counted = answerOf(socket);
      writeBursts(socket, arena.amount, corked);
      const received = await counted;
      const { wall } = elapsed();
      if (received !== arena.amount * BYTES) throw new Error(`the peer received ${received} bytes`);
      return { [name]: arena.amount / wall };
    },
  };
}

function writeBursts(socket: Socket, count: number, corked: boolean): void {
  const message = Buffer.alloc(BYTES, 1);
  let left = count;
  const writeOn = () => {
    let more = true;
    while (more && left > 0) {
      if (corked) socket.cork();
      for (let i = 0; i < BURST && left > 0; i++, left--) more = socket.write(message);
      if (corked) socket.uncork();
    }
    if (left === 0) socket.end();
    else socket.once('drain', writeOn);
  };
  writeOn();
}

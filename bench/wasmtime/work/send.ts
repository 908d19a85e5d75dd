// Bulk send: writes until `write` says false, goes on at 'drain', and stops the clock when the peer has said how many
// bytes it got. MB/s.

import type { Socket } from 'node:net';
import { MIB, opened } from './opening.ts';
import type { Work } from './work.ts';

/** Sends `amount` MiB in writes of `bytes`, or as many as can be. */
export function send(bytes: number): Work {
  return (net, { port, amount, mostAtOnce }, done) => {
    const chunk = Buffer.alloc(Math.min(bytes, mostAtOnce), 7);
    const total = amount * MIB;
    let [answer, began] = ['', 0];
    const socket = opened(net, port, ready => {
      began = performance.now();
      writeAll(ready, chunk, total / chunk.length);
      return part => {
        answer += part;
      };
    });
    socket.on('end', () => {
      const wall = performance.now() - began;
      if (Number(answer) !== total) throw new Error(`the peer received ${answer} bytes`);
      done(total / 1000 / wall);
    });
  };
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

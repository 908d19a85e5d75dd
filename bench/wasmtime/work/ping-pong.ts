// Ping-pong: one message is on its way at any time. Round trips per second.

import { opened } from './opening.ts';
import type { Work } from './work.ts';

/** Sends `bytes` and waits for them, `amount` times, after a fifth of that to warm up. */
export function pingPong(bytes: number): Work {
  return (net, { port, amount }, done) => {
    const message = Buffer.alloc(bytes, 1);
    const warmUp = Math.ceil(amount / 5);
    opened(net, port, socket => {
      let [trips, missing, began] = [0, bytes, performance.now()];
      socket.setNoDelay(true);
      socket.write(message);
      return chunk => {
        missing -= chunk.length;
        if (missing > 0) return;
        missing = bytes;
        trips++;
        if (trips === warmUp) began = performance.now();
        if (trips < warmUp + amount) socket.write(message);
        else {
          done((amount * 1000) / (performance.now() - began));
          socket.destroy();
        }
      };
    });
  };
}

// Bulk receive: the peer sends `amount` MiB as fast as the kernel takes it. MB/s.

import { MIB, opened } from './opening.ts';
import type { Work } from './work.ts';

export const receive: Work = (net, { port, amount }, done) => {
  let [received, began] = [0, 0];
  const socket = opened(net, port, ready => {
    began = performance.now();
    ready.write('x');
    return chunk => {
      received += chunk.length;
    };
  });
  socket.on('end', () => {
    const wall = performance.now() - began;
    if (received !== amount * MIB) throw new Error(`received ${received} bytes`);
    done(received / 1000 / wall);
  });
};

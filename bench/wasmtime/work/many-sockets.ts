// Many sockets at once: all connect, then each makes a round trip, then all are destroyed. Milliseconds of the whole.

import type { Socket } from 'node:net';
import { fail, HOST } from './opening.ts';
import type { Work } from './work.ts';

const BYTES = 64;

export const manySockets: Work = (net, { port, sockets: count }, done) => {
  const message = Buffer.alloc(BYTES, 1);
  const began = performance.now();
  const sockets: Socket[] = [];
  let [connected, answered, closed] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const socket = net.connect(port, HOST);
    let missing = BYTES;
    sockets.push(socket);
    socket.on('error', fail);
    socket.on('connect', () => {
      if (++connected === count) for (const each of sockets) each.write(message);
    });
    socket.on('data', (chunk: Buffer) => {
      missing -= chunk.length;
      if (missing === 0 && ++answered === count) for (const each of sockets) each.destroy();
    });
    socket.on('close', () => {
      if (++closed === count) done(performance.now() - began);
    });
  }
};

/** The same by promises: each step begins when all have made the one before. */
export const manySocketsByPromises: Work = async (net, { port, sockets: count }, done) => {
  const message = Buffer.alloc(BYTES, 1);
  const began = performance.now();
  const sockets = Array.from({ length: count }, () => net.connect(port, HOST).on('error', fail));
  await Promise.all(sockets.map(socket => heard(socket, 'connect')));
  const answers = sockets.map(socket => heard(socket, 'data'));
  for (const socket of sockets) socket.write(message);
  await Promise.all(answers);
  const closes = sockets.map(socket => heard(socket, 'close'));
  for (const socket of sockets) socket.destroy();
  await Promise.all(closes);
  done(performance.now() - began);
};

function heard(socket: Socket, event: string): Promise<void> {
  return new Promise(hear => socket.once(event, () => hear()));
}

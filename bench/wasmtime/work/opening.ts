// How work begins: a peer of one connection says with a byte that its process is up.

import type { Socket } from 'node:net';
import type { Net } from '../../row.ts';

export const HOST = '127.0.0.1';
export const MIB = 1048576;

/** Connects; `begin` is called when the peer is up, and gives what is to be done with what comes after. */
export function opened(net: Net, port: number, begin: (socket: Socket) => (chunk: Buffer) => void): Socket {
  const socket = net.connect(port, HOST);
  let onData: ((chunk: Buffer) => void) | undefined;
  socket.on('error', fail);
  socket.on('data', (chunk: Buffer) => {
    if (onData) onData(chunk);
    else onData = begin(socket);
  });
  return socket;
}

/** Ends the program. */
export function fail(error: Error): never {
  throw error;
}

// Connections of a workload to its peer. A blocking peer says with one byte that its process is up, so that
// its start is not measured.

import type { Socket } from 'node:net';
import type { Arena, Net } from '../row.ts';

/** A connection whose peer process is ready. With `accept`, one that the peer made. */
export async function readyConnection(net: Net, arena: Arena, accept = false): Promise<Socket> {
  const socket = accept ? await acceptOne(net, arena) : net.connect(arena.port, arena.host);
  await new Promise((ready, failed) => {
    socket.once('data', ready);
    socket.once('error', failed);
  });
  return socket;
}

function acceptOne(net: Net, arena: Arena): Promise<Socket> {
  return new Promise((accepted, failed) => {
    const server = net.createServer(accepted);
    server.on('error', failed);
    server.listen(0, arena.host, () => arena.listening(portOf(server)));
  });
}

/** The port of a server that listens on TCP. */
export function portOf(server: { address(): unknown }): number {
  return (server.address() as { port: number }).port;
}

/** Opens `count` connections, a few at a time; `prepare` is called with each new socket. */
export async function openMany(
  net: Net,
  arena: Arena,
  count: number,
  prepare: (socket: Socket) => void,
): Promise<Socket[]> {
  const AT_A_TIME = 32;
  const sockets: Socket[] = [];
  const openNext = async (): Promise<void> => {
    while (sockets.length < count) {
      const socket = net.connect(arena.port, arena.host);
      sockets.push(socket);
      prepare(socket);
      await new Promise((connected, failed) => {
        socket.once('connect', connected);
        socket.on('error', failed);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, openNext));
  return sockets;
}

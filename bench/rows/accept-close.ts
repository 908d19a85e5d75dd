// Accept and close. Making a connection costs the peer more than accepting it costs the client, so the clock
// runs only while the client works off connections that wait in the kernel's backlog already.

import type { Server, Socket } from 'node:net';
import { portOf } from '../client/connection.ts';
import { startClock } from '../client/measure.ts';
import type { Net, Workload } from '../row.ts';

/** Connections that wait at a time: less than any usual limit of the backlog. */
const WAITING = 100;

/** Accepts `amount` times 100 connections. */
export const acceptClose: Workload = {
  rows: [
    { name: 'accept-close', title: 'accept + close', unit: '/s', better: 'higher', target: { atLeast: 0.9 } },
    { name: 'accept-close-cpu', title: 'accept + close, CPU', unit: 'µs', better: 'lower' },
  ],
  peer: 'connector',
  amount: { full: 40, quick: 2 },
  async run(net, arena) {
    const server = await listen(net, arena.host);
    arena.listening(portOf(server));
    const sum = { wall: 0, cpu: 0 };
    const warmUp = Math.ceil(arena.amount / 4);
    for (let round = -warmUp; round < arena.amount; round++) {
      const closed = acceptAndClose(server);
      arena.awaitConnections(WAITING);
      const elapsed = startClock();
      await closed;
      const { wall, cpu } = elapsed();
      if (round < 0) continue;
      sum.wall += wall;
      sum.cpu += cpu;
    }
    const count = arena.amount * WAITING;
    return { 'accept-close': (count / sum.wall) * 1000, 'accept-close-cpu': (sum.cpu / count) * 1000 };
  },
};

function listen(net: Net, host: string): Promise<Server> {
  const server = net.createServer();
  return new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen({ port: 0, host, backlog: WAITING * 2 }, () => listening(server));
  });
}

/** Resolves when so many connections have been accepted and closed. */
function acceptAndClose(server: Server): Promise<void> {
  return new Promise((done, failed) => {
    let open = WAITING;
    const onClose = () => {
      if (--open > 0) return;
      server.off('connection', onConnection);
      done();
    };
    const onConnection = (socket: Socket) => {
      socket.on('error', failed);
      socket.on('close', onClose);
      socket.destroy();
    };
    server.on('connection', onConnection);
  });
}

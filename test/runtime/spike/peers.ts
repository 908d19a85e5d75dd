// The other ends of the spike's connections: servers of Node's own net on 127.0.0.1, each with one habit.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { silentPort } from '../../support/silent-port.ts';
import { ANSWER_BYTES, type Peers } from './ports.ts';

const asleep = new Set<Socket>();

const HABITS: Record<keyof Omit<Peers, 'nobody' | 'asleep' | 'waker' | 'deaf'>, (socket: Socket) => void> = {
  echo: socket => socket.pipe(socket),
  answerer: socket => {
    let left = ANSWER_BYTES;
    socket.on('data', bytes => {
      socket.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left <= 0) socket.end();
    });
  },
  silent: socket => socket.pause(),
  sluggish: socket => {
    asleep.add(socket.pause());
  },
  starter: socket => {
    socket.end();
    for (const sleeper of asleep) sleeper.resume();
    asleep.clear();
  },
  talker: socket => socket.write('there is something to read'),
  ender: socket => {
    socket.resume();
    socket.end('and that is all');
  },
  resetter: socket => socket.once('data', () => socket.resetAndDestroy()),
};

export interface RunningPeers extends Peers {
  close(): Promise<void>;
}

/** Starts all peers on ports that the system chooses. */
export async function startPeers(): Promise<RunningPeers> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const ports: Record<string, number> = {};
  for (const [name, habit] of Object.entries(HABITS)) {
    const server = createServer({ allowHalfOpen: true }, socket => {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
      habit(socket);
    });
    servers.push(server);
    ports[name] = await listening(server);
  }
  const [sleeper, deaf] = [await silentPort(), await silentPort()];
  const waker = createServer(socket => {
    sleeper.open();
    socket.destroy();
  });
  servers.push(waker);
  // A port that was ours a moment ago is nobody's now.
  const gone = createServer();
  ports.nobody = await listening(gone);
  gone.close();
  await once(gone, 'close');
  return {
    ...(ports as unknown as Peers),
    asleep: sleeper.port,
    waker: await listening(waker),
    deaf: deaf.port,
    async close() {
      for (const server of servers) server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all([sleeper.close(), deaf.close()]);
      await Promise.all(servers.map(server => server.listening && once(server, 'close')));
    },
  };
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

// The other ends of the acts' connections, on Node's own net. Each listens on a port of its own.
import { once } from 'node:events';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { type SilentPort, silentPort } from '../../support/silent-port.ts';

const HOST = '127.0.0.1';
const SOON_MS = 50;
const CHUNK = Buffer.alloc(65536, 'f');

/** What each does with a connection. Data that nobody asks for is read. */
const habits = {
  /** Reads, and never says anything. */
  port: (socket: Socket) => socket.resume(),
  resets: (socket: Socket) => setTimeout(() => socket.resetAndDestroy(), SOON_MS),
  /** Reads nothing before it resets. */
  resetsLater: (socket: Socket) => {
    socket.pause();
    setTimeout(() => socket.resetAndDestroy(), 2 * SOON_MS);
  },
  /** Reads nothing for a while. */
  takesLater: (socket: Socket) => {
    socket.pause();
    setTimeout(() => socket.resume(), 6 * SOON_MS);
  },
  /** Never stops saying something. */
  floods: (socket: Socket) => {
    const say = () => {
      while (socket.write(CHUNK));
    };
    socket.on('drain', say);
    say();
  },
  /** Says good-bye at once, and is gone for who sends more. */
  ends: (socket: Socket) => {
    socket.end('bye');
    setTimeout(() => socket.destroy(), SOON_MS);
  },
  /** Asks, ends, and listens to the answer. */
  asks: (socket: Socket) => socket.resume().end('a question'),
  /** Answers after the end of the question. */
  answers: (socket: Socket) =>
    socket.resume().on('end', () => setTimeout(() => socket.end('an answer after your end'), SOON_MS)),
};

export interface Peers {
  /** By habit; `closed` is nobody's, `silent` answers nobody, `used` is taken. */
  ports: Record<string, number>;
  close(): Promise<void>;
}

export async function startPeers(): Promise<Peers> {
  const servers: Server[] = [];
  const ports: Record<string, number> = {};
  for (const [name, habit] of Object.entries(habits)) {
    const server = net.createServer({ allowHalfOpen: true }, socket => {
      socket.on('error', () => {});
      habit(socket);
    });
    servers.push(server);
    ports[name] = await portOf(server);
  }
  const silent: SilentPort = await silentPort();
  const gone = net.createServer();
  ports.closed = await portOf(gone);
  gone.close();
  ports.silent = silent.port;
  ports.used = ports.port;
  return {
    ports,
    async close() {
      for (const server of servers) server.close();
      await silent.close();
    },
  };
}

/** The port it is made to listen on. */
export async function portOf(server: Server, backlog?: number): Promise<number> {
  server.listen({ port: 0, host: HOST, backlog });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

// A server and a client of the implementation under test, for one lesson at a time.
import { once } from 'node:events';
import type { AddressInfo, ServerOpts, Socket } from 'node:net';
import { implementation } from '../../support/implementation.ts';

export const net = await implementation();

/** The stages of the present lesson. */
const open = new Set<Stage>();

/** Closes what a lesson has left open, also when it fails. */
export async function allOver(): Promise<void> {
  await Promise.all([...open].map(each => each.over()));
}

export interface Stage {
  readonly port: number;
  /** A client; the options are those of `net.connect`. */
  connect(options?: object): Socket;
  /** The next connection at the server's end. */
  accepted(): Promise<Socket>;
  /** Destroys what is left and waits until the server is closed. */
  over(): Promise<void>;
}

/** A server that listens on a port of the system's choice; `onSocket` gets its connections. */
export async function stage(onSocket: (socket: Socket) => void, options: ServerOpts = {}): Promise<Stage> {
  const sockets = new Set<Socket>();
  const server = net.createServer(options, socket => {
    sockets.add(socket.on('error', () => {}));
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const made: Stage = {
    port,
    connect(own = {}) {
      const socket = net.connect({ port, host: '127.0.0.1', ...own });
      sockets.add(socket);
      return socket;
    },
    accepted: async () => (await once(server, 'connection'))[0],
    async over() {
      if (!open.delete(made)) return;
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  open.add(made);
  return made;
}

/** All that a socket receives until its peer ends, as text. */
export async function textOf(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', chunk => {
    text += chunk;
  });
  await once(socket, 'end');
  return text;
}

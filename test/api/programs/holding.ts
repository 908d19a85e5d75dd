// Programs that tell what keeps them running. Each has a timer that does not: when it fires, something else did, and
// the program lets go of it.
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Net } from '../../support/implementation.ts';
import { type Program, print } from './program.ts';

/** How long after the last event something must hold to be seen, in milliseconds: nothing holds it, it ends before. */
const HELD_MS = 400;
const HOST = '127.0.0.1';

/** What is done with a socket, and connected to the port when that is due. */
const clients: Record<string, (socket: Socket, port: number) => void> = {
  'nothing is said': connects,
  'unref before connect': (socket, port) => connects(socket.unref(), port),
  'unref and ref before connect': (socket, port) => connects(socket.unref().ref(), port),
  'ref and unref before connect': (socket, port) => connects(socket.ref().unref(), port),
  'unref while connecting': (socket, port) => {
    connects(socket, port);
    socket.unref();
  },
  'unref a tick after connect': (socket, port) => {
    connects(socket, port);
    process.nextTick(() => process.nextTick(() => socket.unref()));
  },
  'unref and ref while connecting': (socket, port) => {
    connects(socket, port);
    socket.unref().ref();
  },
  'unref before, ref while connecting': (socket, port) => {
    connects(socket.unref(), port);
    socket.ref();
  },
  'unref in the connect listener': (socket, port) => {
    socket.once('connect', () => socket.unref());
    connects(socket, port);
  },
  'unref before connect, ref in its listener': (socket, port) => {
    connects(socket.unref(), port);
    socket.once('connect', () => socket.ref());
  },
  'unref when connected, ref a turn later': (socket, port) => {
    connects(socket, port);
    socket.once('connect', () => setImmediate(() => socket.ref()));
    socket.once('connect', () => socket.unref());
  },
  'pause before connect': (socket, port) => connects(socket.pause(), port),
  'pause in the connect listener': (socket, port) => {
    socket.once('connect', () => socket.pause());
    connects(socket, port);
  },
  'a timeout and unref': (socket, port) => {
    socket.setTimeout(HELD_MS / 8, () => print('timeout'));
    connects(socket.unref(), port);
  },
  'a timeout alone': socket => void socket.setTimeout(HELD_MS / 8, () => print('timeout')),
  'unref, and a second connection of the same socket': (socket, port) => {
    socket.once('connect', () => socket.unref().destroy());
    socket.once('close', () => connects(socket, port));
    connects(socket, port);
  },
  'unref before the first of two connections': (socket, port) => {
    socket.once('connect', () => socket.destroy());
    socket.once('close', () => connects(socket, port));
    connects(socket.unref(), port);
  },
  'unref of a closed socket, and a second connection': (socket, port) => {
    socket.once('connect', () => socket.destroy());
    socket.once('close', () => connects(socket.unref(), port));
    connects(socket, port);
  },
};

/** What is done with a server. */
const servers: Record<string, (server: Server, net: Net) => void> = {
  'nothing is said': listens,
  'unref before listen': server => listens(server.unref()),
  'unref and ref before listen': server => listens(server.unref().ref()),
  'unref in the tick of listen': server => {
    listens(server);
    server.unref();
  },
  'unref when it listens': server => {
    server.once('listening', () => server.unref());
    listens(server);
  },
  'unref before, ref when it listens': server => {
    server.once('listening', () => server.ref());
    listens(server.unref());
  },
  'unref, closed, and listening again': server => {
    server.once('listening', () => server.close());
    server.once('close', () => listens(server));
    listens(server.unref());
  },
  'unref of a server with a connection': (server, net) => {
    server.on('connection', () => server.unref());
    server.once('listening', () => connects(net.connect(portOf(server), HOST).unref(), 0));
    listens(server);
  },
  'unref of a server and of its connections': (server, net) => {
    server.on('connection', socket => socket.unref());
    server.once('listening', () => net.connect(portOf(server), HOST).unref());
    listens(server.unref());
  },
};

export const HOLDERS = [
  ...Object.keys(clients).map(name => `a client: ${name}`),
  ...Object.keys(servers).map(name => `a server: ${name}`),
];

export const holding: Record<string, Program> = Object.fromEntries([
  ...Object.entries(clients).map(([name, act]): [string, Program] => [
    `a client: ${name}`,
    (net, port) => {
      const socket = new net.Socket();
      tell(socket, ['connect', 'close', 'error', 'end'], () => socket.destroy());
      act(socket, port);
    },
  ]),
  ...Object.entries(servers).map(([name, act]): [string, Program] => [
    `a server: ${name}`,
    net => {
      const server = net.createServer();
      const sockets: Socket[] = [];
      server.on('connection', socket => sockets.push(socket));
      tell(server, ['listening', 'connection', 'close', 'error'], () => {
        server.close();
        for (const socket of sockets) socket.destroy();
      });
      act(server, net);
    },
  ]),
]);

function connects(socket: Socket, port: number): void {
  if (port !== 0) socket.connect(port, HOST);
}

function listens(server: Server): void {
  server.listen(0, HOST);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Prints the events; and whether the program was held, in the end. */
function tell(emitter: Socket | Server, events: string[], letGo: () => void): void {
  const held = setTimeout(() => {
    print('held');
    letGo();
  }, HELD_MS).unref();
  for (const event of events) {
    emitter.on(event, () => {
      print(event);
      held.refresh();
    });
  }
  process.on('exit', () => print('exit'));
}

// The usual opening of a scenario: a server on a port of the system's choice, one client connected to it,
// and all three watched under the names client, accepted and server. The server stops listening at once, so
// that it closes by itself when the connection is over.
import type { ServerOpts, TcpNetConnectOpts } from 'node:net';
import type { Net } from '../../support/implementation.ts';
import type { ServerActor } from '../../support/server-actor.ts';
import type { SocketActor, SocketView } from '../../support/socket-actor.ts';
import type { Trace } from '../../support/trace.ts';

/** A connected pair. */
export interface Pair {
  client: SocketActor;
  accepted: SocketActor;
  server: ServerActor;
}

/** What differs from the defaults of `net` and of the recorder. */
export interface PairOptions {
  client?: Partial<TcpNetConnectOpts>;
  server?: ServerOpts;
  clientView?: SocketView;
  acceptedView?: SocketView;
  /** Connects through a Unix path instead of a port. */
  unix?: boolean;
  /** Called with the client before it is connected. */
  prepare?(client: SocketActor): void;
}

/** Resolves when both ends are connected; neither reads yet. */
export async function connectedPair(net: Net, t: Trace, options: PairOptions = {}): Promise<Pair> {
  const server = t.server('server', net.createServer(options.server ?? {}), options.acceptedView);
  const path = options.unix ? t.path() : undefined;
  await server.listen(path === undefined ? undefined : { path });
  const to = path === undefined ? { port: server.port, host: '127.0.0.1' } : { path };
  const client = t.socket('client', new net.Socket(options.client), options.clientView);
  options.prepare?.(client);
  const connected = client.next('connect');
  client.socket.connect({ ...to, ...options.client });
  const [accepted] = await Promise.all([server.accepted(), connected]);
  server.server.close();
  return { client, accepted, server };
}

/** A listening server whose accepted sockets read and drop everything, so that they end when asked to. */
export async function listeningServer(net: Net, t: Trace, options: ServerOpts = {}): Promise<ServerActor> {
  const server = t.server(
    'server',
    net.createServer(options, socket => socket.resume()),
  );
  return server.listen();
}

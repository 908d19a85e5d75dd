// `net.promises`: connect and listen as promises, and a server's connections one after the other. As in Node's main
// branch, where it is experimental (nodejs/node#63965); no release has it yet.

import { on, once } from 'node:events';
import { normalizeConnectArgs, type Options } from './arguments.ts';
import type { ServerMethods } from './server.ts';
import type { SocketMethods } from './socket.ts';
import { validateAbortSignal, validateObject } from './validators.ts';

/** What of `net` the promises are made of, and what stands beside them. */
export interface NetFunctions {
  connect(options: Options): SocketMethods;
  createServer(options: Options, listener: unknown): ServerMethods;
  readonly isIP: unknown;
  readonly isIPv4: unknown;
  readonly isIPv6: unknown;
  readonly BlockList: unknown;
  readonly SocketAddress: unknown;
}

/** Options that say where to listen. */
const TARGETS = ['port', 'path', 'fd', 'handle'];

export function netPromises({ connect, createServer, ...rest }: NetFunctions) {
  const { isIP, isIPv4, isIPv6, BlockList, SocketAddress } = rest;
  return {
    /**
     * Takes what `net.connect` takes; fulfils with the socket when it is connected. Rejects with the connection's
     * error, or when `signal` fires before; the socket is destroyed then.
     */
    async connect(...args: unknown[]): Promise<SocketMethods> {
      const [options] = normalizeConnectArgs(args);
      const signal = liveSignal(options);
      // The signal is for the attempt: it does not destroy a socket that is connected.
      const socket = connect({ ...options, signal: undefined });
      try {
        await once(socket, 'connect', signal && { signal });
      } catch (error) {
        socket.destroy();
        throw error;
      }
      return socket;
    },

    /**
     * Takes the options of `createServer` and of `listen`, and `connectionListener`; fulfils with the server when it
     * listens, on any port where none is named. Rejects with the error of `listen`, or when `signal` fires before;
     * later the signal closes the server.
     */
    async listen(options: Options = {}): Promise<ServerMethods> {
      validateObject(options, 'options');
      const signal = liveSignal(options);
      const server = createServer(options, options.connectionListener);
      const isNamed = TARGETS.some(target => options[target] !== undefined);
      try {
        server.listen(isNamed ? options : { ...options, port: 0 });
        await once(server, 'listening', signal && { signal });
      } catch (error) {
        if (!signal?.aborted) server.close();
        throw error;
      }
      return server;
    },

    isIP,
    isIPv4,
    isIPv6,
    BlockList,
    SocketAddress,
  };
}

/** Throws ERR_INVALID_ARG_TYPE, or the signal's reason if it has fired. */
function liveSignal(options: Options): AbortSignal | undefined {
  const signal = validateAbortSignal(options.signal, 'options.signal');
  signal?.throwIfAborted();
  return signal;
}

/** The connections of a server until its 'close'; an 'error' ends it too, and is thrown. */
export function connectionsOf(server: ServerMethods): AsyncIterableIterator<SocketMethods> {
  const iterator = on(server, 'connection', { close: ['close'] } as object);
  const next = iterator.next.bind(iterator);
  // An event is its arguments; the connection is the only one.
  iterator.next = () => next().then(({ value, done }) => ({ value: done ? undefined : value[0], done }));
  return iterator as AsyncIterableIterator<SocketMethods>;
}

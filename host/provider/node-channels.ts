// diagnostics_channel: node:net tells of each of its sockets and servers. Of those below ours nobody is to hear: wasi-net
// tells of its own, on the same channels.

import { channel } from 'node:diagnostics_channel';
import { InnerServer, InnerSocket } from './node-inner.ts';

/** What is told of a socket, of an accepted one, and of a server that listens. */
const NAMES = [
  'net.client.socket',
  'net.server.socket',
  'tracing:net.server.listen:asyncStart',
  'tracing:net.server.listen:asyncEnd',
  'tracing:net.server.listen:error',
];

interface Told {
  socket?: { server?: unknown };
  server?: unknown;
}

/** The channel's own `publish`, which changes with its first subscriber, for all but the inner ones. */
export function keepInnerUntold(): void {
  for (const name of NAMES) {
    const told = channel(name);
    told.publish = message => {
      if (!isInner(message as Told)) Reflect.apply(Object.getPrototypeOf(told).publish, told, [message]);
    };
  }
}

function isInner({ socket, server = socket?.server }: Told): boolean {
  return socket instanceof InnerSocket || server instanceof InnerServer;
}

// diagnostics_channel: node:net tells of each of its sockets and servers. Of those below ours nobody is to hear: wasi-net
// tells of its own, on the same channels.

import { channel } from 'node:diagnostics_channel';
import { InnerServer, InnerSocket } from './node-inner.ts';

const SOCKETS = ['net.client.socket', 'net.server.socket'];
/** The rest of the names of the tracing channel for servers: begun, listening, failed. */
const LISTENING = ['asyncStart', 'asyncEnd', 'error'];

interface Told {
  socket?: { server?: unknown };
  server?: unknown;
  error?: unknown;
}

export function keepInnerUntold(): void {
  for (const name of SOCKETS) {
    pass(name, ({ socket }) => !(socket instanceof InnerSocket || socket?.server instanceof InnerServer));
  }
  for (const event of LISTENING) {
    pass(`tracing:net.server.listen:${event}`, ({ server, error }) => {
      if (!(server instanceof InnerServer)) return true;
      if (event !== 'asyncStart') server.told?.(error);
      return false;
    });
  }
}

/** What the channel is told is told if `isTold`. Its own `publish` changes with its first subscriber. */
function pass(name: string, isTold: (message: Told) => boolean): void {
  const told = channel(name);
  told.publish = message => {
    if (isTold(message as Told)) Reflect.apply(Object.getPrototypeOf(told).publish, told, [message]);
  };
}

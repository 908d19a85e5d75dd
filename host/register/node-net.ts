// The runtime's own `net` module, which programs, http, https and tls all look at: wasi-net's functions and classes
// are put into it, and the runtime's back for as long as it makes something of its own.

import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import ours from '../runtime/node.ts';

/** The runtime's own, as they were before. */
export const { Socket: RuntimeSocket, Server: RuntimeServer, createServer: runtimeCreateServer } = net;

export function isReplaced(): boolean {
  return net.Socket === ours.Socket;
}

/** From now on `require` and `import` of net give wasi-net. */
export function replaceNet(): void {
  for (const [name, value] of Object.entries(ours)) {
    // Node has getters for two of them.
    Object.defineProperty(net, name, { value, configurable: true, enumerable: true, writable: true });
  }
  syncBuiltinESMExports();
}

/** Runs `make` with these in the module, then puts wasi-net's back. */
export function withMembers<R>(members: Partial<typeof net>, make: () => R): R {
  Object.assign(net, members);
  try {
    return make();
  } finally {
    putBack(members);
  }
}

export function putBack(members: Partial<typeof net>): void {
  for (const name of Object.keys(members)) Reflect.set(net, name, Reflect.get(ours, name));
}

/** A socket of wasi-net: the runtime's are instances of its class too. */
export function isOurs(value: unknown): value is net.Socket {
  return value instanceof ours.Socket && !(value instanceof RuntimeSocket);
}

// What `listen` may be given in the place of an address: a server that listens, a socket, a BoundSocket, a handle of
// the runtime's own, or an object that holds one of them. node: lib net, Server.listen.

import { STATE_LISTEN } from '../../assembly/abi.ts';
import { kHandle } from '../binding/engine.ts';
import type { Options } from './arguments.ts';
import { boundSocketClass } from './bound-socket.ts';
import { type HostRuntime, kContext } from './context.ts';
import { isNativeHandle, SocketHandle } from './handle.ts';
import type { HandleKnowledge } from './listen-arguments.ts';
import type { ServerMethods } from './server.ts';
import { uvExceptionWithHostPort } from './system-errors.ts';

/** What stands under a server's `_handle` while it listens. */
export class ServerHandle {
  readonly #server: ServerMethods;

  constructor(server: ServerMethods) {
    this.#server = server;
  }

  /** Whose it is. */
  get server(): ServerMethods {
    return this.#server;
  }

  /** Both servers have the handle from now on; `other` is given what comes. */
  shareWith(other: ServerMethods): void {
    const { engine, runtime } = other[kContext];
    const handle = this.#server[kHandle];
    engine.adopt(other, handle);
    if (engine.state(handle) !== STATE_LISTEN) return;
    runtime.nextTick(() => other.listening && other.emit('listening'));
  }
}

export function handleKnowledge(runtime: HostRuntime): HandleKnowledge {
  const theirs = [boundSocketClass(runtime), runtime.classes?.Server, runtime.classes?.Socket].filter(
    known => typeof known === 'function',
  );
  const isTheirs = (value: unknown): boolean =>
    theirs.some(known => value instanceof (known as new () => object));
  return {
    handleOf: (options: Options) => (isTheirs(options) ? options : options._handle),
    isHandle: value =>
      value instanceof ServerHandle ||
      value instanceof SocketHandle ||
      isTheirs(value) ||
      isNativeHandle(value),
  };
}

/** What a system says of listening on a connection. */
export function notListenable(): Error {
  return Object.assign(uvExceptionWithHostPort('EINVAL', 'listen'), { address: null, port: -1 });
}

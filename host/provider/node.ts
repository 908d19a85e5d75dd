// The provider over the public `node:net`, Node's own or another runtime's: what its sockets share, and its clock.

import type net from 'node:net';
import type { Listener, NodeListener } from './node-listener.ts';
import { NodeSocket } from './node-socket.ts';
import type { Endpoint, Provider, Ready } from './provider.ts';

/** Calls its first argument with the others: soon, and in the async context in which it was made. */
export type Teller = <A extends unknown[]>(tell: (...args: A) => void, ...args: A) => void;

/** Where the `node:net` of a runtime is not as Node's. */
export interface Habits {
  /** What a socket that begins now tells of goes by the result; so does what a write or an end brings about. */
  teller?(accepted: boolean): Teller;
  /** The error as Node has it. No reset is behind it where the peer's end was read, and none is known to a path. */
  spell?(error: unknown, mayBeReset: boolean): unknown;
  /** Why an address cannot be bound to connect from, where the runtime does not say it as Node. */
  refuses?(local: Endpoint, remote: Endpoint): Error | undefined;
  /** Whether a connection failed on its way, and not at once; unless given, its attempt is told of as failed then. */
  isLate?(error: unknown): boolean;
  /** What listens where `ipv6Only` is asked for. */
  ipv6Listener?: new (
    ...args: ConstructorParameters<typeof NodeListener>
  ) => Listener;
  /** A connection was accepted; nothing has been done with it yet. */
  accepted?(socket: net.Socket): void;
}

/** What all sockets of the provider share. */
export interface NodeNetwork {
  ready: Ready;
  readonly habits: Habits;
}

export function nodeProvider(habits: Habits = {}): Provider {
  const network: NodeNetwork = { ready: () => {}, habits };
  return {
    create: (_family, handle, settings) => new NodeSocket(network, handle, settings),
    start(_landing, ready) {
      network.ready = ready;
    },
    now: () => performance.now(),
  };
}

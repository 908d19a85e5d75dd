// The provider over Node's public `node:net`: what its sockets share, and its clock.

import { NodeSocket } from './node-socket.ts';
import type { Provider, Ready } from './provider.ts';

/** What all sockets of the provider share. */
export interface NodeNetwork {
  ready: Ready;
}

export function nodeProvider(): Provider {
  const network: NodeNetwork = { ready: () => {} };
  return {
    create: (_family, handle, settings) => new NodeSocket(network, handle, settings),
    start(_landing, ready) {
      network.ready = ready;
    },
    now: () => performance.now(),
  };
}

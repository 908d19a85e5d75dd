// The provider over Node's public `node:net`: what its sockets share, and its clock.

import { readingInto } from './node-inner.ts';
import { NodeSocket } from './node-socket.ts';
import type { Provider, Ready } from './provider.ts';

/** What all sockets of the provider share. */
export interface NodeNetwork {
  landing: Uint8Array;
  ready: Ready;
  /** How clients read. */
  onread: ReturnType<typeof readingInto>;
  /** Whose bytes are in the landing zone, during the runtime's read callback; and how many. */
  reader: NodeSocket | undefined;
  landed: number;
  /** Sockets in bulk flow, and the buffers of their own that their next bytes land in. */
  readonly bulk: Map<NodeSocket, Buffer>;
}

export function nodeProvider(): Provider {
  const onread = readingInto(() => network.landing);
  const network: NodeNetwork = {
    landing: new Uint8Array(0),
    ready: () => {},
    onread,
    reader: undefined,
    landed: 0,
    bulk: new Map(),
  };
  return {
    create: (_family, handle, settings) => new NodeSocket(network, handle, settings),
    start(landing, ready) {
      network.landing = landing;
      network.ready = ready;
    },
    now: () => performance.now(),
  };
}

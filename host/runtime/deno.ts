// The entry for Deno: the engine over Deno's own node:net. It asks for no permission but the network's.

import { onDeno } from './here.ts';
import { netOn } from './node-like.ts';

/** The whole of node:net, its sockets wasi-net's. */
export default netOn(onDeno);

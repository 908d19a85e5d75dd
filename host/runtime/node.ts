// The entry for Node: the engine over Node's own net. Deno comes here too, where no condition leads it to its own
// entry: by `require`, and in a bundle that was made for Node.

import { onDeno, onNode } from './here.ts';
import { netOn } from './node-like.ts';

/** The whole of node:net, its sockets wasi-net's. */
export default netOn('deno' in process.versions ? onDeno : onNode);

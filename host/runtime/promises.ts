// `wasi-net/promises`: what the entry has as `net.promises`, a module beside the entry's. The build puts the entry of
// each runtime in the place of Node's.

import net from './node.ts';

export default net.promises;

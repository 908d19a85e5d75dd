// `wasi-net/promises`: what the entry has as `net.promises`, a module beside the entry's. The build puts the entry of
// each runtime in the place of Node's.

import './node.ts';
import { found, type Shared } from './shared.ts';

const { net } = found() as Shared;
export default net.promises;

// `wasi-net/trace`: the trace of the engine that the entry has made, a module beside the entry's. The build puts
// the entry of each runtime in the place of Node's.

import './node.ts';
import type { Trace } from '../net/trace.ts';
import { found } from './shared.ts';

const { trace } = found() as { trace: Trace };
export const { onTransition, live, print } = trace;
export default trace;

// The types of `wasi-net/trace`; its code is the same bundle as the entry's, so that it sees the same engine.

import { trace } from './node.ts';

export const { onTransition, live, print } = trace;
export default trace;

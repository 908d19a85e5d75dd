// `wasi-net/trace` in a guest.

import { createTrace } from '../net/trace.ts';
import { engine } from '../wasmtime/event-loop.ts';

export default createTrace(engine);

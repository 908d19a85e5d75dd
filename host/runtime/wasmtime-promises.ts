// `wasi-net/promises` in a guest.

import net from './wasmtime.ts';

export default net.promises;

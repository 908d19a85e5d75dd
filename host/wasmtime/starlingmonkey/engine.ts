// The engine's exports with plain numbers: in StarlingMonkey those of 64 bits come out as bigints.

import * as engine from 'wasi-net:engine/engine@0.1.0';

export * from 'wasi-net:engine/engine@0.1.0';

/** In nanoseconds, longer than any program runs, and still exact: a negative number does not get through. */
const NEVER = Number.MAX_SAFE_INTEGER;

export const wait = (until: number) => engine.wait(until < 0 ? NEVER : until);
export const bytesReceived = (handle: number) => Number(engine.bytesReceived(handle));
export const bytesSent = (handle: number) => Number(engine.bytesSent(handle));

// The engine as jco's transpiled component offers it, in the shape that the guest knows from Wasmtime:
// there a u64 is a number, here a bigint.
import { engine } from 'spike:transpiled';

export const { open, bind, listen, connect, send, end, resume, pause, recv, received } = engine;
export const { takeInput, inputEnded, inputFailed, inputDropped, close, setTimeout, events } = engine;
export const { setLocalPort, resolve, addresses, state, localAddress, remoteAddress, live, blocks } = engine;

export function wait(until: number): number {
  return engine.wait(BigInt(Math.ceil(until)));
}

export function bytesReceived(handle: number): number {
  return Number(engine.bytesReceived(handle));
}

export function bytesSent(handle: number): number {
  return Number(engine.bytesSent(handle));
}

// The spike's imports as componentize-qjs gives them to JavaScript. A result throws an Error whose `payload`
// is the error. A u64 is a number both ways: the largest one comes out as -1, and a bigint going in traps.
// Only a list<u64> is made of bigints.

declare module 'wasi-net:engine/engine@0.1.0' {
  export interface InputStream {
    read(length: number): Uint8Array;
    [Symbol.dispose](): void;
  }
  export function open(): number;
  export function bind(handle: number, address: Uint32Array | number[]): number;
  export function listen(handle: number, backlog: number): number;
  export function connect(
    handle: number,
    addresses: Uint32Array | number[],
    attemptTimeout: number,
    race: boolean,
  ): number;
  export function send(handle: number, words: BigUint64Array, length: number): number;
  export function end(handle: number): number;
  export function resume(handle: number): number;
  export function pause(handle: number): number;
  export function recv(handle: number, max: number): Uint8Array;
  export function takeInput(handle: number): InputStream;
  export function received(handle: number, length: number): void;
  export function inputEnded(handle: number): void;
  export function inputFailed(handle: number): void;
  export function inputDropped(handle: number): void;
  export function close(handle: number): void;
  export function setTimeout(handle: number, timeout: number): void;
  export function wait(until: number): number;
  export function events(): number[];
  export function state(handle: number): number;
  export function bytesReceived(handle: number): number;
  export function bytesSent(handle: number): number;
  export function localAddress(handle: number): number[];
  export function remoteAddress(handle: number): number[];
  export function live(): number;
  export function blocks(): number;
}

declare module 'wasi:cli/environment@0.2.12' {
  export function getArguments(): string[];
}

declare module 'wasi:cli/stdout@0.2.12' {
  export function getStdout(): { blockingWriteAndFlush(contents: Uint8Array): void };
}

declare module 'wasi:clocks/monotonic-clock@0.2.12' {
  export function now(): number;
}

declare module 'spike:transpiled' {
  type Engine = typeof import('wasi-net:engine/engine@0.1.0');
  type Wide = 'wait' | 'bytesReceived' | 'bytesSent';
  export const engine: Omit<Engine, Wide> & {
    wait(until: bigint): number;
    bytesReceived(handle: number): bigint;
    bytesSent(handle: number): bigint;
  };
}

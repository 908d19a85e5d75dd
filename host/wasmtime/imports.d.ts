// What a guest imports, as componentize-qjs gives it to JavaScript. A result throws an Error whose `payload` is the error.
// A u64 is a number both ways: the largest one comes out as -1, and a bigint going in traps. Only a list<u64> is made
// of bigints.

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
  export function setLocalPort(handle: number, port: number): number;
  export function resolve(name: string): number;
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
  export function addresses(handle: number): Uint32Array | number[];
  export function live(): number;
  export function hold(handle: number, on: boolean): void;
  export function holder(): number;
  export function blocks(): number;
}

declare module 'wasi-net:hashes/hashes@0.1.0' {
  export function compress(hash: number, state: Uint8Array, blocks: Uint8Array): Uint8Array;
  export function derive(
    hash: number,
    inner: Uint8Array,
    outer: Uint8Array,
    first: Uint8Array,
    iterations: number,
  ): Uint8Array;
}

declare module 'wasi:cli/environment@0.2.12' {
  export function getEnvironment(): [string, string][];
  export function getArguments(): string[];
  export function initialCwd(): string | null | undefined;
}

declare module 'wasi:cli/exit@0.2.12' {
  /** Does not return. */
  export function exitWithCode(code: number): void;
}

declare module 'wasi:cli/stdin@0.2.12' {
  export function getStdin(): import('./stdin.ts').InputStream;
}

declare module 'wasi:cli/stdout@0.2.12' {
  export function getStdout(): import('./stdio.ts').OutputStream;
}

declare module 'wasi:cli/stderr@0.2.12' {
  export function getStderr(): import('./stdio.ts').OutputStream;
}

declare module 'wasi:clocks/monotonic-clock@0.2.12' {
  /** Nanoseconds. */
  export function now(): number;
}

declare module 'wasi:clocks/wall-clock@0.2.12' {
  export function now(): { seconds: number; nanoseconds: number };
}

declare module 'wasi:random/random@0.2.12' {
  export function getRandomBytes(length: number): Uint8Array;
}

declare module 'wasi:io/streams@0.2.12' {
  export const OutputStream: { prototype: import('./stdio.ts').OutputStream };
}

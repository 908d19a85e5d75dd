// The exports of wit/engine.wit as JavaScript has them, in a host as in a guest. Numbers of 64 bits are plain
// numbers: where they come as bigints, whoever hands the exports over converts them.

type Handle = number;

/** `wasi:io/streams.input-stream`, as far as it is used. A result throws its error. */
export interface InputStream {
  read(length: number): Uint8Array;
  [Symbol.dispose](): void;
}

export interface ComponentExports {
  open(): number;
  bind(handle: Handle, address: Uint32Array): number;
  listen(handle: Handle, backlog: number): number;
  connect(handle: Handle, addresses: Uint32Array, attemptTimeout: number, race: boolean): number;
  setLocalPort(handle: Handle, port: number): number;
  resolve(name: string): number;
  send(handle: Handle, words: BigUint64Array, length: number): number;
  end(handle: Handle): number;
  resume(handle: Handle): number;
  pause(handle: Handle): number;
  takeInput(handle: Handle): InputStream;
  received(handle: Handle, length: number): void;
  inputEnded(handle: Handle): void;
  inputFailed(handle: Handle): void;
  inputDropped(handle: Handle): void;
  close(handle: Handle): void;
  setTimeout(handle: Handle, timeout: number): void;
  refresh(handle: Handle): void;
  silent(handle: Handle): boolean;
  setKeepAlive(handle: Handle, enable: boolean, idle: number, interval: number, count: number): number;
  wait(until: number): number;
  events(): ArrayLike<number>;
  state(handle: Handle): number;
  bytesReceived(handle: Handle): number;
  bytesSent(handle: Handle): number;
  localAddress(handle: Handle): ArrayLike<number>;
  remoteAddress(handle: Handle): ArrayLike<number>;
  addresses(handle: Handle): ArrayLike<number>;
  live(): number;
  hold(handle: Handle, on: boolean): void;
  holder(): number;
  trace(on: boolean): void;
}

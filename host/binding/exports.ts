// The engine module's exports under plain names: `wasi-net:engine/engine@0.1.0#set-timeout` is `setTimeout`.

import type { WasmMemory } from './webassembly.ts';

type Handle = number;

/** Functions of wit/engine.wit, flattened by the Canonical ABI, and the core-only ones of assembly/exports.ts. */
export interface CoreExports {
  memory: WasmMemory;
  open(): number;
  bind(handle: Handle, from: number, words: number): number;
  listen(handle: Handle, backlog: number): number;
  connect(handle: Handle, from: number, words: number, attemptTimeout: number, race: number): number;
  setLocalPort(handle: Handle, port: number): number;
  resolve(from: number, bytes: number): number;
  send(handle: Handle, from: number, words: number, length: number): number;
  end(handle: Handle): number;
  resume(handle: Handle): number;
  pause(handle: Handle): number;
  recv(handle: Handle, max: number): number;
  takeInput(handle: Handle): number;
  received(handle: Handle, length: number): void;
  inputEnded(handle: Handle): void;
  inputFailed(handle: Handle): void;
  inputDropped(handle: Handle): void;
  close(handle: Handle): void;
  setTimeout(handle: Handle, milliseconds: number): void;
  refresh(handle: Handle): void;
  setKeepAlive(handle: Handle, enable: number, idle: number, interval: number, count: number): number;
  notify(handle: Handle, readiness: number): void;
  turn(): void;
  events(): number;
  deadline(): bigint;
  state(handle: Handle): number;
  bytesReceived(handle: Handle): bigint;
  bytesSent(handle: Handle): bigint;
  localAddress(handle: Handle): number;
  remoteAddress(handle: Handle): number;
  addresses(handle: Handle): number;
  live(): number;
  hold(handle: Handle, on: number): void;
  holder(): Handle;
  blocks(): number;
  trace(on: number): void;
  transition(state: number, input: number): number;

  reserve(handle: Handle, bytes: number): number;
  commit(handle: Handle, bytes: number): number;
  lend(handle: Handle, bytes: number): number;
  lent(handle: Handle): number;
  establish(handle: Handle): number;
  ring(): number;
  landing(): number;
  arena(): number;
  acting(): number;
  time(): number;
  recount(held: number, later: number): void;
  silent(handle: Handle): number;
  due(): number;
}

/** All exports of an engine instance, by their short names in camel case. */
export function namedExports(exports: Record<string, unknown>): CoreExports {
  const named: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(exports)) {
    const short = name.slice(name.indexOf('#') + 1);
    named[short.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())] = value;
  }
  return named as unknown as CoreExports;
}

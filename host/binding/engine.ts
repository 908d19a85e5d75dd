// The engine as the host sees it: wit/engine.wit in JavaScript terms. `core.ts` gives it over linear memory;
// a guest in Wasmtime gives it over the composed component. Results are those of the WIT: 0 or more, or minus
// an error of assembly/abi.ts.

import type { Controls, Endpoint, Settings } from '../provider/provider.ts';
import type { TimerRuntime } from './alarm.ts';
import type { SendQueue } from './send-queue.ts';

/** The engine's handle of an owner, 0 for none. */
export const kHandle: unique symbol = Symbol('wasi-net handle');
/** Where an owner's events go. */
export const kEvent: unique symbol = Symbol('wasi-net event');

/** Whoever opened a handle: a Socket or a Server. */
export interface Owner {
  [kHandle]: number;
  /** One event of assembly/abi.ts; called in order, never from within a command of the same engine. */
  [kEvent](kind: number, a: number, b: number): void;
}

/** What the binding needs of the runtime beside the provider. */
export interface CoreRuntime extends TimerRuntime {
  /** Runs `callback` after the present operation, before anything else happens. */
  nextTick(callback: () => void): void;
  /** Memory of its own for a chunk that is handed up, its contents not set. */
  allocate(length: number): Uint8Array;
  /** A view of the engine's memory, of the class the runtime's sockets like best. */
  view(memory: ArrayBuffer, from: number, length: number): Uint8Array;
}

export interface Engine {
  /** Opens a handle and makes `owner` its owner. */
  open(owner: Owner, settings: Settings): number;
  /** Takes over a handle that EVENT_ACCEPTED named. */
  adopt(owner: Owner, handle: number): void;
  bind(handle: number, local: Endpoint): number;
  listen(handle: number, backlog: number): number;
  /**
   * Makes a connection of what `settings.adopted` names, at once and without an event. Minus an error when it is
   * none: `takeError` has the runtime's own, and the handle is to be closed.
   */
  establish(handle: number): number;
  /** One address after the other, unless they `race` (RFC 8305). */
  connect(handle: number, remotes: readonly Endpoint[], attemptTimeout: number, race?: boolean): number;

  /** Sends from the queue until it is empty (ACCEPTED) or the network must be waited for (PENDING). */
  send(handle: number, queue: SendQueue): number;
  end(handle: number): number;
  resume(handle: number): void;
  pause(handle: number): void;
  /** The bytes that EVENT_READABLE announced, owned by the caller; none is no sign of the end. */
  recv(handle: number): Uint8Array | undefined;

  setTimeout(handle: number, milliseconds: number): void;
  refresh(handle: number): void;
  setKeepAlive(handle: number, enable: boolean, idle: number, interval: number, count: number): number;

  /**
   * Releases the handle. `closed` is called when the runtime has released its socket, in a later turn of the
   * event loop; false when there was none, and `closed` will not be called.
   */
  close(handle: number, closed: () => void): boolean;

  /** The side interface of the handle's socket, where there is one. */
  controls(handle: number): Controls | undefined;
  /** The runtime's own errors of the handle, oldest first; each is given once. */
  takeError(handle: number): unknown;
  /** Whether this error of a connect is of one that had never been on its way. */
  cameAtOnce(error: unknown): boolean;
  localAddress(handle: number): Endpoint | undefined;
  remoteAddress(handle: number): Endpoint | undefined;
  bytesReceived(handle: number): number;
  bytesSent(handle: number): number;
  state(handle: number): number;
  /** Handles in use. */
  live(): number;
  /** Hands every transition and event to `listener`, with times; undefined turns it off. */
  trace(listener: TraceListener | undefined): void;
}

/** `time` is milliseconds of the provider's clock; `owner` is there from when it is known until it closes. */
export type TraceListener = (
  time: number,
  handle: number,
  kind: number,
  a: number,
  b: number,
  owner: Owner | undefined,
) => void;

// What a Socket remembers beside its stream: everything behind one symbol, so that nothing of ours shows among
// the properties programs look at. Facts that the engine owns (state, counts, deadlines) are not repeated here.

import type { Duplex } from 'node:stream';
import type { SendQueue } from '../binding/send-queue.ts';
import type { Endpoint, Settings } from '../provider/provider.ts';
import type { BoundSocketLike } from './bound-socket.ts';
import type { AsyncScope } from './context.ts';

export const kState: unique symbol = Symbol('wasi-net socket');

// Flags of `gather`.
/** Our `cork` of this tick is in force. */
export const GATHERING = 1;
/** Some of what this tick gathered has gone out, to be acknowledged in a tick of its own. */
export const EARLY = 2;
/** What was gathered is being sent. */
export const FLUSHING = 4;

/** A write that the network has not accepted yet. */
export interface Sending {
  queue: SendQueue;
  callback: (error?: Error | null) => void;
}

/** The `onread` option: the program's own buffer instead of 'data'. */
export interface OnRead {
  readonly buffer: Uint8Array | (() => Uint8Array);
  readonly callback: (this: Duplex, bytes: number, buffer: Uint8Array) => boolean;
  /** What `buffer` gave for the next bytes. */
  next: Uint8Array | undefined;
  /** Received, and refused by `callback`: delivered first when reading goes on. */
  leftover: Uint8Array | undefined;
}

/** The addresses that a connect tries, and what each failed with: in a race the first may be the last to fail. */
export interface Attempts {
  readonly remotes: readonly Endpoint[];
  readonly errors: Error[];
  /** Those that the socket's list blocks, where it has a list. */
  readonly blocked?: readonly Blocked[];
  /** Where a local address is to be bound first: that of the first attempt. */
  readonly local?: Endpoint;
  /** The attempt that is told as soon as its local address is bound. */
  untold?: number;
}

/** An address that is not tried. */
export interface Blocked {
  /** Its turn is before this one of `remotes`. */
  readonly before: number;
  readonly remote: Endpoint;
  readonly error: Error;
}

/** Keep-alive as it was asked for: whole seconds, and how many probes; what is undefined is the system's own. */
export interface KeepAlive {
  readonly enable: boolean;
  readonly seconds: number;
  readonly interval?: number;
  readonly count?: number;
}

/** What `_handle` is looked at for. */
export interface GivenHandle {
  setNoDelay?(on: boolean): void;
  setKeepAlive?(enable: boolean, seconds: number, interval?: number, count?: number): void;
}

/** Told when a socket of a server is gone. */
export const kGone: unique symbol = Symbol('wasi-net connection gone');
export interface ConnectionOwner {
  [kGone](): void;
}

/** As settings it is what the provider is told before there is a runtime's socket; kept for a later `connect`. */
export interface SocketState extends Settings {
  /** The BoundSocket it was made with; there only then, as the path that it is bound to. */
  bound?: BoundSocketLike;
  source?: string;
  /** The server that accepted it. */
  server: ConnectionOwner | undefined;
  /** There is a connection, or one is being made: Node's `_handle` is not null. */
  active: boolean;
  /** What `_handle` gives, made when it is first asked for, or put there by the program. */
  handle: GivenHandle | null | undefined;
  /** Idle timeout in milliseconds, 0 for none; kept for the next connection. */
  idle: number;
  /** The async context of the `setTimeout` call, or of what started it again. */
  idleScope: AsyncScope | undefined;
  /** Where `connect` was called, if the runtime's handle is made elsewhere, after a lookup: it tells what it does there. */
  scope: AsyncScope | undefined;
  /** The timeout has come, and nothing has started it again. */
  timedOut: boolean;
  keepAlive: KeepAlive | undefined;
  /** What was set last, kept for a later connection. */
  typeOfService: number | undefined;
  onread: OnRead | undefined;
  /** A `connect` on top of this connection succeeds once. */
  again: boolean;
  /** Until there is a connection. */
  attempts: Attempts | undefined;
  sending: Sending | undefined;
  /** `_final`'s callback, until our FIN is accepted. */
  finishing: ((error?: Error | null) => void) | undefined;
  /** The engine was told to report what arrives. */
  reading: boolean;
  /** Bytes that were given to `_write`: Node's bytesWritten counts them from then on. */
  dispatched: number;
  /** A write held back until the connection is there, in bytes. */
  held: number;
  /** The engine's count when the handle was closed. */
  received: number;
  /** Addresses, as asked once; Node keeps the peer's beyond the connection. */
  local: Endpoint | undefined;
  remote: Endpoint | undefined;
  /** The tick of the last small write. */
  wrote: number;
  /** Where the gathering of small writes is: GATHERING, EARLY and FLUSHING, or none of them. */
  gather: number;
  /** The stream's callback for what was gathered, accepted at once. */
  flushed: ((error?: Error | null) => void) | undefined;
}

export function socketState(): SocketState {
  return {
    server: undefined,
    active: false,
    handle: undefined,
    idle: 0,
    idleScope: undefined,
    scope: undefined,
    timedOut: false,
    path: undefined,
    noDelay: undefined,
    unref: undefined,
    attemptScope: undefined,
    localPort: undefined,
    keepAlive: undefined,
    typeOfService: undefined,
    onread: undefined,
    again: false,
    attempts: undefined,
    sending: undefined,
    finishing: undefined,
    reading: false,
    dispatched: 0,
    held: 0,
    received: 0,
    local: undefined,
    remote: undefined,
    wrote: 0,
    gather: 0,
    flushed: undefined,
  };
}

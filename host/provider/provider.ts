// What a runtime gives the engine: sockets, spelled for JavaScript. `wasi-imports.ts` puts the Canonical ABI
// around them. A provider never blocks, and never calls `ready` from within one of its own operations: what an
// operation brings about is told afterwards. Error results are ERROR_ numbers of assembly/abi.ts, 0 for none.

/** Where a socket is or goes. `address` is text as node:net prints it. */
export interface Endpoint {
  family: 4 | 6;
  address: string;
  port: number;
}

/** A descriptor, or a handle of the runtime's own; a connection may have one half only. */
export interface Adopted {
  fd?: number;
  handle?: object;
  readable?: boolean;
  writable?: boolean;
}

/** An async context that was kept. */
export interface Scope {
  runInAsyncScope<R>(run: () => R): R;
}

/** What WASI cannot be told, given by the host before the socket exists. Every field is optional by nature. */
export interface Settings {
  /** IPC: this path stands for the address of `connect` and `bind`. */
  path?: string;
  /** What is there already: `finishConnect` makes a connection of it, or `listen` a listener. */
  adopted?: Adopted;
  /** The runtime's BoundSocket that `connect` starts from; `bind` makes it the socket's own. */
  bound?: object;
  noDelay?: boolean;
  /** Does not keep the program alive. */
  unref?: boolean;
  /** Where `connect` is, of several addresses, which a turn of the engine may begin. */
  attemptScope?: Scope;
  /** The port to connect from where addresses of both families are tried: `bind` is for one address. */
  localPort?: number;
  /** Options of `listen` that have no WASI word. */
  exclusive?: boolean;
  ipv6Only?: boolean;
  reusePort?: boolean;
  readableAll?: boolean;
  writableAll?: boolean;
  /** Whether its server has as many connections as it may; and what to do when the runtime has dropped one for it. */
  isFull?: () => boolean;
  dropped?: (peers?: object) => void;
  /** The runtime tells that it listens, or why it cannot: on its channels, where ours is to be told of instead. */
  told?: (error?: unknown) => void;
  /** Of what listens: whether without an address, on every interface, IPv6 and IPv4 where there is both. */
  anyAddress?: boolean;
}

/** Tells the driver that something a socket watches is ready (READY_ bits). */
export type Ready = (handle: number, readiness: number) => void;

/** `read` and `permit`: the stream has ended, or failed. */
export const STREAM_CLOSED = -1;
export const STREAM_FAILED = -2;

/** One socket of the runtime: the operations behind the engine's WASI imports. */
export interface RawSocket {
  /** The engine's handle; 0 once dropped. */
  handle: number;

  bind(local: Endpoint): number;
  finishBind(): number;
  connect(remote: Endpoint): number;
  /** ERROR_WOULD_BLOCK while it is under way. */
  finishConnect(): number;
  backlog(size: number): void;
  listen(): number;
  finishListen(): number;
  /** The next waiting connection, made known as `handle`; or an error, ERROR_WOULD_BLOCK when there is none. */
  accept(handle: number): RawSocket | number;
  localEndpoint(): Endpoint | undefined;
  remoteEndpoint(): Endpoint | undefined;
  keepAlive(enable: boolean): number;
  /** Which of the three, in milliseconds or probes. */
  keepAliveOption(option: 'idle' | 'interval' | 'count', value: number): number;

  /** The engine wants to know of this readiness (a READY_ bit), or no longer. Input: reads may begin, or stop. */
  watch(readiness: number): void;
  unwatch(readiness: number): void;

  /** Places at most `max` bytes in `landing` and says how many; 0 when none is there; or STREAM_ … */
  read(landing: Uint8Array, max: number): number;
  /** How many bytes `write` takes now; 0 while the last ones are not accepted; or STREAM_ … */
  permit(): number;
  /** Sends `bytes`, whose memory is the provider's until it permits again. STREAM_ … when it cannot. */
  write(bytes: Uint8Array): number;
  /** Sends FIN. Accepted when `permit` answers STREAM_CLOSED. */
  shutdown(): number;
  /** `drop` comes next: `permit` answers STREAM_CLOSED from now on, for there is nothing to wait for. */
  closing(): void;
  /** Releases it. `controls.closed` is called when the runtime has. */
  drop(): void;

  readonly controls: Controls;
}

export interface TypeOfService {
  setTypeOfService(value: number): void;
  getTypeOfService(): number;
}

/** The side interface: what WASI has no word for. A provider implements what its runtime has. */
export interface Controls {
  /** A chunk of the runtime's own, handed over without a copy; or nothing, then `read` has it. */
  take?(): Uint8Array | undefined;
  /** The runtime's own error of the last failure. */
  error?: unknown;
  /** Called when a connection that binds a local address first has done so. */
  bound?: () => void;
  /** The connection that failed had never been on its way. */
  readonly atOnce?: boolean;
  ref?(): void;
  unref?(): void;
  setNoDelay?(on: boolean): void;
  /** Of a socket that has it: what sets and tells the type of service. Both throw the runtime's error. */
  readonly typeOfService?: TypeOfService;
  /** `write` of several pieces in one go. */
  writeTogether?(pieces: readonly Uint8Array[]): void;
  /** Makes `drop` send RST. */
  reset?(): void;
  /** Called once, when the runtime has released the socket after `drop`. */
  closed?: () => void;
  /** `drop` has been answered already. */
  isClosed?(): boolean;
}

export interface Provider {
  /**
   * A socket for `handle`, which may have several while its addresses race. Its readiness goes to the `ready` that
   * `start` was given.
   */
  create(family: 4 | 6, handle: number, settings: Settings): RawSocket | number;
  /** The engine is there: its landing zone, and where readiness is told. */
  start(landing: Uint8Array, ready: Ready): void;
  /** Milliseconds of a monotonic clock, with fractions where there are. */
  now(): number;
}

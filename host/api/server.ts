// Server, as programs see it.

import type { EventEmitter } from 'node:events';
import type { AnyListener, ServerEventMap } from './events.ts';
import type { AddressInfo, ListenOptions, ServerOpts } from './options.ts';
import type { Socket } from './socket.ts';

/**
 * Accepts connections, TCP or IPC. It can be called without `new` and inherited; `instanceof` holds for the
 * runtime's own servers too.
 */
export declare class Server extends EventEmitter {
  /**
   * A server that does not listen yet; the listener is added to 'connection'.
   *
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE for options that make no sense
   */
  constructor(listener?: (socket: Socket) => void);
  constructor(options?: ServerOpts, listener?: (socket: Socket) => void);

  /**
   * Listens on a port (0: one that the system chooses), a path, a descriptor, or on what another server or a
   * BoundSocket has bound. The listener is added to 'listening'. What fails on the network is an 'error'.
   *
   * @throws ERR_SERVER_ALREADY_LISTEN, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_SOCKET_BAD_PORT
   */
  listen(port?: number, host?: string, backlog?: number, listener?: () => void): this;
  listen(port?: number, host?: string, listener?: () => void): this;
  listen(port?: number, backlog?: number, listener?: () => void): this;
  listen(port?: number, listener?: () => void): this;
  listen(path: string, backlog?: number, listener?: () => void): this;
  listen(path: string, listener?: () => void): this;
  listen(options: ListenOptions, listener?: () => void): this;
  listen(handle: object, backlog?: number, listener?: () => void): this;
  listen(handle: object, listener?: () => void): this;

  /**
   * Stops listening. Connections stay; 'close' follows when the last of them is gone. The callback gets
   * ERR_SERVER_NOT_RUNNING when the server was not listening.
   */
  close(callback?: (error?: Error) => void): this;
  /** Closes the server; settles when the last connection is gone. */
  [Symbol.asyncDispose](): Promise<void>;

  /**
   * The connections that come from now on, for `for await`; it ends at 'close', and an 'error' is thrown in it. The
   * server accepts while the loop's body runs: handle a connection without waiting for its end.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Socket>;

  /** Address, family and port that it listens on, or the path; null when it does not listen. */
  address(): AddressInfo | string | null;
  /** Whether it listens. */
  readonly listening: boolean;
  /** Asks how many connections are open. */
  getConnections(callback: (error: Error | null, count: number) => void): this;
  /** Above this many open connections new ones are closed at once, with a 'drop' for each. */
  maxConnections: number;
  /** In a cluster: drop instead of handing the connection to another process. */
  dropMaxConnection: boolean;
  /** The older way to ask for the number of connections. */
  connections: number;

  /** The server keeps the program running: the default. */
  ref(): this;
  /** The program may end in spite of the server. */
  unref(): this;

  addListener<E extends keyof ServerEventMap>(event: E, listener: (...args: ServerEventMap[E]) => void): this;
  addListener(event: string | symbol, listener: AnyListener): this;
  on<E extends keyof ServerEventMap>(event: E, listener: (...args: ServerEventMap[E]) => void): this;
  on(event: string | symbol, listener: AnyListener): this;
  once<E extends keyof ServerEventMap>(event: E, listener: (...args: ServerEventMap[E]) => void): this;
  once(event: string | symbol, listener: AnyListener): this;
  prependListener<E extends keyof ServerEventMap>(
    event: E,
    listener: (...args: ServerEventMap[E]) => void,
  ): this;
  prependListener(event: string | symbol, listener: AnyListener): this;
  prependOnceListener<E extends keyof ServerEventMap>(
    event: E,
    listener: (...args: ServerEventMap[E]) => void,
  ): this;
  prependOnceListener(event: string | symbol, listener: AnyListener): this;
  off<E extends keyof ServerEventMap>(event: E, listener: (...args: ServerEventMap[E]) => void): this;
  off(event: string | symbol, listener: AnyListener): this;
  removeListener<E extends keyof ServerEventMap>(
    event: E,
    listener: (...args: ServerEventMap[E]) => void,
  ): this;
  removeListener(event: string | symbol, listener: AnyListener): this;
  emit<E extends keyof ServerEventMap>(event: E, ...args: ServerEventMap[E]): boolean;
  emit(event: string | symbol, ...args: unknown[]): boolean;
}

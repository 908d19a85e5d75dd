// Socket, as programs see it.

import type { Duplex } from 'node:stream';
import type { AnyListener, SocketEventMap } from './events.ts';
import type { AddressInfo, KeepAliveOptions, SocketConnectOpts, SocketConstructorOpts } from './options.ts';
import type { Server } from './server.ts';

/**
 * - `opening`: connecting
 * - `open`: readable and writable
 * - `readOnly`: our side has ended
 * - `writeOnly`: the peer has ended
 * - `closed`: neither
 */
export type SocketReadyState = 'opening' | 'open' | 'readOnly' | 'writeOnly' | 'closed';

/**
 * A TCP connection, or an IPC connection where the runtime has them: a `Duplex` stream and an `EventEmitter`.
 *
 * A program makes one and calls `connect`, gets one from `net.connect`, or from a server's 'connection'. It can be
 * called without `new`, inherited by `extends` and by `Socket.call(this)`; `instanceof` holds for the runtime's own
 * sockets too.
 */
export declare class Socket extends Duplex {
  /**
   * A socket without a connection. A number is a descriptor: `{ fd }`.
   *
   * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE for options that make no sense;
   * ERR_INVALID_FD_TYPE for a descriptor that is neither a pipe nor a socket
   */
  constructor(options?: SocketConstructorOpts | number);

  /**
   * Begins a connection; the listener is added to 'connect'. Names are looked up with `lookup` or the runtime's
   * resolver, and their addresses tried one after the other, families in turn (`autoSelectFamily`). After 'close'
   * the same socket may connect again. What fails on the network is an 'error'.
   *
   * @throws ERR_MISSING_ARGS, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_IP_ADDRESS,
   * ERR_OUT_OF_RANGE, ERR_SOCKET_BAD_PORT
   */
  connect(options: SocketConnectOpts, listener?: () => void): this;
  connect(port: number, host: string, listener?: () => void): this;
  connect(port: number, listener?: () => void): this;
  connect(path: string, listener?: () => void): this;

  /**
   * Sends text (UTF-8 unless `encoding` says otherwise) or bytes. False: the stream holds back more than its
   * high-water mark, and 'drain' follows. The callback runs when the network has accepted the bytes, never before.
   * Writes of one tick go out together: the first at once, the others when the tick ends.
   */
  write(chunk: Uint8Array | string, callback?: (error?: Error | null) => void): boolean;
  write(
    chunk: Uint8Array | string,
    encoding?: BufferEncoding,
    callback?: (error?: Error | null) => void,
  ): boolean;

  /**
   * Ends our side: what was written is sent, then FIN. The peer may go on sending. The callback is called at
   * 'finish'.
   */
  end(callback?: () => void): this;
  end(chunk: Uint8Array | string, callback?: () => void): this;
  end(chunk: Uint8Array | string, encoding?: BufferEncoding, callback?: () => void): this;

  /** Ends, and destroys the socket when everything is sent. */
  destroySoon(): void;

  /**
   * Closes the connection with RST and destroys the socket; while connecting, as soon as it is connected. Without a
   * connection the socket is destroyed with ERR_SOCKET_CLOSED.
   *
   * @throws ERR_INVALID_HANDLE_TYPE for IPC
   */
  resetAndDestroy(): this;

  /** Stops 'data': what the peer sends waits in the network, and so does its FIN. */
  pause(): this;
  /** Reads on after `pause`. */
  resume(): this;
  /** Makes 'data' give strings of this encoding, UTF-8 where none is named. */
  setEncoding(encoding?: BufferEncoding): this;

  /**
   * Emits 'timeout' after so many milliseconds in which nothing was sent or received; 0 turns it off. The callback
   * is added to 'timeout' for once. The connection stays: closing it is the program's.
   *
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
   */
  setTimeout(milliseconds: number, callback?: () => void): this;

  /** Turns Nagle's algorithm off, or on with `false`. Before the connection it is remembered. */
  setNoDelay(noDelay?: boolean): this;

  /**
   * Keep-alive: the first probe after `initialDelay` milliseconds of silence, the next ones every `interval`
   * milliseconds, `count` of them. Fractions of a second are cut off; 0 leaves the system's value. Before the
   * connection it is remembered.
   */
  setKeepAlive(enable?: boolean, initialDelay?: number, interval?: number, count?: number): this;
  setKeepAlive(options: KeepAliveOptions): this;

  /**
   * Sets the type of service (IPv4) or traffic class (IPv6) of what is sent: 0 to 255. Before the connection it is
   * remembered.
   *
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, and the system's error where it refuses
   */
  setTypeOfService(tos: number): this;
  /** The type of service that is set. */
  getTypeOfService(): number;

  /** The connection keeps the program running: the default. May be called before, during and after `connect`. */
  ref(): this;
  /** The program may end in spite of the connection. May be called before, during and after `connect`. */
  unref(): this;

  /** The local address; an empty object without a connection. */
  // biome-ignore lint/complexity/noBannedTypes: what Node gives without a connection.
  address(): AddressInfo | {};

  /** The addresses tried, as `ip:port`, when there were several; the last one is the one connected to. */
  readonly autoSelectFamilyAttemptedAddresses: string[];
  /** Bytes that wait to be written. */
  readonly bufferSize: number;
  /** Bytes received. */
  readonly bytesRead: number;
  /** Bytes given to `write`: sent, in flight and still queued. */
  readonly bytesWritten: number;
  /** `connect` was called, and neither 'connect' nor an error has followed yet. */
  readonly connecting: boolean;
  /** There is no connection: `connect` was not called, or has not finished. */
  readonly pending: boolean;
  /** `destroy` was called, or the socket has closed. */
  readonly destroyed: boolean;
  readonly readyState: SocketReadyState;
  readonly localAddress?: string;
  readonly localPort?: number;
  /** 'IPv4' or 'IPv6'. */
  readonly localFamily?: string;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** 'IPv4' or 'IPv6'. */
  readonly remoteFamily: string | undefined;
  /** The server that accepted the connection. */
  readonly server: Server | null;
  /** What `setTimeout` was given, in milliseconds. */
  readonly timeout?: number;

  addListener<E extends keyof SocketEventMap>(event: E, listener: (...args: SocketEventMap[E]) => void): this;
  addListener(event: string | symbol, listener: AnyListener): this;
  on<E extends keyof SocketEventMap>(event: E, listener: (...args: SocketEventMap[E]) => void): this;
  on(event: string | symbol, listener: AnyListener): this;
  once<E extends keyof SocketEventMap>(event: E, listener: (...args: SocketEventMap[E]) => void): this;
  once(event: string | symbol, listener: AnyListener): this;
  prependListener<E extends keyof SocketEventMap>(
    event: E,
    listener: (...args: SocketEventMap[E]) => void,
  ): this;
  prependListener(event: string | symbol, listener: AnyListener): this;
  prependOnceListener<E extends keyof SocketEventMap>(
    event: E,
    listener: (...args: SocketEventMap[E]) => void,
  ): this;
  prependOnceListener(event: string | symbol, listener: AnyListener): this;
  off<E extends keyof SocketEventMap>(event: E, listener: (...args: SocketEventMap[E]) => void): this;
  off(event: string | symbol, listener: AnyListener): this;
  removeListener<E extends keyof SocketEventMap>(
    event: E,
    listener: (...args: SocketEventMap[E]) => void,
  ): this;
  removeListener(event: string | symbol, listener: AnyListener): this;
  emit<E extends keyof SocketEventMap>(event: E, ...args: SocketEventMap[E]): boolean;
  emit(event: string | symbol, ...args: unknown[]): boolean;
}

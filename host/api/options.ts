// The options of Socket, connect, Server and listen. Times are milliseconds.

import type { BlockListLike } from './addresses.ts';

export interface AddressInfo {
  address: string;
  /** 'IPv4' or 'IPv6'. */
  family: string;
  port: number;
}

/** Reading into a buffer of the program's: nothing is emitted as 'data'. */
export interface OnReadOpts {
  /** The buffer, used for every chunk, or a function that gives the one for the next chunk. */
  buffer: Uint8Array | (() => Uint8Array);
  /** Called with each chunk; `false` pauses the socket. */
  callback(bytesRead: number, buffer: Uint8Array): boolean;
}

export interface SocketConstructorOpts {
  /** A descriptor to adopt: a pipe or a connected socket. */
  fd?: number | undefined;
  /** What a descriptor is open for. */
  readable?: boolean | undefined;
  writable?: boolean | undefined;
  /** A bound socket to connect from, or a connection's handle of the runtime. */
  handle?: object | undefined;
  /** Whether our side stays open when the peer ends. Off: it ends too. */
  allowHalfOpen?: boolean | undefined;
  onread?: OnReadOpts | undefined;
  /** Destroys the socket when it is aborted. */
  signal?: AbortSignal | undefined;
  /** Turns Nagle's algorithm off from the beginning. */
  noDelay?: boolean | undefined;
  keepAlive?: boolean | undefined;
  /** Milliseconds of silence before the first keep-alive probe. */
  keepAliveInitialDelay?: number | undefined;
  /** Bytes that each direction holds before it says so. */
  highWaterMark?: number | undefined;
  /** Addresses that must not be connected to. */
  blockList?: BlockListLike | undefined;
  /** 0 to 255. */
  typeOfService?: number | undefined;
}

/** A name's addresses, as `dns.lookup` gives them. */
export type LookupFunction = (
  hostname: string,
  options: LookupOptions,
  callback: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
) => void;

export interface LookupOptions {
  family?: number | 'IPv4' | 'IPv6' | undefined;
  hints?: number | undefined;
  all?: boolean | undefined;
}

export interface LookupAddress {
  address: string;
  family: number;
}

/**
 * How the addresses of a name are tried, families in turn. `false`: only the first. `true`: one after the other, as
 * Node does: one that takes longer than `autoSelectFamilyAttemptTimeout` is given up, but the last.
 *
 * `'race'`, of wasi-net alone (RFC 8305): one that takes longer goes on, and the next is tried beside it; at once when
 * the newest fails. The first to connect is the connection, and the others are dropped. No attempt is ever given up,
 * so there is no 'connectionAttemptTimeout', and of those that lost no event.
 */
export type FamilySelection = boolean | 'race';

export interface TcpSocketConnectOpts {
  port: number;
  /** A name or an address; 'localhost' where none is given. */
  host?: string | undefined;
  /** The local address and port to connect from. */
  localAddress?: string | undefined;
  localPort?: number | undefined;
  /** 4 or 6: only addresses of that family; 0: both. */
  family?: number | undefined;
  /** Flags for `dns.lookup`. */
  hints?: number | undefined;
  /** Resolves the name in place of the runtime. */
  lookup?: LookupFunction | undefined;
  /** Whether all addresses of a name are tried, and how. */
  autoSelectFamily?: FamilySelection | undefined;
  /** Milliseconds that one of several addresses may take before the next is tried; at least 10. */
  autoSelectFamilyAttemptTimeout?: number | undefined;
  onread?: OnReadOpts | undefined;
  noDelay?: boolean | undefined;
  keepAlive?: boolean | undefined;
  keepAliveInitialDelay?: number | undefined;
  blockList?: BlockListLike | undefined;
}

export interface IpcSocketConnectOpts {
  /** A Unix domain socket, or a named pipe of Windows. */
  path: string;
  onread?: OnReadOpts | undefined;
}

export type SocketConnectOpts = TcpSocketConnectOpts | IpcSocketConnectOpts;

/** Of `net.connect`: the options of the socket and of its connection in one. */
export interface TcpNetConnectOpts extends TcpSocketConnectOpts, SocketConstructorOpts {
  /** The idle timeout, set before connecting. */
  timeout?: number | undefined;
}
export interface IpcNetConnectOpts extends IpcSocketConnectOpts, SocketConstructorOpts {
  /** The idle timeout, set before connecting. */
  timeout?: number | undefined;
}
export type NetConnectOpts = TcpNetConnectOpts | IpcNetConnectOpts;

export interface KeepAliveOptions {
  enable?: boolean | undefined;
  initialDelay?: number | undefined;
  interval?: number | undefined;
  count?: number | undefined;
}

export interface ServerOpts {
  /** For accepted sockets: whether our side stays open when the peer ends. */
  allowHalfOpen?: boolean | undefined;
  /** Accepted sockets begin paused: no byte is read until `resume`. */
  pauseOnConnect?: boolean | undefined;
  noDelay?: boolean | undefined;
  keepAlive?: boolean | undefined;
  keepAliveInitialDelay?: number | undefined;
  /** Bytes that each direction of an accepted socket holds before it says so. */
  highWaterMark?: number | undefined;
  /** Connections from these addresses are closed at once. */
  blockList?: BlockListLike | undefined;
}

export interface ListenOptions {
  port?: number | undefined;
  host?: string | undefined;
  path?: string | undefined;
  /** A descriptor that listens or is bound. */
  fd?: number | undefined;
  /** What another server or a bound socket has bound. */
  handle?: object | undefined;
  /** Connections that the system holds until they are accepted; 511 where none is given. */
  backlog?: number | undefined;
  /** In a cluster: not shared with the other processes. */
  exclusive?: boolean | undefined;
  /** `::` accepts no IPv4 connections. */
  ipv6Only?: boolean | undefined;
  /** Several servers listen on one port, and the system deals the connections out. */
  reusePort?: boolean | undefined;
  /** An IPC path that all users may read from, or write to. */
  readableAll?: boolean | undefined;
  writableAll?: boolean | undefined;
  /** Closes the server when it is aborted. */
  signal?: AbortSignal | undefined;
}

// The events of Socket and Server with their arguments, in the order in which a connection meets them.

import type { Socket } from './socket.ts';

export interface SocketEventMap {
  /**
   * A name was looked up: once for each address found, before any is tried. Not emitted for addresses.
   * With an error, `address` and `family` are undefined.
   */
  lookup: [error: Error | null, address: string, family: number | null, host: string];
  /** An address is being tried. */
  connectionAttempt: [ip: string, port: number, family: number];
  /** An address failed; the next one, if there is one, is tried now. */
  connectionAttemptFailed: [ip: string, port: number, family: number, error: Error];
  /** An address did not answer within the attempt timeout and was given up for the next one. */
  connectionAttemptTimeout: [ip: string, port: number, family: number];
  /** The connection is there. */
  connect: [];
  /** Right after 'connect'. */
  ready: [];
  /** A chunk was received. After `setEncoding` it is a string. */
  data: [chunk: Buffer];
  /** What `write` had to hold back is written: more may be written. */
  drain: [];
  /** The peer sent its FIN and everything before it was read. */
  end: [];
  /** Our end was sent. */
  finish: [];
  /** Nothing was sent or received for the time that `setTimeout` named. The connection is not closed by it. */
  timeout: [];
  /** What went wrong. 'close' follows. */
  error: [error: Error];
  /** The socket is closed and its resources are released; whether an error was the reason. */
  close: [hadError: boolean];
}

export interface ServerEventMap {
  /** The server is bound and listens. */
  listening: [];
  /** A client has connected. */
  connection: [socket: Socket];
  /** A connection was refused because of `maxConnections`. */
  drop: [data?: DropArgument];
  /** It could not listen, or a connection could not be accepted. */
  error: [error: Error];
  /** The server has stopped and its last connection is gone. */
  close: [];
}

/** The addresses of a connection that was dropped; there are none for IPC. */
export interface DropArgument {
  localAddress?: string;
  localPort?: number;
  localFamily?: string;
  remoteAddress?: string;
  remotePort?: number;
  remoteFamily?: string;
}

/** A listener of an event that is not in the table. */
// biome-ignore lint/suspicious/noExplicitAny: the type that node:events gives its listeners.
export type AnyListener = (...args: any[]) => void;

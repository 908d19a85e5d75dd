// The module, as programs see it. docs/api.md is made of these files' comments.

import type { FamilySelection, NetConnectOpts, ServerOpts } from './options.ts';
import type { Server } from './server.ts';
import type { Socket } from './socket.ts';

export * from './addresses.ts';
export * from './bound-socket.ts';
export type * from './events.ts';
export type * from './options.ts';
export * as promises from './promises.ts';
export * from './server.ts';
export * from './socket.ts';

/** The older name of `Socket`. */
export { Socket as Stream } from './socket.ts';

/**
 * Makes a socket and connects it. The options are the socket's and the connection's in one; `timeout` among them is
 * set before connecting.
 *
 * @throws what `new Socket` and `socket.connect` throw
 */
export declare function connect(options: NetConnectOpts, listener?: () => void): Socket;
export declare function connect(port: number, host?: string, listener?: () => void): Socket;
export declare function connect(path: string, listener?: () => void): Socket;

/** The other name of `connect`. */
export declare function createConnection(options: NetConnectOpts, listener?: () => void): Socket;
export declare function createConnection(port: number, host?: string, listener?: () => void): Socket;
export declare function createConnection(path: string, listener?: () => void): Socket;

/**
 * Makes a server; it does not listen yet.
 *
 * @throws what `new Server` throws
 */
export declare function createServer(listener?: (socket: Socket) => void): Server;
export declare function createServer(options?: ServerOpts, listener?: (socket: Socket) => void): Server;

/** Whether all addresses of a name are tried where the options do not say; `'race'` where that was set. */
export declare function getDefaultAutoSelectFamily(): boolean;
/** @throws ERR_INVALID_ARG_TYPE unless given true, false or `'race'` */
export declare function setDefaultAutoSelectFamily(value: FamilySelection): void;
/** Milliseconds that one of several addresses may take where the options do not say. */
export declare function getDefaultAutoSelectFamilyAttemptTimeout(): number;
/**
 * Less than 10 is taken as 10.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
export declare function setDefaultAutoSelectFamilyAttemptTimeout(milliseconds: number): void;

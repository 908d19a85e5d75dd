// `net.promises` and `wasi-net/promises`, as programs see them. Node has merged them and not released them yet.

import type { ListenOptions, NetConnectOpts, ServerOpts } from './options.ts';
import type { Server } from './server.ts';
import type { Socket } from './socket.ts';

export { BlockList, isIP, isIPv4, isIPv6, SocketAddress } from './addresses.ts';

/** Of `promises.listen`: the options of the server and of its `listen` in one. */
export interface NetListenOpts extends ServerOpts, ListenOptions {
  /** Added to 'connection'. */
  connectionListener?: ((socket: Socket) => void) | undefined;
}

/**
 * Connects: fulfils with the socket at 'connect'. Rejects with the error of the connection, or with AbortError when
 * `signal` is aborted before; the socket is destroyed then. A connected socket is none of the signal's business.
 *
 * @throws what `net.connect` throws, and the signal's reason when it is aborted already: as a rejection
 */
export declare function connect(options: NetConnectOpts): Promise<Socket>;
export declare function connect(path: string): Promise<Socket>;
export declare function connect(port: number, host?: string): Promise<Socket>;

/**
 * Makes a server and listens: fulfils with it at 'listening'; on any port, where none and no path is named. Rejects
 * with the error of `listen`, or with AbortError when `signal` is aborted before; later that closes the server.
 *
 * @throws what `createServer` and `server.listen` throw, and the signal's reason when it is aborted already: as a
 * rejection
 */
export declare function listen(options?: NetListenOpts): Promise<Server>;

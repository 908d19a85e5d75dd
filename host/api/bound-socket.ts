// BoundSocket, as programs see it.

import type { AddressInfo } from './options.ts';

export interface BoundSocketOptions {
  /** An address: names are not looked up. '0.0.0.0' where none is given. */
  host?: string | undefined;
  /** 0, the default: one that the system chooses. */
  port?: number | undefined;
  ipv6Only?: boolean | undefined;
  reusePort?: boolean | undefined;
  /** A Unix path in place of host and port, which must not be given then. */
  path?: string | undefined;
}

/**
 * A local address that is bound and neither listens nor connects yet: `server.listen(bound)` or
 * `new Socket({ handle: bound })` takes it over; from then on its methods throw ERR_SOCKET_HANDLE_ADOPTED.
 *
 * It is the runtime's own. Where the runtime has none the class is there and its constructor throws
 * ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: ask for `'address' in BoundSocket.prototype`.
 */
export declare class BoundSocket {
  /**
   * Binds at once.
   *
   * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_SOCKET_BAD_PORT; what the system answers, EADDRINUSE for one
   */
  constructor(options?: BoundSocketOptions);
  /** Of one that is bound to a path it is the path, though Node's types do not say so. */
  address(): AddressInfo;
  /** Whether it is bound to a path; Node from 26.7 on. */
  readonly isPipe?: boolean;
  /** The descriptor; below 0 where the system has none. */
  fd(): number;
  /** Gives the address back, unless it was taken over. */
  close(): void;
  [Symbol.dispose](): void;
}

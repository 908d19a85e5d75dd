// BoundSocket, as programs see it.

import type { AddressInfo } from './options.ts';

export interface BoundSocketOptions {
  /** An address: names are not looked up. '0.0.0.0' where none is given. */
  host?: string | undefined;
  /** 0, the default: one that the system chooses. */
  port?: number | undefined;
  ipv6Only?: boolean | undefined;
  reusePort?: boolean | undefined;
}

/**
 * A local address that is bound and neither listens nor connects yet: `server.listen(bound)` or
 * `new Socket({ handle: bound })` takes it over.
 */
export declare class BoundSocket {
  /** Binds at once. */
  constructor(options?: BoundSocketOptions);
  address(): AddressInfo;
  /** The descriptor; below 0 where the system has none. */
  fd(): number;
  /** Gives the address back, unless it was taken over. */
  close(): void;
  [Symbol.dispose](): void;
}

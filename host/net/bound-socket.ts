// BoundSocket: an address that is taken before it is known whether to connect or to listen. To bind at once is
// nothing that can be done above a runtime: where it has the class, that is ours too; where it has none, ours says so.

import type { HostRuntime } from './context.ts';
import { nodeError } from './errors.ts';

/** What is public of the runtime's. */
export interface BoundSocketLike {
  /** Throws ERR_SOCKET_HANDLE_ADOPTED once it is a socket's or a server's. */
  address(): { address: string; family: string; port: number } | string;
  readonly isPipe?: boolean;
}

type BoundSocketClass = new (options?: object) => BoundSocketLike;

/** Node's class without its members: programs look for them on the prototype. */
class Unavailable {
  /** Throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM. */
  constructor() {
    throw nodeError('ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'net.BoundSocket');
  }
}
Object.defineProperty(Unavailable, 'name', { value: 'BoundSocket' });

export function boundSocketClass({ classes }: Pick<HostRuntime, 'classes'>): BoundSocketClass {
  const theirs = classes?.BoundSocket;
  return (typeof theirs === 'function' ? theirs : Unavailable) as BoundSocketClass;
}

/** The BoundSocket that `value` is, free to be adopted. Throws ERR_SOCKET_HANDLE_ADOPTED when it is not. */
export function adoptable(value: unknown, runtime: HostRuntime): BoundSocketLike | undefined {
  if (!(value instanceof boundSocketClass(runtime))) return undefined;
  value.address();
  return value;
}

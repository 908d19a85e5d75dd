// The `blockList` option. Which addresses a connection may not try is decided before the first attempt; the program
// is told of each when its turn comes. node: lib net, internalConnectMultiple

import { isIP } from '../address.ts';
import type { BlockListLike } from '../api/addresses.ts';
import type { Endpoint } from '../provider/provider.ts';
import { aggregateError, nodeError } from './errors.ts';
import type { SocketMethods } from './socket.ts';
import type { Attempts, Blocked } from './socket-state.ts';

/** Throws ERR_INVALID_ARG_TYPE unless it is a list, or nothing. */
export function validateBlockList(
  value: unknown,
  isBlockList: (value: unknown) => boolean,
): BlockListLike | undefined {
  if (!value) return undefined;
  if (!isBlockList(value)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'options.blockList', 'net.BlockList', value);
  }
  return value as BlockListLike;
}

export function blocks(list: BlockListLike, { address }: Endpoint): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** What may be tried of the addresses found. Undefined where nothing may: the socket is destroyed. */
export function attemptsPast(
  list: BlockListLike,
  socket: SocketMethods,
  found: readonly Endpoint[],
): Attempts | undefined {
  const remotes: Endpoint[] = [];
  const blocked: Blocked[] = [];
  for (const remote of found) {
    if (!blocks(list, remote)) remotes.push(remote);
    else blocked.push({ before: remotes.length, remote, error: nodeError('ERR_IP_BLOCKED', remote.address) });
  }
  const attempts = { remotes, errors: [], blocked };
  if (remotes.length > 0) return attempts;
  if (found.length === 1) {
    const [{ remote, error }] = blocked;
    socket.emit('connectionAttempt', remote.address, remote.port, remote.family);
    socket.destroy(error);
    return undefined;
  }
  socket.autoSelectFamilyAttemptedAddresses = [];
  tellBlocked(socket, attempts, 0);
  socket.destroy(aggregateError(blocked.map(({ error }) => error)));
  return undefined;
}

/** Tells of the blocked addresses whose turn is before that one's; false when a listener has destroyed the socket. */
export function tellBlocked(socket: SocketMethods, { blocked = [] }: Attempts, before: number): boolean {
  for (const one of blocked.filter(one => one.before === before)) {
    const { address, port, family } = one.remote;
    socket.emit('connectionAttemptFailed', address, port, family, one.error);
  }
  return socket.connecting;
}

/** The errors of all attempts that were made or refused, in their order. */
export function errorsOf({ remotes, errors, blocked }: Attempts): readonly Error[] {
  if (blocked === undefined) return errors;
  return [...remotes.keys(), remotes.length].flatMap(i => [
    ...blocked.filter(one => one.before === i).map(({ error }) => error),
    ...errors.slice(i, i + 1),
  ]);
}

// From a name to its addresses. WASI answers with a stream of them, which is asked until it would block, and again
// whenever its pollable is ready. It is dropped with its last address: what is answered holds a block and no more.

import {
  ERROR_EVENTS_FULL,
  ERROR_POOL_FULL,
  ERROR_TABLE_FULL,
  ERROR_WOULD_BLOCK,
  EVENT_RESOLVED,
  INPUT_ANSWERED,
  INPUT_RESOLVE,
  OP_LOOKUP,
} from './abi';
import { put, RESERVE, room } from './events';
import { fail } from './failure';
import { halfError, liftIP, lookUp, RET } from './network';
import { unwatchSocket, watchLookup } from './polls';
import { blockForAnswer, place } from './socket/answer';
import { claim, enter, hasFree, Socket } from './table';
import { dropNames, nextAddress } from './wasi/names';

export function resolve(from: usize, bytes: u32): i32 {
  if (room() < RESERVE) return -ERROR_EVENTS_FULL;
  if (!hasFree()) return -ERROR_TABLE_FULL;
  const block = blockForAnswer();
  if (block == 0) return -ERROR_POOL_FULL;
  const s = claim(INPUT_RESOLVE);
  s.addresses = block;
  const error = lookUp(s, from, bytes);
  if (error != 0) fail(s, error, OP_LOOKUP);
  else resolveGoesOn(s);
  return s.handle;
}

/** The pollable of a lookup is ready, or was not asked yet. */
export function resolveGoesOn(s: Socket): void {
  while (true) {
    nextAddress(s.socket, RET);
    const error = halfError();
    if (error == ERROR_WOULD_BLOCK) {
      watchLookup(s);
      return;
    }
    if (error != 0) {
      endLookup(s);
      fail(s, error, OP_LOOKUP);
      return;
    }
    const last = load<u8>(RET, 2) == 0;
    const at: usize = last ? 0 : place(s);
    if (at == 0) break;
    liftIP(at);
  }
  endLookup(s);
  enter(s, INPUT_ANSWERED);
  put(EVENT_RESOLVED, s.handle, s.addressCount, 0);
}

/** Drops the stream of addresses, after its pollable. */
export function endLookup(s: Socket): void {
  unwatchSocket(s);
  dropNames(s.socket);
  s.socket = 0;
}

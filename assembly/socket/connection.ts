// What an open connection decides, without touching the network: the send batch, what is accepted when,
// when our FIN is due, and the byte counts. One send is in flight at a time: either a batch, which the engine
// holds in a block, or a lend, which the host holds and the engine only counts.

import {
  BATCH_MAX,
  ERROR_BAD_STATE,
  ERROR_INVALID_ARGUMENT,
  ERROR_POOL_FULL,
  ERROR_SEND_PENDING,
} from '../abi';
import { allocate, release } from '../buffer/pool';
import { FLAG_LENT, FLAG_SHUTDOWN, Socket } from '../table';
import { awaitsFin, maySend } from './state';

/** Whether a send is not accepted yet. */
export function sendPending(s: Socket): bool {
  return s.block != 0 || (s.flags & FLAG_LENT) != 0;
}

/** 0 when a send of `bytes` may begin, else minus the error. */
export function beginSend(s: Socket, bytes: u32): i32 {
  if (!maySend(s.state)) return -ERROR_BAD_STATE;
  if (sendPending(s)) return -ERROR_SEND_PENDING;
  return bytes == 0 ? -ERROR_INVALID_ARGUMENT : 0;
}

/** Gives the socket a block for `bytes`: 0, or minus ERROR_POOL_FULL. */
export function beginBatch(s: Socket, bytes: u32): i32 {
  if (bytes > <u32>BATCH_MAX) return -ERROR_INVALID_ARGUMENT;
  const block = allocate(bytes);
  if (block == 0) return -ERROR_POOL_FULL;
  s.block = block;
  s.filled = 0;
  s.handed = 0;
  return 0;
}

/** Bytes of the batch that the network has not been handed yet. */
export function unhanded(s: Socket): u32 {
  return s.filled - s.handed;
}

/** The network accepted what was in flight: counts it and frees the block. */
export function sendAccepted(s: Socket): void {
  if (s.block != 0) {
    s.sent += <u64>s.filled;
    dropBatch(s);
  }
  if ((s.flags & FLAG_LENT) != 0) {
    s.sent += <u64>s.lent;
    s.flags &= ~FLAG_LENT;
  }
}

/** Frees the block, sent or not. */
export function dropBatch(s: Socket): void {
  if (s.block == 0) return;
  release(s.block);
  s.block = 0;
}

/** Whether `tcp.shutdown(send)` must be called now: the end was asked for and the tail is accepted. */
export function finDue(s: Socket): bool {
  return awaitsFin(s.state) && (s.flags & FLAG_SHUTDOWN) == 0 && !sendPending(s);
}

/** Whether the FIN was handed over and its acceptance is awaited. */
export function finPending(s: Socket): bool {
  return awaitsFin(s.state) && (s.flags & FLAG_SHUTDOWN) != 0;
}

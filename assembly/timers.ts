// The two deadlines of a socket on the wheel, and the only place where the engine reads its clock.

import { MAX_SOCKETS } from './abi';
import { record, Socket, slotOf } from './table';
import { cancel, set } from './timer/wheel';
import { now as monotonic } from './wasi/clocks';

const NANOSECONDS: u64 = 1_000_000;

/** Milliseconds of the monotonic clock. */
export function now(): u64 {
  return monotonic() / NANOSECONDS;
}

/** Bytes moved, or something counts as if they had: renews the idle deadline. */
export function touch(s: Socket): void {
  if (s.idle == 0) return;
  const time = now();
  set(slotOf(s) << 1, time + <u64>s.idle, time);
}

/** Sets or clears the idle timeout. */
export function setIdle(s: Socket, timeout: u32): void {
  s.idle = timeout;
  if (timeout == 0) cancel(slotOf(s) << 1);
  else touch(s);
}

/** Limits the present attempt; 0 for no limit. */
export function setAttempt(s: Socket, timeout: u32): void {
  if (timeout == 0) return;
  const time = now();
  set((slotOf(s) << 1) | 1, time + <u64>timeout, time);
}

export function cancelAttempt(s: Socket): void {
  cancel((slotOf(s) << 1) | 1);
}

export function cancelBoth(s: Socket): void {
  cancel(slotOf(s) << 1);
  cancelAttempt(s);
}

/** Whose deadline `timer` is. */
export function ownerOf(timer: u32): Socket {
  assert(timer < <u32>(MAX_SOCKETS * 2));
  return record(timer >> 1);
}

/** Whether `timer` limits an attempt, and not the silence of the socket. */
export function isAttempt(timer: u32): bool {
  return (timer & 1) != 0;
}

// The two deadlines of a socket on the wheel, and the only place where the engine reads its clock.

import { MAX_SOCKETS } from './abi';
import { record, Socket, slotOf, slots } from './table';
import { armed, cancel, deadlineOf, set } from './timer/wheel';
import { now as monotonic } from './wasi/clocks';

const NANOSECONDS: u64 = 1_000_000;
/** The time as a host on the same memory holds it (f64 milliseconds), 0 while it holds none. */
export const TIME: usize = memory.data(8, 8);

/** Milliseconds of the monotonic clock. */
export function now(): u64 {
  return monotonic() / NANOSECONDS;
}

/** Bytes moved, or something counts as if they had: renews the idle deadline. */
export function touch(s: Socket): void {
  if (s.idle == 0) return;
  const held = load<f64>(TIME);
  const time = held > 0 ? <u64>held : now();
  set(slotOf(s) << 1, time + <u64>s.idle, time);
}

/**
 * Sets or clears the idle timeout. A deadline that is cleared keeps its place on the wheel, where the next one of
 * that socket is set by one store; when its slot comes up it is nobody's.
 */
export function setIdle(s: Socket, timeout: u32): void {
  s.idle = timeout;
  touch(s);
}

/** Whether the idle timeout has come and is neither cleared nor renewed since. */
export function silent(s: Socket): bool {
  return s.idle != 0 && !armed(slotOf(s) << 1);
}

/** It was later than the time that was held: idle deadlines that count from `held` count from `time`. */
export function recount(held: u64, time: u64): void {
  for (let slot: u32 = 0, end = slots(); slot < end; slot++) {
    const idle = <u64>record(slot).idle;
    const timer = slot << 1;
    if (idle != 0 && armed(timer) && deadlineOf(timer) == held + idle) set(timer, time + idle, time);
  }
}

/** Limits the present attempt, 0 for no limit; or says when a listener tries again to accept. */
export function setAttempt(s: Socket, timeout: u32): void {
  if (timeout == 0) return;
  const time = now();
  set((slotOf(s) << 1) | 1, time + <u64>timeout, time);
}

/** The present attempt is due at once. */
export function setAttemptNow(s: Socket): void {
  const time = now();
  set((slotOf(s) << 1) | 1, time, time);
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

/** Whether `timer` is for an attempt, and not for the silence of the socket. */
export function isAttempt(timer: u32): bool {
  return (timer & 1) != 0;
}

// What keeps a program alive: a handle that is at work. One that only waits for its program to go on, a socket that does
// not read for one, keeps nothing alive, as in Node. To let a handle go does not take back what was asked of it: a connect,
// a lookup, a send or an end is waited for all the same. libuv: uv__handle_active, uv__has_active_reqs

import {
  STATE_BINDING,
  STATE_CONNECTING,
  STATE_FREE,
  STATE_LISTEN,
  STATE_RESOLVING,
  STATE_STARTING,
} from './abi';
import { sendPending } from './socket/connection';
import { awaitsFin, mayReceive, maySend } from './socket/state';
import { FLAG_LOOSE, FLAG_READING, record, Socket, slots } from './table';

/** Lets the handle keep the program alive, or not. */
export function hold(s: Socket, on: bool): void {
  if (on) s.flags &= ~FLAG_LOOSE;
  else s.flags |= FLAG_LOOSE;
}

/** A handle that keeps the program alive, minus one whose work ends by itself, or 0 when there is none. */
export function holder(): i32 {
  for (let slot: u32 = 0, end = slots(); slot < end; slot++) {
    const s = record(slot);
    if (s.state == STATE_FREE) continue;
    const loose = (s.flags & FLAG_LOOSE) != 0;
    if (!loose && goesOn(s)) return s.handle;
    if (asked(s) || (!loose && opens(s))) return -s.handle;
  }
  return 0;
}

function goesOn(s: Socket): bool {
  return s.state == STATE_LISTEN || ((s.flags & FLAG_READING) != 0 && mayReceive(s.state));
}

function opens(s: Socket): bool {
  return s.state == STATE_BINDING || s.state == STATE_STARTING;
}

function asked(s: Socket): bool {
  switch (s.state) {
    case STATE_CONNECTING:
    case STATE_RESOLVING:
      return true;
  }
  return awaitsFin(s.state) || (maySend(s.state) && sendPending(s));
}

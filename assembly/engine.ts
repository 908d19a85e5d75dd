// The shell: turns readiness and time into inputs of the machine. A turn does what is due and leaves events
// behind; it never calls back. Work per turn is bounded by the room in the event ring.

import {
  ERROR_BAD_STATE,
  ERROR_EVENTS_FULL,
  ERROR_STALE_HANDLE,
  ERROR_TABLE_FULL,
  EVENT_TIMEOUT,
  INPUT_DETAIN,
  INPUT_OPEN,
  READY_FAILED,
  READY_INPUT,
  READY_OUTPUT,
  READY_SOCKET,
  STATE_LISTEN,
  STATE_RELEASING,
  STATE_RESOLVING,
} from './abi';
import { reset } from './arena';
import { attemptExpired } from './connecting';
import { put, RESERVE, room, waiting } from './events';
import { quiet } from './failure';
import { POLL_IDS } from './layout';
import { RET, smallError } from './network';
import { acceptAll, socketReady } from './opening';
import { held, owner, popTimer, pushTimer, unwatchOutput, watchOutput } from './polls';
import { leave, leaveRefused, starved, tellRoom, tellSlot, turnTaken, turnWanted, wantTurn } from './queues';
import { endLookup } from './resolving';
import { finPending, sendPending } from './socket/connection';
import { claim, enter, FLAG_INPUT_TAKEN, find, free, hasFree, hasSocket, record, Socket } from './table';
import { expire, NEVER, next } from './timer/wheel';
import { cancelBoth, isAttempt, now, ownerOf, setIdle, touch } from './timers';
import { blocked, failureReady, inputReady, outputReady } from './transfer';
import { subscribeInstant } from './wasi/clocks';
import { dropInput, dropOutput, dropPollable, poll } from './wasi/io';
import {
  dropSocket,
  setKeepAliveCount,
  setKeepAliveEnabled,
  setKeepAliveIdleTime,
  setKeepAliveInterval,
} from './wasi/sockets';

const NANOSECONDS: u64 = 1_000_000;

export function open(): i32 {
  if (room() < RESERVE) return -ERROR_EVENTS_FULL;
  if (!hasFree()) return -ERROR_TABLE_FULL;
  return claim(INPUT_OPEN).handle;
}

/** Pollables before streams, streams before the socket: wit, and every host that keeps children. */
export function close(handle: i32): void {
  const s = find(handle);
  if (s == null || s.state == STATE_RELEASING) return;
  const unaccepted = sendPending(s) || finPending(s);
  leave(s);
  const freed = quiet(s);
  cancelBoth(s);
  if (s.state == STATE_RESOLVING) endLookup(s);
  s.idle = 0; // what the taker of the input still reports renews nothing
  if ((s.flags & FLAG_INPUT_TAKEN) == 0 && s.input != 0) {
    dropInput(s.input);
    s.input = 0;
  }
  if (unaccepted && blocked(s)) watchOutput(s);
  else letOutputGo(s);
  if (s.output != 0 || (s.flags & FLAG_INPUT_TAKEN) != 0) enter(s, INPUT_DETAIN);
  else release(s);
  if (freed) tellRoom();
}

export function inputDropped(handle: i32): void {
  const s = find(handle);
  if (s == null || s.state != STATE_RELEASING) return;
  s.flags &= ~FLAG_INPUT_TAKEN;
  s.input = 0;
  if (s.output == 0) release(s);
}

export function setTimeout(handle: i32, timeout: u32): void {
  const s = find(handle);
  if (s != null && s.state != STATE_RELEASING) setIdle(s, timeout);
}

export function refresh(handle: i32): void {
  const s = find(handle);
  if (s != null) touch(s);
}

export function setKeepAlive(handle: i32, enable: bool, idle: u32, interval: u32, count: u32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (!hasSocket(s) || s.state == STATE_RELEASING) return -ERROR_BAD_STATE;
  setKeepAliveEnabled(s.socket, enable ? 1 : 0, RET);
  let error = smallError();
  if (!enable) return -(<i32>error);
  if (error == 0 && idle != 0) {
    setKeepAliveIdleTime(s.socket, <u64>idle * NANOSECONDS, RET);
    error = smallError();
  }
  if (error == 0 && interval != 0) {
    setKeepAliveInterval(s.socket, <u64>interval * NANOSECONDS, RET);
    error = smallError();
  }
  if (error == 0 && count != 0) {
    setKeepAliveCount(s.socket, count, RET);
    error = smallError();
  }
  return -(<i32>error);
}

export function notify(handle: i32, readiness: u32): void {
  const s = find(handle);
  if (s != null && room() >= RESERVE) ready(s, readiness);
}

export function turn(): void {
  turnTaken();
  const time = now();
  while (room() >= RESERVE) {
    const timer = expire(time);
    if (timer < 0) break;
    const s = ownerOf(timer);
    if (isAttempt(timer)) {
      if (s.state == STATE_LISTEN) acceptAll(s);
      else attemptExpired(s);
    } else if (s.idle != 0) put(EVENT_TIMEOUT, s.handle, 0, 0);
  }
  tellRoom();
  let s = starved();
  while (s != null && hasFree() && room() >= RESERVE) {
    acceptAll(s);
    s = starved();
  }
  if (s != null && hasFree()) wantTurn();
}

export function wait(until: i64): u32 {
  leaveRefused();
  const limit = horizon(until < 0 ? NEVER : <u64>until);
  if (held() == 0 && limit == NEVER) return waiting(); // nothing could ever end this wait
  let timer = 0;
  if (limit != NEVER) {
    timer = subscribeInstant(limit);
    pushTimer(timer);
  }
  reset();
  poll(POLL_IDS, held(), RET);
  if (timer != 0) {
    popTimer();
    dropPollable(timer);
  }
  deliver(load<usize>(RET), load<u32>(RET, 4));
  turn();
  return waiting();
}

/** Milliseconds of the monotonic clock at which a turn is wanted, or NEVER. */
export function deadline(): u64 {
  return turnWanted() ? 0 : next();
}

/** Until when to wait, in nanoseconds: not at all while events wait to be taken. */
function horizon(until: u64): u64 {
  if (waiting() != 0) return 0;
  const due = deadline();
  return due == NEVER ? until : min(until, due * NANOSECONDS);
}

/** Indices from `poll` become readiness. All are looked up first: what one of them does moves entries. */
function deliver(list: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const at = list + ((<usize>i) << 2);
    store<u32>(at, owner(load<u32>(at)));
  }
  for (let i: u32 = 0; i < count && room() >= RESERVE; i++) {
    const which = load<u32>(list + ((<usize>i) << 2));
    if ((which & 15) != 0) ready(record(which >> 4), which & 15);
  }
}

function ready(s: Socket, readiness: u32): void {
  if (s.state == STATE_RELEASING) {
    linger(s);
    return;
  }
  if ((readiness & READY_SOCKET) != 0) socketReady(s);
  if ((readiness & READY_OUTPUT) != 0) outputReady(s);
  if ((readiness & READY_INPUT) != 0) inputReady(s);
  if ((readiness & READY_FAILED) != 0) failureReady(s);
}

/** A socket that waits to be released: its output may have come to an end. */
function linger(s: Socket): void {
  if (s.output == 0 || blocked(s)) return;
  unwatchOutput(s);
  letOutputGo(s);
  if ((s.flags & FLAG_INPUT_TAKEN) == 0) release(s);
}

function letOutputGo(s: Socket): void {
  if (s.output == 0) return;
  dropOutput(s.output);
  s.output = 0;
}

function release(s: Socket): void {
  if (s.socket != 0) dropSocket(s.socket);
  free(s);
  tellSlot();
}

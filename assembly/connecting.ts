// connect and its attempts. One address is tried after the other, or they race (RFC 8305 5): then an attempt that
// takes long is set aside, where it goes on, and the next begins. The first that connects is the connection.

import {
  ERROR_BAD_STATE,
  ERROR_EVENTS_FULL,
  ERROR_INVALID_ARGUMENT,
  ERROR_STALE_HANDLE,
  ERROR_WOULD_BLOCK,
  EVENT_ATTEMPT,
  EVENT_ATTEMPT_FAILED,
  EVENT_ATTEMPT_TIMEOUT,
  EVENT_CONNECTED,
  INPUT_CONNECT,
  INPUT_CONNECTED,
  OP_CONNECT,
  STATE_CLOSED,
  STATE_CONNECTING,
} from './abi';
import { ATTEMPT_RESERVE, put, RESERVE, room } from './events';
import { fail } from './failure';
import { bindAny, connectTo, create, RET, smallError, wideError } from './network';
import { unwatchSocket, watchSocket } from './polls';
import { tellRoom } from './queues';
import { aside, endRace, hopeless, isRace, leaveOut, setAside, takeBack } from './race';
import { ADDRESS_BYTES, advance, current, forget, keep, limit, wellFormed } from './socket/attempt';
import { enter, FLAG_BINDING, FLAG_RACE, find, legal, Socket } from './table';
import { cancelAttempt, setAttempt, setAttemptNow, touch } from './timers';
import { dropSocket, finishBind, finishConnect } from './wasi/sockets';

/** The port that each attempt of the next connect comes from. */
export function setLocalPort(handle: i32, port: u32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (s.state != STATE_CLOSED) return -ERROR_BAD_STATE;
  if (port > 0xffff) return -ERROR_INVALID_ARGUMENT;
  s.lent = port;
  return 0;
}

export function connect(handle: i32, from: usize, words: u32, timeout: u32, race: bool): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (!legal(s, INPUT_CONNECT)) return -ERROR_BAD_STATE;
  if (!wellFormed(from, words)) return -ERROR_INVALID_ARGUMENT;
  const count = (words * 4) / ADDRESS_BYTES;
  if (s.socket != 0 && count != 1) return -ERROR_INVALID_ARGUMENT;
  if (room() < RESERVE) return -ERROR_EVENTS_FULL;
  const kept = keep(s, from, count, timeout);
  if (kept != 0) return kept;
  if (race && count != 1) s.flags |= FLAG_RACE;
  enter(s, INPUT_CONNECT);
  touch(s);
  attempt(s, from);
  return 0;
}

/** The newest attempt took so long that the next may begin. */
export function attemptExpired(s: Socket): void {
  if (s.state != STATE_CONNECTING) return;
  if (s.socket == 0) {
    attempt(s, current(s)); // put off for want of room
    return;
  }
  if (!isRace(s)) {
    put(EVENT_ATTEMPT_TIMEOUT, s.handle, s.attempt, 0);
    abandon(s);
  } else if ((s.flags & FLAG_BINDING) != 0 || !setAside(s)) {
    setAttempt(s, limit(s)); // no room beside it, or not on its way: it is waited for, and asked for again
    return;
  }
  if (advance(s)) attempt(s, current(s));
}

/** The pollable of an attempt is ready. Whose is not asked: of two that are, the earlier address counts. */
export function connectGoesOn(s: Socket): void {
  if (isRace(s) && asideGoOn(s)) return;
  if (s.socket == 0) return;
  if ((s.flags & FLAG_BINDING) != 0) {
    const failed = bound(s, current(s));
    if (failed != 0 && attemptFailed(s, failed)) attempt(s, current(s));
    return;
  }
  finishConnect(s.socket, RET);
  const error = wideError();
  if (error == 0) connected(s, s.attempt);
  else if (error != ERROR_WOULD_BLOCK && attemptFailed(s, error)) attempt(s, current(s));
}

/** Begins to connect, from the local port if there is one. */
function begin(s: Socket, address: usize): u32 {
  if (s.lent == 0) return connectTo(s.socket, address);
  const error = bindAny(s.socket, load<u32>(address), s.lent);
  return error == 0 ? bound(s, address) : error;
}

/** Goes on when the local port is bound. */
function bound(s: Socket, address: usize): u32 {
  finishBind(s.socket, RET);
  const error = smallError();
  if (error == ERROR_WOULD_BLOCK) {
    s.flags |= FLAG_BINDING;
    return 0;
  }
  s.flags &= ~FLAG_BINDING;
  return error == 0 ? connectTo(s.socket, address) : error;
}

/** Tries `address` and, while they fail at once, the ones after it; without room for their events in a turn. */
function attempt(s: Socket, address: usize): void {
  while (true) {
    if (room() < ATTEMPT_RESERVE) {
      setAttemptNow(s);
      return;
    }
    put(EVENT_ATTEMPT, s.handle, s.attempt, 0);
    let error = create(s, load<u32>(address));
    if (error == 0) error = begin(s, address);
    if (error == 0) {
      watchSocket(s);
      setAttempt(s, limit(s));
      return;
    }
    if (!attemptFailed(s, error)) return;
    address = current(s);
  }
}

/** Looks at the attempts that were set aside: true when the race is over. */
function asideGoOn(s: Socket): bool {
  for (let i: u32 = 0; i < s.attempt; i++) {
    const socket = aside(s, i);
    if (socket == 0) continue;
    finishConnect(socket, RET);
    const error = wideError();
    if (error == ERROR_WOULD_BLOCK) continue;
    if (error == 0) {
      connected(s, i);
      return true;
    }
    put(EVENT_ATTEMPT_FAILED, s.handle, i, error);
    dropSocket(takeBack(s, i));
    if (!hopeless(s)) continue;
    fail(s, error, OP_CONNECT);
    return true;
  }
  return false;
}

/** `winner` has connected; its streams lie in the return area. The others are dropped. */
function connected(s: Socket, winner: u32): void {
  s.input = load<i32>(RET, 4);
  s.output = load<i32>(RET, 8);
  if (winner != s.attempt) {
    abandon(s);
    s.socket = takeBack(s, winner);
  }
  const freed = s.addresses != 0;
  endRace(s);
  unwatchSocket(s);
  cancelAttempt(s);
  forget(s);
  enter(s, INPUT_CONNECTED);
  touch(s);
  put(EVENT_CONNECTED, s.handle, winner, 0);
  if (freed) tellRoom();
}

/** Tells that the newest attempt failed: true when there is a next one, whose turn it is now. */
function attemptFailed(s: Socket, error: u32): bool {
  put(EVENT_ATTEMPT_FAILED, s.handle, s.attempt, error);
  abandon(s);
  leaveOut(s);
  if (advance(s)) return true;
  if (hopeless(s)) fail(s, error, OP_CONNECT);
  return false;
}

/** Drops the WASI socket of the newest attempt. */
function abandon(s: Socket): void {
  s.flags &= ~FLAG_BINDING;
  cancelAttempt(s);
  unwatchSocket(s);
  if (s.socket == 0) return;
  dropSocket(s.socket);
  s.socket = 0;
}

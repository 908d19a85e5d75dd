// From CLOSED to open: bind, listen and accept; connect and its attempts. Each step is a WASI `start-` call,
// then its `finish-`, at once and again whenever the socket's pollable is ready, until it no longer would block.

import {
  ERROR_BAD_STATE,
  ERROR_EVENTS_FULL,
  ERROR_INVALID_ARGUMENT,
  ERROR_STALE_HANDLE,
  ERROR_WOULD_BLOCK,
  EVENT_ACCEPTED,
  EVENT_ATTEMPT,
  EVENT_ATTEMPT_FAILED,
  EVENT_ATTEMPT_TIMEOUT,
  EVENT_BOUND,
  EVENT_CONNECTED,
  EVENT_ERROR,
  EVENT_LISTENING,
  INPUT_ACCEPT,
  INPUT_BIND,
  INPUT_BIND_DONE,
  INPUT_CONNECT,
  INPUT_CONNECTED,
  INPUT_LISTEN,
  INPUT_LISTEN_DONE,
  OP_ACCEPT,
  OP_BIND,
  OP_CONNECT,
  OP_LISTEN,
  STATE_BINDING,
  STATE_CONNECTING,
  STATE_LISTEN,
  STATE_STARTING,
} from './abi';
import { put, RESERVE, room } from './events';
import { fail } from './failure';
import { bindTo, connectTo, RET, smallError, wideError } from './network';
import { unwatchSocket, watchSocket } from './polls';
import { serve, starve, tellRoom } from './queues';
import { ADDRESS_BYTES, advance, current, forget, keep, limit, wellFormed } from './socket/attempt';
import { claim, enter, find, hasFree, legal, Socket, upcoming } from './table';
import { cancelAttempt, setAttempt, touch } from './timers';
import {
  accept,
  createTcpSocket,
  dropSocket,
  finishBind,
  finishConnect,
  finishListen,
  setListenBacklogSize,
  startListen,
} from './wasi/sockets';

/** The handle on whose behalf WASI is being called: how a provider knows whose socket it makes. */
export const ACTING: usize = memory.data(4, 4);

export function bind(handle: i32, from: usize, words: u32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (!legal(s, INPUT_BIND)) return -ERROR_BAD_STATE;
  if (!wellFormed(from, words) || words * 4 != ADDRESS_BYTES) return -ERROR_INVALID_ARGUMENT;
  if (room() < RESERVE) return -ERROR_EVENTS_FULL;
  enter(s, INPUT_BIND);
  let error = create(s, load<u32>(from));
  if (error == 0) error = bindTo(s.socket, from);
  if (error != 0) fail(s, error, OP_BIND);
  else bindGoesOn(s);
  return 0;
}

export function listen(handle: i32, backlog: u32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (!legal(s, INPUT_LISTEN)) return -ERROR_BAD_STATE;
  if (room() < RESERVE) return -ERROR_EVENTS_FULL;
  enter(s, INPUT_LISTEN);
  // A hint: a network that refuses the size uses its own. wit: set-listen-backlog-size, zero is invalid.
  setListenBacklogSize(s.socket, <u64>max(backlog, 1), RET);
  startListen(s.socket, RET);
  const error = smallError();
  if (error != 0) fail(s, error, OP_LISTEN);
  else listenGoesOn(s);
  return 0;
}

export function connect(handle: i32, from: usize, words: u32, timeout: u32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (!legal(s, INPUT_CONNECT)) return -ERROR_BAD_STATE;
  if (!wellFormed(from, words)) return -ERROR_INVALID_ARGUMENT;
  const count = (words * 4) / ADDRESS_BYTES;
  if (s.socket != 0 && count != 1) return -ERROR_INVALID_ARGUMENT;
  if (room() < RESERVE) return -ERROR_EVENTS_FULL;
  const kept = keep(s, from, count, timeout);
  if (kept != 0) return kept;
  enter(s, INPUT_CONNECT);
  touch(s);
  attempt(s, from);
  return 0;
}

/** The socket's own pollable is ready. */
export function socketReady(s: Socket): void {
  if (s.state == STATE_CONNECTING) connectGoesOn(s);
  else if (s.state == STATE_LISTEN) acceptAll(s);
  else if (s.state == STATE_BINDING) bindGoesOn(s);
  else if (s.state == STATE_STARTING) listenGoesOn(s);
}

/** The present attempt took too long. */
export function attemptExpired(s: Socket): void {
  if (s.state != STATE_CONNECTING) return;
  put(EVENT_ATTEMPT_TIMEOUT, s.handle, s.attempt, 0);
  abandon(s);
  if (advance(s)) attempt(s, current(s));
}

function create(s: Socket, family: u32): u32 {
  if (s.socket != 0) return 0;
  store<i32>(ACTING, s.handle);
  createTcpSocket(family == 4 ? 0 : 1, RET);
  const error = wideError();
  if (error == 0) s.socket = load<i32>(RET, 4);
  return error;
}

function bindGoesOn(s: Socket): void {
  finishBind(s.socket, RET);
  const error = smallError();
  if (error == ERROR_WOULD_BLOCK) {
    watchSocket(s);
  } else if (error != 0) {
    fail(s, error, OP_BIND);
  } else {
    unwatchSocket(s);
    enter(s, INPUT_BIND_DONE);
    put(EVENT_BOUND, s.handle, 0, 0);
  }
}

function listenGoesOn(s: Socket): void {
  finishListen(s.socket, RET);
  const error = smallError();
  if (error == 0) {
    enter(s, INPUT_LISTEN_DONE);
    put(EVENT_LISTENING, s.handle, 0, 0);
  } else if (error != ERROR_WOULD_BLOCK) {
    fail(s, error, OP_LISTEN);
    return;
  }
  watchSocket(s);
}

/** Accepts until nothing waits. Without a slot or room for events the rest waits in the network. */
export function acceptAll(s: Socket): void {
  serve(s);
  while (true) {
    if (!hasFree() || room() < RESERVE) {
      // Not asked for meanwhile: a poll would find the listener ready again and again.
      unwatchSocket(s);
      starve(s);
      return;
    }
    store<i32>(ACTING, upcoming());
    accept(s.socket, RET);
    const error = wideError();
    if (error != 0) {
      // The listener itself stays: one connection failed, or the network has no socket left for it.
      if (error != ERROR_WOULD_BLOCK) put(EVENT_ERROR, s.handle, error, OP_ACCEPT);
      watchSocket(s);
      return;
    }
    const child = claim(INPUT_ACCEPT);
    child.socket = load<i32>(RET, 4);
    child.input = load<i32>(RET, 8);
    child.output = load<i32>(RET, 12);
    put(EVENT_ACCEPTED, s.handle, child.handle, 0);
  }
}

/** Tries `address` and, while they fail at once, the ones after it. */
function attempt(s: Socket, address: usize): void {
  while (true) {
    put(EVENT_ATTEMPT, s.handle, s.attempt, 0);
    let error = create(s, load<u32>(address));
    if (error == 0) error = connectTo(s.socket, address);
    if (error == 0) {
      watchSocket(s);
      setAttempt(s, limit(s));
      return;
    }
    if (!attemptFailed(s, error)) return;
    address = current(s);
  }
}

function connectGoesOn(s: Socket): void {
  finishConnect(s.socket, RET);
  const error = wideError();
  if (error == ERROR_WOULD_BLOCK) return;
  if (error != 0) {
    if (attemptFailed(s, error)) attempt(s, current(s));
    return;
  }
  s.input = load<i32>(RET, 4);
  s.output = load<i32>(RET, 8);
  const freed = s.addresses != 0;
  unwatchSocket(s);
  cancelAttempt(s);
  forget(s);
  enter(s, INPUT_CONNECTED);
  touch(s);
  put(EVENT_CONNECTED, s.handle, s.attempt, 0);
  if (freed) tellRoom();
}

/** Tells of a failed attempt: true when there is a next one, whose turn it is now. */
function attemptFailed(s: Socket, error: u32): bool {
  put(EVENT_ATTEMPT_FAILED, s.handle, s.attempt, error);
  abandon(s);
  if (advance(s)) return true;
  fail(s, error, OP_CONNECT);
  return false;
}

/** Drops the WASI socket of an attempt. */
function abandon(s: Socket): void {
  cancelAttempt(s);
  unwatchSocket(s);
  if (s.socket == 0) return;
  dropSocket(s.socket);
  s.socket = 0;
}

// From CLOSED to LISTEN: bind, listen and accept. Each step is a WASI `start-` call, then its `finish-`, at once
// and again whenever the socket's pollable is ready, until it no longer would block. (connect: connecting.ts.)

import {
  ERROR_BAD_STATE,
  ERROR_CONNECTION_ABORTED,
  ERROR_EVENTS_FULL,
  ERROR_INVALID_ARGUMENT,
  ERROR_STALE_HANDLE,
  ERROR_WOULD_BLOCK,
  EVENT_ACCEPTED,
  EVENT_BOUND,
  EVENT_ERROR,
  EVENT_LISTENING,
  INPUT_ACCEPT,
  INPUT_BIND,
  INPUT_BIND_DONE,
  INPUT_LISTEN,
  INPUT_LISTEN_DONE,
  OP_ACCEPT,
  OP_BIND,
  OP_LISTEN,
  STATE_BINDING,
  STATE_CONNECTING,
  STATE_LISTEN,
  STATE_RESOLVING,
  STATE_STARTING,
} from './abi';
import { connectGoesOn } from './connecting';
import { put, RESERVE, room } from './events';
import { fail } from './failure';
import { ACTING, bindTo, create, RET, smallError, wideError } from './network';
import { unwatchSocket, watchSocket } from './polls';
import { refuse, relent, serve, starve } from './queues';
import { resolveGoesOn } from './resolving';
import { ADDRESS_BYTES, wellFormed } from './socket/attempt';
import { claim, enter, FLAG_LIMITED, find, hasFree, legal, Socket, upcoming } from './table';
import { accept, finishBind, finishListen, setListenBacklogSize, startListen } from './wasi/sockets';

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

/** The socket's own pollable is ready, or that of a lookup. */
export function socketReady(s: Socket): void {
  if (s.state == STATE_CONNECTING) connectGoesOn(s);
  else if (s.state == STATE_LISTEN) acceptAll(s);
  else if (s.state == STATE_BINDING) bindGoesOn(s);
  else if (s.state == STATE_STARTING) listenGoesOn(s);
  else if (s.state == STATE_RESOLVING) resolveGoesOn(s);
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

/** Accepts until nothing waits. Without a slot, a socket or room for events the rest waits in the network. */
export function acceptAll(s: Socket): void {
  serve(s);
  relent(s);
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
      watchSocket(s);
      tellRefusal(s, error);
      return;
    }
    const child = claim(INPUT_ACCEPT);
    child.socket = load<i32>(RET, 4);
    child.input = load<i32>(RET, 8);
    child.output = load<i32>(RET, 12);
    put(EVENT_ACCEPTED, s.handle, child.handle, 0);
  }
}

/** One connection may have failed. Else there is no socket for any, told once until all that waited was accepted. */
function tellRefusal(s: Socket, error: u32): void {
  if (error == ERROR_WOULD_BLOCK) {
    s.flags &= ~FLAG_LIMITED;
    return;
  }
  const known = (s.flags & FLAG_LIMITED) != 0;
  // Wasmtime has no other word than `unknown` for a process with too many files.
  if (error != ERROR_CONNECTION_ABORTED) {
    refuse(s);
    s.flags |= FLAG_LIMITED;
    if (known) return;
  }
  put(EVENT_ERROR, s.handle, error, OP_ACCEPT);
}

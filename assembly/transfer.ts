// Bytes and FINs of an open connection. A send is handed to the output stream as far as it permits; the stream
// permitting again is what says that the network accepted it, so the block is freed then and not before. After
// `shutdown` the same question, answered "closed", says that our FIN was accepted.

import {
  ACCEPTED,
  BATCH_MAX,
  ERROR_BAD_STATE,
  ERROR_BROKEN_PIPE,
  ERROR_CONNECTION_RESET,
  ERROR_EVENTS_FULL,
  ERROR_INVALID_ARGUMENT,
  ERROR_NO_INPUT,
  ERROR_POOL_FULL,
  ERROR_STALE_HANDLE,
  EVENT_END,
  EVENT_FINISHED,
  EVENT_READABLE,
  EVENT_SENT,
  INPUT_END,
  INPUT_FIN_ACCEPTED,
  INPUT_PEER_END,
  LANDING_BYTES,
  OP_READ,
  OP_SHUTDOWN,
  OP_WRITE,
  PENDING,
} from './abi';
import { put, RESERVE, room } from './events';
import { fail } from './failure';
import { RET, STREAM_CLOSED, smallError, streamError } from './network';
import { keepInput, restInput, unwatchInput, unwatchOutput, watchInput, watchOutput } from './polls';
import { awaitRoom, forgoRoom, tellRoom } from './queues';
import {
  beginBatch,
  beginSend,
  finDue,
  finPending,
  sendAccepted,
  sendPending,
  unhanded,
} from './socket/connection';
import { mayReceive } from './socket/state';
import {
  enter,
  FLAG_INPUT_TAKEN,
  FLAG_LENT,
  FLAG_READING,
  FLAG_SHUTDOWN,
  find,
  legal,
  Socket,
} from './table';
import { touch } from './timers';
import { checkWrite, read, write } from './wasi/io';
import { shutdown } from './wasi/sockets';

/** wit: tcp.shutdown-type.send */
const SHUTDOWN_SEND: i32 = 1;

// What `check-write` said.
const BLOCKED: i32 = 0;
const OPEN: i32 = 1;
const CLOSED: i32 = 2;
const BROKEN: i32 = 3;
let permit: u32 = 0;

/** Address of a block for `bytes` of this socket's next send, or minus the error. */
export function reserve(handle: i32, bytes: u32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  let error = beginSend(s, bytes);
  if (error == 0) error = room() < RESERVE ? -ERROR_EVENTS_FULL : beginBatch(s, bytes);
  if (error == -ERROR_POOL_FULL) awaitRoom(s);
  else if (error == 0) forgoRoom(s);
  return error != 0 ? error : <i32>s.block;
}

/** Sends the `bytes` that were placed in the reserved block. */
export function commit(handle: i32, bytes: u32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (s.block == 0 || s.filled != 0) return -ERROR_BAD_STATE;
  if (bytes == 0 || bytes > <u32>BATCH_MAX) return -ERROR_INVALID_ARGUMENT;
  s.filled = bytes;
  touch(s);
  return handAll(s);
}

/** Copies `bytes` from `from` and sends them. */
export function send(handle: i32, from: usize, words: u32, bytes: u32): i32 {
  if (bytes > words << 3) return -ERROR_INVALID_ARGUMENT;
  const block = reserve(handle, bytes);
  if (block < 0) return block;
  memory.copy(<usize>block, from, bytes);
  return commit(handle, bytes);
}

/** Announces `bytes` that the host is about to give to the provider itself: 0, or minus the error. */
export function lend(handle: i32, bytes: u32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  const error = beginSend(s, bytes);
  if (error != 0) return error;
  if (room() < RESERVE) return -ERROR_EVENTS_FULL;
  s.flags |= FLAG_LENT;
  s.lent = bytes;
  touch(s);
  return 0;
}

/** The provider has them: ACCEPTED, or PENDING until EVENT_SENT. */
export function lent(handle: i32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if ((s.flags & FLAG_LENT) == 0) return -ERROR_BAD_STATE;
  return handAll(s);
}

export function end(handle: i32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (!legal(s, INPUT_END)) return -ERROR_BAD_STATE;
  if (room() < RESERVE) return -ERROR_EVENTS_FULL;
  enter(s, INPUT_END);
  if (finDue(s)) sendFin(s);
  return PENDING;
}

export function resume(handle: i32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (!mayReceive(s.state)) return 0;
  s.flags |= FLAG_READING;
  watchInput(s);
  return 0;
}

export function pause(handle: i32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  s.flags &= ~FLAG_READING;
  if ((s.flags & FLAG_INPUT_TAKEN) != 0) restInput(s);
  else unwatchInput(s);
  return 0;
}

/** Reads at most `max` bytes: how many there are; where they are lies at RET + 4. */
export function receive(handle: i32, max: u32): u32 {
  const s = find(handle);
  if (s == null || !mayReceive(s.state) || (s.flags & FLAG_INPUT_TAKEN) != 0 || room() < RESERVE) return 0;
  read(s.input, <u64>min(max, <u32>LANDING_BYTES), RET);
  if (load<u8>(RET) != 0) {
    if (streamError(RET + 4) == STREAM_CLOSED) peerEnded(s);
    else fail(s, ERROR_CONNECTION_RESET, OP_READ);
    return 0;
  }
  const length = load<u32>(RET, 8);
  if (length != 0) {
    s.received += <u64>length;
    touch(s);
  }
  return length;
}

/** The input stream's handle, to be handed over: minus the error when there is none. */
export function takeInput(handle: i32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (s.input == 0 || (s.flags & FLAG_INPUT_TAKEN) != 0) return -ERROR_NO_INPUT;
  keepInput(s);
  s.flags |= FLAG_INPUT_TAKEN;
  return s.input;
}

export function received(handle: i32, length: u32): void {
  const s = find(handle);
  if (s == null || length == 0) return;
  s.received += <u64>length;
  touch(s);
}

export function inputEnded(handle: i32): void {
  const s = find(handle);
  if (s != null && (s.flags & FLAG_INPUT_TAKEN) != 0 && mayReceive(s.state) && room() > 1) peerEnded(s);
}

export function inputFailed(handle: i32): void {
  const s = find(handle);
  if (s != null && (s.flags & FLAG_INPUT_TAKEN) != 0 && room() > 1) fail(s, ERROR_CONNECTION_RESET, OP_READ);
}

/** The input stream's pollable is ready. */
export function inputReady(s: Socket): void {
  if ((s.flags & FLAG_READING) != 0 && mayReceive(s.state)) put(EVENT_READABLE, s.handle, 0, 0);
}

/** Whether the output is still at work. Wasmtime: dropping it then stops the whole program until it is done. */
export function blocked(s: Socket): bool {
  return s.output != 0 && ask(s) == BLOCKED;
}

/** The output stream's pollable is ready. */
export function outputReady(s: Socket): void {
  if (sendPending(s)) {
    if (hand(s, reads(s) ? OP_READ : OP_WRITE) == ACCEPTED) {
      put(EVENT_SENT, s.handle, 0, 0);
      touch(s);
      if (finDue(s)) sendFin(s);
    }
  } else if (finPending(s)) {
    finGoesOn(s);
  }
}

/** The network failed the socket: it says so itself when asked. */
export function failureReady(s: Socket): void {
  if (s.output == 0) return;
  const answer = ask(s);
  if (answer == BROKEN) fail(s, ERROR_CONNECTION_RESET, mayReceive(s.state) ? OP_READ : OP_WRITE);
}

/** `hand`, and the FIN behind it if the end was asked for between `reserve` and `commit`. */
function handAll(s: Socket): i32 {
  const outcome = hand(s, OP_WRITE);
  if (outcome == ACCEPTED && finDue(s)) sendFin(s);
  return outcome;
}

/** Whoever reads is told of a reset by the read: Node looks there first. libuv: uv__stream_io */
function reads(s: Socket): bool {
  return (s.flags & FLAG_READING) != 0 && mayReceive(s.state);
}

/** Hands over as much as is permitted: ACCEPTED when all of it was taken, else PENDING. `meeting` is what meets a reset. */
function hand(s: Socket, meeting: u32): i32 {
  while (true) {
    const answer = ask(s);
    if (answer == BLOCKED) {
      watchOutput(s);
      return PENDING;
    }
    if (answer != OPEN) {
      if (answer == CLOSED) fail(s, ERROR_BROKEN_PIPE, OP_WRITE);
      else fail(s, ERROR_CONNECTION_RESET, meeting);
      return PENDING;
    }
    if (s.block == 0 || unhanded(s) == 0) break;
    const bytes = min(permit, unhanded(s));
    write(s.output, s.block + <usize>s.handed, bytes, RET);
    if (load<u8>(RET) != 0) {
      if (streamError(RET + 4) == STREAM_CLOSED) fail(s, ERROR_BROKEN_PIPE, OP_WRITE);
      else fail(s, ERROR_CONNECTION_RESET, meeting);
      return PENDING;
    }
    s.handed += bytes;
  }
  unwatchOutput(s);
  const held = s.block != 0;
  sendAccepted(s);
  if (held) tellRoom();
  return ACCEPTED;
}

/** Asks the output stream whether it takes bytes, and how many. wit: output-stream.check-write */
function ask(s: Socket): i32 {
  checkWrite(s.output, RET);
  if (load<u8>(RET) != 0) return streamError(RET + 8) == STREAM_CLOSED ? CLOSED : BROKEN;
  const bytes = load<u64>(RET, 8);
  permit = bytes > <u64>BATCH_MAX ? <u32>BATCH_MAX : <u32>bytes;
  return permit == 0 ? BLOCKED : OPEN;
}

function sendFin(s: Socket): void {
  s.flags |= FLAG_SHUTDOWN;
  shutdown(s.socket, SHUTDOWN_SEND, RET);
  const error = smallError();
  if (error != 0) fail(s, error, OP_SHUTDOWN);
  else finGoesOn(s);
}

function finGoesOn(s: Socket): void {
  const answer = ask(s);
  if (answer == BLOCKED) {
    watchOutput(s);
  } else if (answer == BROKEN) {
    fail(s, ERROR_CONNECTION_RESET, reads(s) ? OP_READ : OP_SHUTDOWN);
  } else {
    unwatchOutput(s);
    enter(s, INPUT_FIN_ACCEPTED);
    put(EVENT_FINISHED, s.handle, 0, 0);
  }
}

function peerEnded(s: Socket): void {
  unwatchInput(s);
  enter(s, INPUT_PEER_END);
  put(EVENT_END, s.handle, 0, 0);
}

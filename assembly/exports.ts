// The contract of wit/engine.wit as the Canonical ABI wants it: lists come as pointer and length, and go as
// the address of such a pair. scripts/asc-names.mjs gives each export its full name. Below the line stands
// what only a host on the same memory can use; the component has no such exports.

import { ADDRESS_WORDS, EVENT_WORDS, STATE_RESOLVED } from './abi';
import { establish as establishAdopted } from './adopting';
import { reallocate, reset } from './arena';
import * as connecting from './connecting';
import * as engine from './engine';
import { take } from './events';
import { hold as holdOrNot, holder as oneThatHolds } from './holding';
import { ARENA, LANDING, RING } from './layout';
import { ACTING, liftAddress, RET } from './network';
import * as opening from './opening';
import { resolve as resolveName } from './resolving';
import { find, hasSocket, live as liveHandles, setTracing } from './table';
import './panic';
import { used } from './buffer/pool';
import { transition as follow } from './socket/state';
import { NEVER } from './timer/wheel';
import { silent as isSilent, recount as recountIdle, TIME } from './timers';
import * as transfer from './transfer';
import { localAddress as askLocal, remoteAddress as askRemote } from './wasi/sockets';

/** Return area of the exports that return lists or results. */
const LIST: usize = memory.data(16, 8);

export function open(): i32 {
  return engine.open();
}

export function bind(handle: i32, from: usize, words: u32): i32 {
  reset();
  return opening.bind(handle, from, words);
}

export function listen(handle: i32, backlog: u32): i32 {
  return opening.listen(handle, backlog);
}

export function connect(handle: i32, from: usize, words: u32, attemptTimeout: u32, race: i32): i32 {
  reset();
  return connecting.connect(handle, from, words, attemptTimeout, race != 0);
}

export function setLocalPort(handle: i32, port: u32): i32 {
  return connecting.setLocalPort(handle, port);
}

export function resolve(from: usize, bytes: u32): i32 {
  reset();
  return resolveName(from, bytes);
}

export function send(handle: i32, from: usize, words: u32, length: u32): i32 {
  reset();
  return transfer.send(handle, from, words, length);
}

export function end(handle: i32): i32 {
  return transfer.end(handle);
}

export function resume(handle: i32): i32 {
  return transfer.resume(handle);
}

export function pause(handle: i32): i32 {
  return transfer.pause(handle);
}

export function recv(handle: i32, max: u32): usize {
  reset();
  const length = transfer.receive(handle, max);
  return list(length == 0 ? 0 : load<usize>(RET, 4), length);
}

export function takeInput(handle: i32): usize {
  const input = transfer.takeInput(handle);
  store<u8>(LIST, input < 0 ? 1 : 0);
  store<i32>(LIST, input < 0 ? -input : input, 4);
  return LIST;
}

export function received(handle: i32, length: u32): void {
  transfer.received(handle, length);
}

export function inputEnded(handle: i32): void {
  transfer.inputEnded(handle);
}

export function inputFailed(handle: i32): void {
  transfer.inputFailed(handle);
}

export function inputDropped(handle: i32): void {
  engine.inputDropped(handle);
}

export function close(handle: i32): void {
  engine.close(handle);
}

export function setTimeout(handle: i32, timeout: u32): void {
  engine.setTimeout(handle, timeout);
}

export function refresh(handle: i32): void {
  engine.refresh(handle);
}

export function setKeepAlive(handle: i32, enable: i32, idle: u32, interval: u32, count: u32): i32 {
  return engine.setKeepAlive(handle, enable != 0, idle, interval, count);
}

export function notify(handle: i32, readiness: u32): void {
  engine.notify(handle, readiness);
}

export function turn(): void {
  engine.turn();
}

export function wait(until: i64): u32 {
  return engine.wait(until);
}

export function events(): usize {
  reset();
  return list(ARENA, take() * <u32>EVENT_WORDS);
}

export function deadline(): i64 {
  const time = engine.deadline();
  return time == NEVER ? -1 : <i64>time;
}

export function state(handle: i32): u32 {
  const s = find(handle);
  return s == null ? 0 : s.state;
}

export function bytesReceived(handle: i32): u64 {
  const s = find(handle);
  return s == null ? 0 : s.received;
}

export function bytesSent(handle: i32): u64 {
  const s = find(handle);
  return s == null ? 0 : s.sent;
}

export function localAddress(handle: i32): usize {
  const s = find(handle);
  if (s == null || !hasSocket(s)) return list(0, 0);
  askLocal(s.socket, RET);
  const at = liftAddress();
  return list(at, at == 0 ? 0 : ADDRESS_WORDS);
}

export function remoteAddress(handle: i32): usize {
  const s = find(handle);
  if (s == null || !hasSocket(s)) return list(0, 0);
  askRemote(s.socket, RET);
  const at = liftAddress();
  return list(at, at == 0 ? 0 : ADDRESS_WORDS);
}

export function addresses(handle: i32): usize {
  const s = find(handle);
  if (s == null || s.state != STATE_RESOLVED) return list(0, 0);
  return list(s.addresses, s.addressCount * <u32>ADDRESS_WORDS);
}

export function live(): u32 {
  return liveHandles();
}

export function hold(handle: i32, on: i32): void {
  const s = find(handle);
  if (s != null) holdOrNot(s, on != 0);
}

export function holder(): i32 {
  return oneThatHolds();
}

export function blocks(): u32 {
  return used();
}

export function trace(on: i32): void {
  setTracing(on != 0);
}

export function transition(state: u32, input: u32): u32 {
  return follow(state, input);
}

export function cabi_realloc(from: usize, oldSize: usize, align: usize, size: usize): usize {
  return reallocate(from, oldSize, align, size);
}

// ---- for a host on the same memory

/** Address of a block for the next send of at most `bytes`, or minus the error of `send`. */
export function reserve(handle: i32, bytes: u32): i32 {
  return transfer.reserve(handle, bytes);
}

/** Sends the `bytes` placed in the reserved block: the result of `send`. */
export function commit(handle: i32, bytes: u32): i32 {
  return transfer.commit(handle, bytes);
}

/** Announces `bytes` that go to the provider by reference: counted, not copied. 0, or minus the error of `send`. */
export function lend(handle: i32, bytes: u32): i32 {
  return transfer.lend(handle, bytes);
}

/** The provider was given what `lend` announced: the result of `send`. */
export function lent(handle: i32): i32 {
  return transfer.lent(handle);
}

/** The provider's socket is connected already: a descriptor that is adopted. 0, or minus an error; then `close`. */
export function establish(handle: i32): i32 {
  return establishAdopted(handle);
}

/** Address of the event ring: tail, head (u32), wake (f64 ms), then the events. */
export function ring(): usize {
  return RING;
}

/** Address of the landing zone. */
export function landing(): usize {
  return LANDING;
}

/** Address of the arena, where the host places the lists of `bind`, `connect` and `send`. */
export function arena(): usize {
  return ARENA;
}

/** Address of the handle on whose behalf WASI is being called (i32). */
export function acting(): usize {
  return ACTING;
}

/** Address of the time (f64 milliseconds) that idle deadlines count from while it is not 0. */
export function time(): usize {
  return TIME;
}

/** The time that was held is over, and it is `later` by now (f64 milliseconds): no deadline comes early. */
export function recount(held: f64, later: f64): void {
  recountIdle(<u64>held, <u64>later);
}

/** Whether the idle timeout that was told has been neither cleared nor renewed since. */
export function silent(handle: i32): bool {
  const s = find(handle);
  return s != null && isSilent(s);
}

/** `deadline` as f64 milliseconds, infinity for none. */
export function due(): f64 {
  const time = engine.deadline();
  return time == NEVER ? Infinity : <f64>time;
}

function list(at: usize, length: u32): usize {
  store<usize>(LIST, at);
  store<u32>(LIST, length, 4);
  return LIST;
}

// The poll list: every pollable that the engine holds, in two parallel arrays, changed in place (the last
// entry fills a hole), never rebuilt. A held pollable is the engine's interest: it subscribes when it wants to
// know and drops when it does not. Providers that push readiness take the same two calls as their cue.

import { READY_INPUT, READY_OUTPUT, READY_SOCKET, SLOT_BITS } from './abi';
import { POLL_IDS, POLL_OWNERS } from './layout';
import { entry } from './socket/attempt';
import { record, Socket, slotOf } from './table';
import { dropPollable, subscribeInput, subscribeOutput } from './wasi/io';
import { subscribeNames } from './wasi/names';
import { subscribeSocket } from './wasi/sockets';

/** Place of a pollable that is held and not asked for. */
const NOWHERE: u32 = u32.MAX_VALUE;
/** An owner is slot << 4 | readiness bit, and above them the number of an attempt set aside plus one. */
const ATTEMPT_SHIFT: u32 = SLOT_BITS + 4;
const OWNER_MASK: u32 = (1 << ATTEMPT_SHIFT) - 1;
const SLOT_MASK: u32 = (1 << SLOT_BITS) - 1;
let count: u32 = 0;

/** Pollables in the list. */
export function held(): u32 {
  return count;
}

export function watchSocket(s: Socket): void {
  if (s.pollSocket == 0) holdSocket(s, subscribeSocket(s.socket));
}

/** A lookup has its stream of addresses where others have their socket. */
export function watchLookup(s: Socket): void {
  if (s.pollSocket == 0) holdSocket(s, subscribeNames(s.socket));
}

export function watchInput(s: Socket): void {
  keepInput(s);
  if (s.placeInput == NOWHERE) s.placeInput = append(s.pollInput, s, READY_INPUT);
}

/** Holds the input's pollable without asking for it: it cannot be had once the stream is in other hands. */
export function keepInput(s: Socket): void {
  if (s.pollInput != 0) return;
  s.pollInput = subscribeInput(s.input);
  s.placeInput = NOWHERE;
}

/** Stops asking, but keeps the pollable. */
export function restInput(s: Socket): void {
  if (s.pollInput == 0 || s.placeInput == NOWHERE) return;
  remove(s.placeInput);
  s.placeInput = NOWHERE;
}

export function watchOutput(s: Socket): void {
  if (s.pollOutput != 0) return;
  s.pollOutput = subscribeOutput(s.output);
  s.placeOutput = append(s.pollOutput, s, READY_OUTPUT);
}

export function unwatchSocket(s: Socket): void {
  if (s.pollSocket == 0) return;
  dropPollable(s.pollSocket);
  s.pollSocket = 0;
  remove(s.placeSocket);
}

/** The pollable of the newest attempt goes on as that of one set aside: see race.ts for where it is noted. */
export function setSocketAside(s: Socket): void {
  const at = entry(s, s.attempt);
  const owner = ((s.attempt + 1) << ATTEMPT_SHIFT) | (slotOf(s) << 4) | READY_SOCKET;
  store<i32>(at, s.pollSocket, 4);
  store<u32>(at, s.placeSocket, 8);
  store<u32>(POLL_OWNERS + ((<usize>s.placeSocket) << 2), owner);
  s.pollSocket = 0;
}

export function unwatchAside(s: Socket, attempt: u32): void {
  const at = entry(s, attempt);
  dropPollable(load<i32>(at, 4));
  remove(load<u32>(at, 8));
}

export function unwatchInput(s: Socket): void {
  if (s.pollInput == 0) return;
  restInput(s);
  dropPollable(s.pollInput);
  s.pollInput = 0;
}

export function unwatchOutput(s: Socket): void {
  if (s.pollOutput == 0) return;
  dropPollable(s.pollOutput);
  s.pollOutput = 0;
  remove(s.placeOutput);
}

/** Adds a pollable that belongs to no socket (a timer of one `wait`). */
export function pushTimer(pollable: i32): void {
  store<i32>(POLL_IDS + ((<usize>count) << 2), pollable);
  store<u32>(POLL_OWNERS + ((<usize>count) << 2), 0);
  count++;
}

/** Takes it away again: it is the last. */
export function popTimer(): void {
  count--;
}

/** Slot and readiness bit of entry `index`: slot << 4 | bit; 0 for a timer. */
export function owner(index: u32): u32 {
  return load<u32>(POLL_OWNERS + ((<usize>index) << 2)) & OWNER_MASK;
}

function holdSocket(s: Socket, pollable: i32): void {
  s.pollSocket = pollable;
  s.placeSocket = append(pollable, s, READY_SOCKET);
}

function append(pollable: i32, s: Socket, bit: u32): u32 {
  const place = count++;
  store<i32>(POLL_IDS + ((<usize>place) << 2), pollable);
  store<u32>(POLL_OWNERS + ((<usize>place) << 2), (slotOf(s) << 4) | bit);
  return place;
}

function remove(place: u32): void {
  count--;
  if (place == count) return;
  const moved = load<u32>(POLL_OWNERS + ((<usize>count) << 2));
  store<i32>(POLL_IDS + ((<usize>place) << 2), load<i32>(POLL_IDS + ((<usize>count) << 2)));
  store<u32>(POLL_OWNERS + ((<usize>place) << 2), moved);
  const s = record((moved >> 4) & SLOT_MASK);
  const bit = moved & 15;
  const attempt = moved >> ATTEMPT_SHIFT;
  if (attempt != 0) store<u32>(entry(s, attempt - 1), place, 8);
  else if (bit == READY_SOCKET) s.placeSocket = place;
  else if (bit == READY_INPUT) s.placeInput = place;
  else s.placeOutput = place;
}

// The table of sockets: one record of RECORD_BYTES a slot, found by handle. A handle is generation above
// slot, so a stale one is told from the socket that has its slot now. Records hold numbers only and are laid
// over fixed memory: nothing here is allocated or collected.

import {
  EVENT_STATE,
  ILLEGAL,
  INPUT_CLOSE,
  MAX_SOCKETS,
  SLOT_BITS,
  STATE_FREE,
  STATE_RESOLVING,
} from './abi';
import { put, room } from './events';
import { RECORD_BYTES, TABLE } from './layout';
import { transition } from './socket/state';

// Flags of a record.
/** The host wants EVENT_READABLE. */
export const FLAG_READING: u32 = 1;
/** The input stream is in the host's hands. */
export const FLAG_INPUT_TAKEN: u32 = 2;
/** `tcp.shutdown(send)` was called. */
export const FLAG_SHUTDOWN: u32 = 4;
/** Waits in the queue for a batch block. */
export const FLAG_WAITS_ROOM: u32 = 8;
/** A listener with connections that found no slot or no room for their events. */
export const FLAG_STARVED: u32 = 16;
/** A lend is in flight. */
export const FLAG_LENT: u32 = 32;
/** Several addresses race to be the connection. */
export const FLAG_RACE: u32 = 64;
/** A listener for whose connections the network had no socket: it is asked again later. */
export const FLAG_REFUSED: u32 = 128;
/** Its host was told so, and it has not accepted all since. */
export const FLAG_LIMITED: u32 = 256;
/** The newest attempt has not been bound to its local port yet. */
export const FLAG_BINDING: u32 = 512;
/** It does not keep the program alive. */
export const FLAG_LOOSE: u32 = 1024;

/** What the engine knows of one socket. Zero means none for every WASI handle. */
export class Socket {
  handle: i32;
  state: u32;
  flags: u32;
  /** Link of the free list, of the room queue, or of the listeners that wait: a slot plus one. */
  next: u32;
  /** Idle timeout in milliseconds, 0 for none. */
  idle: u32;
  /** The socket; of a lookup, while it lasts, its stream of addresses. */
  socket: i32;
  input: i32;
  output: i32;
  pollSocket: i32;
  pollInput: i32;
  pollOutput: i32;
  placeSocket: u32;
  placeInput: u32;
  placeOutput: u32;
  /** The batch: its block, bytes in it, bytes handed to the network. */
  block: usize;
  filled: u32;
  handed: u32;
  /** Bytes of a lend in flight; before there is a connection, the port that attempts come from, 0 for any. */
  lent: u32;
  received: u64;
  sent: u64;
  /** Addresses to try: their block (0 with a single one), how many, which, and the attempt timeout in ms; or found. */
  addresses: usize;
  addressCount: u32;
  attempt: u32;
  attemptTimeout: u32;
}

/** Room that tracing leaves to the events of a command. */
const TRACE_RESERVE: u32 = 64;
const SLOT_MASK: i32 = (1 << SLOT_BITS) - 1;
const GENERATION_ONE: i32 = 1 << SLOT_BITS;
const GENERATION_MASK: i32 = 0x7fffffff & ~SLOT_MASK;

let freeHead: u32 = 0;
let top: u32 = 0;
let inUse: u32 = 0;
let tracing: bool = false;

/** Whether a slot is free. */
export function hasFree(): bool {
  return freeHead != 0 || top < <u32>MAX_SOCKETS;
}

/** The handle that `claim` will give next; the caller has asked `hasFree`. */
export function upcoming(): i32 {
  const slot = freeHead != 0 ? freeHead - 1 : top;
  // The generation outlives the socket, and no handle is ever 0.
  const generation = (record(slot).handle + GENERATION_ONE) & GENERATION_MASK;
  return (generation == 0 ? GENERATION_ONE : generation) | <i32>slot;
}

/** Takes a free slot; the caller has asked `hasFree`. */
export function claim(input: u32): Socket {
  assert(hasFree());
  const handle = upcoming();
  const s = record(<u32>(handle & SLOT_MASK));
  if (freeHead != 0) freeHead = s.next;
  else top++;
  memory.fill(changetype<usize>(s), 0, RECORD_BYTES);
  s.handle = handle;
  inUse++;
  enter(s, input);
  return s;
}

/** Frees a slot: the state machine's INPUT_CLOSE. */
export function free(s: Socket): void {
  enter(s, INPUT_CLOSE);
  s.next = freeHead;
  freeHead = slotOf(s) + 1;
  inUse--;
}

/** The socket of a handle, or null when it is stale or was never given out. */
export function find(handle: i32): Socket | null {
  const slot = <u32>(handle & SLOT_MASK);
  const s = record(slot);
  return handle > 0 && s.handle == handle && s.state != STATE_FREE ? s : null;
}

export function record(slot: u32): Socket {
  return changetype<Socket>(TABLE + <usize>slot * <usize>RECORD_BYTES);
}

export function slotOf(s: Socket): u32 {
  return <u32>(s.handle & SLOT_MASK);
}

/** Whether it has a TCP socket. */
export function hasSocket(s: Socket): bool {
  return s.socket != 0 && s.state != STATE_RESOLVING;
}

/** Slots that were ever in use: the first ones. */
export function slots(): u32 {
  return top;
}

/** Handles in use. */
export function live(): u32 {
  return inUse;
}

/** The one gate through which a state changes. */
export function enter(s: Socket, input: u32): void {
  const before = s.state;
  const after = transition(before, input);
  assert(after != <u32>ILLEGAL);
  s.state = after;
  // A trace that nobody takes must not cost the others their room.
  if (tracing && after != before && room() > TRACE_RESERVE) put(EVENT_STATE, s.handle, before, after);
}

/** Whether the state machine knows `input` in this state. */
export function legal(s: Socket, input: u32): bool {
  return transition(s.state, input) != <u32>ILLEGAL;
}

export function setTracing(on: bool): void {
  tracing = on;
}

// The event ring: four words an event. `head` and `tail` count events ever taken and ever put, so full and
// empty never look alike. A host on the same memory reads it in place; a component takes it as one list.

import { EVENT_WORDS, MAX_EVENTS } from './abi';
import { ARENA, RING } from './layout';

// Two words before the first event: tail, head. The host reads both and writes head.
const TAIL: usize = RING;
const HEAD: usize = RING + 4;
const FIRST: usize = RING + 16;
const MASK: u32 = MAX_EVENTS - 1;
const EVENT_BYTES: usize = <usize>(EVENT_WORDS * 4);

/** Room that a command or a readiness must find: a race whose attempts all fail at once, and then some. */
export const RESERVE: u32 = 256;
/** Room with which attempts that fail at once go on with the next one; with less the rest is a turn's. */
export const ATTEMPT_RESERVE: u32 = 32;

/** Puts an event. The callers keep room: see `room`. */
export function put(kind: u32, handle: i32, a: u32, b: u32): void {
  const tail = load<u32>(TAIL);
  assert(tail - load<u32>(HEAD) < <u32>MAX_EVENTS);
  const at = FIRST + <usize>(tail & MASK) * EVENT_BYTES;
  store<u32>(at, kind);
  store<i32>(at, handle, 4);
  store<u32>(at, a, 8);
  store<u32>(at, b, 12);
  store<u32>(TAIL, tail + 1);
}

/** Events that still fit. */
export function room(): u32 {
  return <u32>MAX_EVENTS - waiting();
}

/** Events that wait to be taken. */
export function waiting(): u32 {
  return load<u32>(TAIL) - load<u32>(HEAD);
}

/** Copies the waiting events to the arena, in order, and takes them: how many there were. */
export function take(): u32 {
  const count = waiting();
  const head = load<u32>(HEAD);
  for (let i: u32 = 0; i < count; i++) {
    const from = FIRST + <usize>((head + i) & MASK) * EVENT_BYTES;
    memory.copy(ARENA + <usize>i * EVENT_BYTES, from, EVENT_BYTES);
  }
  store<u32>(HEAD, head + count);
  return count;
}

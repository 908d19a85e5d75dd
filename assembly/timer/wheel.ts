// A hierarchical timing wheel: six levels of 64 slots, 1 ms, 64 ms, 4 s, 4.4 min, 4.7 h, 12 days a slot.
// A timer lies in the level of the highest bit in which its time differs from now, and falls to a lower one
// when now reaches its slot. Each level keeps one u64 of occupied slots, so the next one is found by `ctz`.
//
//   set, renew, cancel   O(1)        renewing to a later time is one store: the timer keeps its slot and
//   next, expire         O(levels)   is put where it belongs when that slot comes up
//
// Timers are numbered from 0 and their nodes are preallocated: nothing here can fail. Times are milliseconds.

import { TIMERS, WAKE } from '../layout';

const LEVELS: u32 = 6;
const SLOT_MASK: u64 = 63;
/** No time: nothing is due. */
export const NEVER: u64 = u64.MAX_VALUE;

/** 32 bytes. `next` and `prev` are timer numbers plus one; `where` is level, slot plus one, 0 when idle. */
class Node {
  deadline: u64;
  slotted: u64;
  next: u32;
  prev: u32;
  where: u32;
  reserved: u32;
}

// First and last timer of each slot: what is due at one time fires in the order in which it was put there.
const HEADS: usize = memory.data(6 * 64 * 4, 8);
const TAILS: usize = memory.data(6 * 64 * 4, 8);
const OCCUPIED: usize = memory.data(6 * 8, 8);
let elapsed: u64 = NEVER;
/** Where `next` found what it returned: level, slot plus one. */
let nearest: u32 = 0;

/** Arms `timer` for `deadline`, or moves it there. `now` is used the first time to start the wheel. */
export function set(timer: u32, deadline: u64, now: u64): void {
  if (elapsed == NEVER) elapsed = now;
  const node = at(timer);
  node.deadline = deadline;
  if (node.where != 0) {
    if (deadline >= node.slotted) return; // found when its present slot comes up
    unlink(node);
  }
  link(timer, node);
}

/** Disarms `timer`; nothing happens when it is not armed. */
export function cancel(timer: u32): void {
  const node = at(timer);
  if (node.where != 0) unlink(node);
}

/** Whether `timer` is armed. */
export function armed(timer: u32): bool {
  return at(timer).where != 0;
}

/** When `timer` is due, if it is armed. */
export function deadlineOf(timer: u32): u64 {
  return at(timer).deadline;
}

/** Takes one timer whose deadline is not after `now`: its number, or -1 when there is none left. */
export function expire(now: u64): i32 {
  while (true) {
    const due = next();
    if (due == NEVER || due > now) break;
    if (due > elapsed) elapsed = due;
    const timer = load<u32>(head(nearest)) - 1;
    const node = at(timer);
    unlink(node);
    if (node.deadline <= now) return <i32>timer;
    link(timer, node);
  }
  if (now > elapsed) elapsed = now;
  return -1;
}

/** When to look again: never later than the next deadline, at times earlier (a slot that must fall). */
export function next(): u64 {
  let soonest = NEVER;
  for (let level: u32 = 0; level < LEVELS; level++) {
    const occupied = load<u64>(OCCUPIED + ((<usize>level) << 3));
    if (occupied == 0) continue;
    const shift = level * 6;
    const current = (elapsed >> shift) & SLOT_MASK;
    const ahead = ctz(rotr<u64>(occupied, current));
    // The start of that slot. A slot of an upper level that is being taken apart began in the past: what is left
    // in it is due at once, and may be due before what has fallen already. So every level is asked.
    const start = ((elapsed >> shift) + ahead) << shift;
    const time = start < elapsed ? elapsed : start;
    if (time >= soonest) continue;
    soonest = time;
    nearest = ((level << 6) | <u32>((current + ahead) & SLOT_MASK)) + 1;
  }
  return soonest;
}

function at(timer: u32): Node {
  return changetype<Node>(TIMERS + ((<usize>timer) << 5));
}

function head(where: u32): usize {
  return HEADS + ((<usize>(where - 1)) << 2);
}

function tail(where: u32): usize {
  return TAILS + ((<usize>(where - 1)) << 2);
}

function link(timer: u32, node: Node): void {
  const time = node.deadline > elapsed ? node.deadline : elapsed;
  const differing = (elapsed ^ time) | SLOT_MASK;
  let level: u32 = (63 - <u32>clz(differing)) / 6;
  let slotted = time;
  if (level >= LEVELS) {
    // Beyond the wheel's turn (2 years): rest in the top level, at most a turn away, and fall from there.
    level = LEVELS - 1;
    slotted = min(time, elapsed + ((<u64>63) << (level * 6)));
  }
  const slot = <u32>((slotted >> (level * 6)) & SLOT_MASK);
  const where = ((level << 6) | slot) + 1;
  const last = load<u32>(tail(where));
  node.slotted = slotted;
  node.where = where;
  node.prev = last;
  node.next = 0;
  if (last != 0) at(last - 1).next = timer + 1;
  else store<u32>(head(where), timer + 1);
  store<u32>(tail(where), timer + 1);
  const bits = OCCUPIED + ((<usize>level) << 3);
  store<u64>(bits, load<u64>(bits) | ((<u64>1) << (<u64>slot)));
  if (<f64>slotted < load<f64>(WAKE)) store<f64>(WAKE, <f64>slotted);
}

function unlink(node: Node): void {
  if (node.next != 0) at(node.next - 1).prev = node.prev;
  else store<u32>(tail(node.where), node.prev);
  if (node.prev != 0) {
    at(node.prev - 1).next = node.next;
  } else {
    store<u32>(head(node.where), node.next);
    if (node.next == 0) {
      const level = (node.where - 1) >> 6;
      const slot = (node.where - 1) & 63;
      const bits = OCCUPIED + ((<usize>level) << 3);
      store<u64>(bits, load<u64>(bits) & ~((<u64>1) << (<u64>slot)));
    }
  }
  node.where = 0;
}

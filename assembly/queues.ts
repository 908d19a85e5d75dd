// Who waits for what is full: sockets for a batch block, listeners for a slot or for room in the event ring, others
// for the network to have a socket again. All are singly linked through `next`. They are empty in all but the worst
// of times, so leaving one early may cost a walk.

import { EVENT_ROOM } from './abi';
import { put, room } from './events';
import { WAKE } from './layout';
import { unwatchSocket } from './polls';
import { FLAG_REFUSED, FLAG_STARVED, FLAG_WAITS_ROOM, hasFree, record, Socket, slotOf } from './table';
import { setAttempt, setAttemptNow } from './timers';

/** How long a network that has no socket left is left alone, in milliseconds, unless a handle is closed before. */
const RETRY_ACCEPT: u32 = 100;

let roomHead: u32 = 0;
let roomTail: u32 = 0;
let starvedHead: u32 = 0;
let refusedHead: u32 = 0;
let retry: bool = false;

/** Queues a socket for EVENT_ROOM. */
export function awaitRoom(s: Socket): void {
  if ((s.flags & FLAG_WAITS_ROOM) != 0) return;
  s.flags |= FLAG_WAITS_ROOM;
  s.next = 0;
  const link = slotOf(s) + 1;
  if (roomTail == 0) roomHead = link;
  else record(roomTail - 1).next = link;
  roomTail = link;
}

/** A block came free: all who wait try again, for they wait for different sizes. */
export function tellRoom(): void {
  while (roomHead != 0) {
    if (room() < 8) {
      wantTurn();
      return;
    }
    const s = record(roomHead - 1);
    roomHead = s.next;
    if (roomHead == 0) roomTail = 0;
    s.flags &= ~FLAG_WAITS_ROOM;
    put(EVENT_ROOM, s.handle, 0, 0);
  }
}

/** Notes that a listener has connections which cannot be accepted now. */
export function starve(s: Socket): void {
  // Without a slot `tellSlot` wakes it. Without room for events a turn does, by which they will have been taken.
  if (hasFree()) wantTurn();
  if ((s.flags & FLAG_STARVED) != 0) return;
  s.flags |= FLAG_STARVED;
  s.next = starvedHead;
  starvedHead = slotOf(s) + 1;
}

/** The listener's turn has come. */
export function serve(s: Socket): void {
  if ((s.flags & FLAG_STARVED) == 0) return;
  s.flags &= ~FLAG_STARVED;
  starvedHead = without(starvedHead, slotOf(s) + 1);
}

/** The first starved listener, or null. */
export function starved(): Socket | null {
  return starvedHead == 0 ? null : record(starvedHead - 1);
}

/** Notes that the network has no socket for this listener's connections. */
export function refuse(s: Socket): void {
  s.flags |= FLAG_REFUSED;
  s.next = refusedHead;
  refusedHead = slotOf(s) + 1;
}

/** Before a poll, which would find them ready again and again: they are asked again in a while. */
export function leaveRefused(): void {
  for (let link = refusedHead; link != 0; link = record(link - 1).next) {
    const s = record(link - 1);
    if (s.pollSocket == 0) continue;
    unwatchSocket(s);
    setAttempt(s, RETRY_ACCEPT);
  }
}

/** It is asked again. */
export function relent(s: Socket): void {
  if ((s.flags & FLAG_REFUSED) == 0) return;
  s.flags &= ~FLAG_REFUSED;
  refusedHead = without(refusedHead, slotOf(s) + 1);
}

/** Whether a turn is wanted at once. */
export function turnWanted(): bool {
  return retry;
}

/** Asks for a turn as soon as can be: something that was full has room. */
export function wantTurn(): void {
  retry = true;
  store<f64>(WAKE, 0);
}

/** A turn has come. */
export function turnTaken(): void {
  retry = false;
}

/** A slot came free, and whatever socket it had. */
export function tellSlot(): void {
  if (starvedHead != 0) wantTurn();
  for (let link = refusedHead; link != 0; link = record(link - 1).next) setAttemptNow(record(link - 1));
}

/** The socket waits for no block any more. */
export function forgoRoom(s: Socket): void {
  if ((s.flags & FLAG_WAITS_ROOM) == 0) return;
  s.flags &= ~FLAG_WAITS_ROOM;
  const link = slotOf(s) + 1;
  roomHead = without(roomHead, link);
  roomTail = roomHead;
  while (roomTail != 0 && record(roomTail - 1).next != 0) roomTail = record(roomTail - 1).next;
}

/** Leaves all queues: the socket is being closed. */
export function leave(s: Socket): void {
  serve(s);
  relent(s);
  forgoRoom(s);
}

/** The list that begins at `head`, without `link`. */
function without(head: u32, link: u32): u32 {
  if (head == link) return record(link - 1).next;
  let at = head;
  while (record(at - 1).next != link) at = record(at - 1).next;
  record(at - 1).next = record(link - 1).next;
  return head;
}

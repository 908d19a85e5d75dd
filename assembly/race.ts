// A race keeps the attempts that the newest one has overtaken: they were set aside and go on. What is known of one
// lies where its address lay, which nobody needs any more, so that a race takes no slot and no memory of its own:
//
//   0 socket, 0 once it has failed │ 4 pollable │ 8 its place in the poll list

import { MAX_ASIDE, RACE_ASIDE } from './abi';
import { setSocketAside, unwatchAside } from './polls';
import { current, entry, over } from './socket/attempt';
import { FLAG_RACE, Socket } from './table';
import { dropSocket } from './wasi/sockets';

/** Attempts set aside, of all races. */
let count: u32 = 0;

/** Whether several addresses race. */
export function isRace(s: Socket): bool {
  return (s.flags & FLAG_RACE) != 0;
}

/** Sets the newest attempt aside; false when as many are as may be. */
export function setAside(s: Socket): bool {
  if (count == <u32>MAX_ASIDE || goingOn(s) == <u32>RACE_ASIDE) return false;
  setSocketAside(s);
  store<i32>(current(s), s.socket);
  s.socket = 0;
  count++;
  return true;
}

/** The socket of attempt `i`, 0 unless it was set aside and goes on. */
export function aside(s: Socket, i: u32): i32 {
  return load<i32>(entry(s, i));
}

/** Takes attempt `i` back: its socket, the caller's now, without its pollable. */
export function takeBack(s: Socket, i: u32): i32 {
  const at = entry(s, i);
  const socket = load<i32>(at);
  unwatchAside(s, i);
  store<i32>(at, 0);
  count--;
  return socket;
}

/** Notes that the newest attempt, which has failed, is none of those that go on. */
export function leaveOut(s: Socket): void {
  if (isRace(s)) store<i32>(current(s), 0);
}

/** Whether nothing is left that could still connect. */
export function hopeless(s: Socket): bool {
  if (!over(s)) return false;
  return !isRace(s) || goingOn(s) == 0;
}

/** Drops what was set aside: somebody has won, all have failed, or the socket is being closed. */
export function endRace(s: Socket): void {
  if (!isRace(s)) return;
  s.flags &= ~FLAG_RACE;
  for (let i: u32 = 0; i < s.attempt; i++) if (aside(s, i) != 0) dropSocket(takeBack(s, i));
}

/** How many were set aside and go on. */
function goingOn(s: Socket): u32 {
  let found: u32 = 0;
  for (let i: u32 = 0; i < s.attempt; i++) if (aside(s, i) != 0) found++;
  return found;
}

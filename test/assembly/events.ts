// The event ring: order, wrap-around, and how much fits.

import { EVENT_WORDS, MAX_EVENTS } from '../../assembly/abi';
import { put, room, take, waiting } from '../../assembly/events';
import { ARENA } from '../../assembly/layout';

const ALL: u32 = MAX_EVENTS;

function word(event: u32, index: u32): u32 {
  return load<u32>(ARENA + ((<usize>(event * <u32>EVENT_WORDS + index)) << 2));
}

export function anEmptyRingHasRoomForEveryEvent(): void {
  assert(room() == ALL);
  assert(waiting() == 0);
  assert(take() == 0);
}

export function eventsAreTakenInTheOrderInWhichTheyWerePut(): void {
  put(1, 16385, 2, 3);
  put(4, 16386, 5, 6);
  assert(waiting() == 2);
  assert(take() == 2);
  assert(word(0, 0) == 1 && word(0, 1) == 16385 && word(0, 2) == 2 && word(0, 3) == 3);
  assert(word(1, 0) == 4 && word(1, 1) == 16386 && word(1, 2) == 5 && word(1, 3) == 6);
  assert(waiting() == 0);
}

export function aFullRingIsNotTakenForAnEmptyOne(): void {
  for (let i: u32 = 0; i < ALL; i++) put(1, 1, i, 0);
  assert(room() == 0);
  assert(waiting() == ALL);
  assert(take() == ALL);
  for (let i: u32 = 0; i < ALL; i++) assert(word(i, 2) == i);
  assert(room() == ALL);
}

export function theRingWrapsAroundWithoutLosingOrder(): void {
  let putSoFar: u32 = 0;
  let takenSoFar: u32 = 0;
  for (let round: u32 = 0; round < 500; round++) {
    const batch: u32 = 1 + ((round * 37) % 900);
    for (let i: u32 = 0; i < batch; i++) put(1, 1, putSoFar++, 0);
    const count = take();
    for (let i: u32 = 0; i < count; i++) assert(word(i, 2) == takenSoFar++);
  }
  assert(putSoFar == takenSoFar);
}

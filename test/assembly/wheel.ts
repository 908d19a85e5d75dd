// The timing wheel against a naive model: one deadline a timer, kept in the unused memory of the large blocks.

import { LARGE_POOL } from '../../assembly/layout';
import { armed, cancel, expire, NEVER, next, set } from '../../assembly/timer/wheel';
import { below } from './random';

const TIMERS: u32 = 10000;

function model(timer: u32): u64 {
  return load<u64>(LARGE_POOL + ((<usize>timer) << 3));
}

function remember(timer: u32, deadline: u64): void {
  store<u64>(LARGE_POOL + ((<usize>timer) << 3), deadline);
}

function forgetAll(): void {
  for (let i: u32 = 0; i < TIMERS; i++) remember(i, NEVER);
}

function soonest(): u64 {
  let time = NEVER;
  for (let i: u32 = 0; i < TIMERS; i++) time = min(time, model(i));
  return time;
}

/** Lets the wheel expire what is due at `now` and holds each against the model. */
function expireAll(now: u64): void {
  while (true) {
    const timer = expire(now);
    if (timer < 0) break;
    assert(model(timer) <= now, 'a timer fired before its deadline, or without being armed');
    assert(!armed(timer), 'a timer that fired is still armed');
    remember(timer, NEVER);
  }
  assert(soonest() > now, 'a timer that was due did not fire');
}

/** A delay: mostly short, at times days, as timeouts are. */
function delay(): u64 {
  const kind = below(10);
  if (kind < 5) return below(200);
  if (kind < 8) return below(70000);
  if (kind < 9) return below(40000000);
  return <u64>below(0x7fffffff) * 40;
}

export function aWheelWithoutTimersIsNeverDue(): void {
  assert(next() == NEVER);
  assert(expire(1000) == -1);
}

export function aTimerFiresAtItsDeadlineAndNotBefore(): void {
  set(3, 5100, 5000);
  assert(expire(5099) == -1);
  assert(armed(3));
  assert(expire(5100) == 3);
  assert(expire(5100) == -1);
  assert(next() == NEVER);
}

export function aDeadlineInThePastIsDueAtOnce(): void {
  set(1, 5000, 5000);
  expire(6000);
  set(2, 5500, 6000);
  assert(next() <= 6000);
  assert(expire(6000) == 2);
}

export function renewingToALaterTimeMovesTheDeadline(): void {
  set(7, 1100, 1000);
  set(7, 1300, 1050);
  assert(expire(1299) == -1);
  assert(expire(1300) == 7);
}

export function renewingToAnEarlierTimeMovesTheDeadline(): void {
  set(7, 90000, 1000);
  set(7, 1300, 1050);
  assert(next() <= 1300);
  assert(expire(1300) == 7);
  assert(next() == NEVER);
}

export function aCancelledTimerDoesNotFire(): void {
  set(5, 1010, 1000);
  cancel(5);
  cancel(5);
  assert(!armed(5));
  assert(next() == NEVER);
  assert(expire(2000) == -1);
}

export function aTimerFarBeyondTheWheelFiresAtItsDeadline(): void {
  const years: u64 = 1000 * 60 * 60 * 24 * 365 * 7;
  set(5, years, 1000);
  assert(expire(years - 1) == -1);
  assert(expire(years) == 5);
}

export function timersOfOneCoarseSlotFireEachInItsOwnTime(): void {
  // Both lie in one slot of four seconds; the one put in first is not the one due first.
  set(1, 4500, 1);
  set(2, 5000, 1);
  for (let now: u64 = 2; now < 4500; now += 7) assert(expire(now) == -1);
  assert(expire(4500) == 1, 'the earlier timer waited for the later one');
  assert(expire(4999) == -1);
  assert(expire(5000) == 2);
}

export function timersOfOneDeadlineFireInTheOrderInWhichTheyWereSet(): void {
  const deadlines: StaticArray<u64> = [40, 400, 40000, 4000000];
  for (let d = 0; d < deadlines.length; d++) {
    for (let i: u32 = 0; i < 5; i++) set((i * 7) % 5, deadlines[d], d == 0 ? 1 : deadlines[d - 1]);
    cancel(4);
    set(9, deadlines[d], 1);
    while (next() < deadlines[d]) assert(expire(next()) == -1);
    for (let i: u32 = 0; i < 5; i++) {
      if ((i * 7) % 5 != 4) assert(expire(deadlines[d]) == (i * 7) % 5, 'out of order');
    }
    assert(expire(deadlines[d]) == 9);
  }
}

export function aTimerSetWhileASlotIsTakenApartHoldsUpNothing(): void {
  set(1, 130, 1);
  set(2, 129, 1);
  set(3, 128, 1);
  assert(expire(128) == 3);
  set(4, 140, 128);
  assert(expire(129) == 2, 'a timer was passed over');
  assert(expire(130) == 1);
  assert(expire(140) == 4);
}

export function aClockThatBeginsAtZeroIsAClock(): void {
  set(1, 3, 0);
  set(2, 50, 5);
  assert(next() <= 3);
  assert(expire(5) == 1);
  assert(expire(50) == 2);
}

export function theNextLookIsNeverLaterThanTheNextDeadline(): void {
  forgetAll();
  let now: u64 = 10;
  for (let i: u32 = 0; i < 1000; i++) {
    const deadline = now + delay();
    set(i, deadline, now);
    remember(i, deadline);
  }
  while (next() != NEVER) {
    assert(next() <= soonest(), 'the wheel wants to look too late');
    assert(next() > now || soonest() <= now, 'the wheel wants to look where it has looked');
    now = max(now, next());
    expireAll(now);
  }
  assert(soonest() == NEVER, 'the wheel forgot a timer');
}

export function tenThousandTimersDoWhatANaiveModelDoes(): void {
  forgetAll();
  let now: u64 = 1;
  for (let round = 0; round < 300; round++) {
    for (let i = 0; i < 300; i++) {
      const timer = below(TIMERS);
      if (below(4) == 0) {
        cancel(timer);
        remember(timer, NEVER);
      } else {
        const deadline = now + delay();
        set(timer, deadline, now);
        remember(timer, deadline);
      }
      assert(armed(timer) == (model(timer) != NEVER));
    }
    assert(next() <= soonest(), 'the wheel wants to look too late');
    now += below(5) == 0 ? <u64>below(100000000) : <u64>below(300);
    expireAll(now);
  }
  // Jumping from look to look empties it in time.
  while (next() != NEVER) {
    now = max(now, next());
    expireAll(now);
  }
  assert(soonest() == NEVER, 'the wheel forgot a timer');
}

// Slots, handles and generations.

import {
  INPUT_ACCEPT,
  INPUT_BIND,
  INPUT_OPEN,
  MAX_SOCKETS,
  SLOT_BITS,
  STATE_BINDING,
  STATE_CLOSED,
  STATE_ESTABLISHED,
  STATE_FREE,
} from '../../assembly/abi';
import { waiting } from '../../assembly/events';
import { RECORD_BYTES } from '../../assembly/layout';
import {
  claim,
  enter,
  find,
  free,
  hasFree,
  legal,
  live,
  record,
  Socket,
  setTracing,
  slotOf,
  upcoming,
} from '../../assembly/table';

function found(handle: i32): Socket {
  const s = find(handle);
  assert(s != null, 'the handle is not found');
  return s as Socket;
}

export function aRecordFitsItsPlace(): void {
  assert(offsetof<Socket>() <= <usize>RECORD_BYTES);
}

export function aClaimedSlotIsFoundByItsHandle(): void {
  const expected = upcoming();
  const s = claim(INPUT_OPEN);
  assert(s.handle == expected && s.handle > 0);
  assert(found(s.handle) === s);
  assert(s.state == STATE_CLOSED);
  assert(claim(INPUT_ACCEPT).state == STATE_ESTABLISHED);
  assert(live() == 2);
}

export function aFreedHandleIsStaleAndItsSlotComesBackUnderAnother(): void {
  const s = claim(INPUT_OPEN);
  const handle = s.handle;
  s.flags = 1;
  s.sent = 5;
  free(s);
  assert(find(handle) == null && live() == 0);
  const again = claim(INPUT_OPEN);
  assert(slotOf(again) == <u32>(handle & ((1 << SLOT_BITS) - 1)));
  assert(again.handle != handle);
  assert(again.flags == 0 && again.sent == 0);
  assert(find(handle) == null);
}

export function whatIsNoHandleIsNotFound(): void {
  claim(INPUT_OPEN);
  assert(find(0) == null && find(-1) == null && find(i32.MIN_VALUE) == null && find(1) == null);
  assert(find(i32.MAX_VALUE) == null);
}

export function generationsWrapAroundWithoutAHandleOfZero(): void {
  const first = upcoming();
  const generations = (1 << (31 - SLOT_BITS)) - 1;
  for (let i = 0; i < generations; i++) {
    const s = claim(INPUT_OPEN);
    assert(s.handle > 0 && s.handle >> SLOT_BITS != 0);
    assert(i == 0 || s.handle != first, 'a handle came back too early');
    free(s);
  }
  assert(upcoming() == first);
}

export function everySlotCanBeClaimedOnce(): void {
  for (let i = 0; i < MAX_SOCKETS; i++) {
    assert(hasFree());
    assert(slotOf(claim(INPUT_OPEN)) == <u32>i);
  }
  assert(!hasFree());
  assert(live() == MAX_SOCKETS);
  free(record(77));
  assert(hasFree());
  assert(slotOf(claim(INPUT_OPEN)) == 77);
}

export function onlyTracingPutsTransitionsIntoTheRing(): void {
  const s = claim(INPUT_OPEN);
  assert(waiting() == 0);
  setTracing(true);
  assert(legal(s, INPUT_BIND));
  enter(s, INPUT_BIND);
  assert(s.state == STATE_BINDING && waiting() == 1);
  free(s);
  assert(s.state == STATE_FREE && waiting() == 2);
}

// How a socket fails: one transition, one event, and nothing of the engine's is left waiting for it. The WASI
// handles stay until the host closes, so that addresses can still be asked.

import { EVENT_ERROR, INPUT_FAIL } from './abi';
import { put } from './events';
import { unwatchInput, unwatchOutput, unwatchSocket } from './polls';
import { tellRoom } from './queues';
import { endRace } from './race';
import { forget } from './socket/attempt';
import { dropBatch } from './socket/connection';
import { enter, FLAG_LENT, legal, Socket } from './table';
import { cancelAttempt } from './timers';

/** Ends the socket with `error`, met by `operation`. A socket that has come to rest is left alone. */
export function fail(s: Socket, error: u32, operation: u32): void {
  if (!legal(s, INPUT_FAIL)) return;
  const freed = quiet(s);
  enter(s, INPUT_FAIL);
  put(EVENT_ERROR, s.handle, error, operation);
  if (freed) tellRoom();
}

/** Drops what waits: attempts set aside, pollables, the attempt's deadline, addresses and the batch. True when a block came free. */
export function quiet(s: Socket): bool {
  const held = s.block != 0 || s.addresses != 0;
  endRace(s);
  unwatchSocket(s);
  unwatchInput(s);
  unwatchOutput(s);
  cancelAttempt(s);
  forget(s);
  dropBatch(s);
  s.flags &= ~FLAG_LENT;
  return held;
}

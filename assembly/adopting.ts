// A connection that the host has from elsewhere: a descriptor that was handed to the program. WASI has no word for
// it, but a provider knows from its settings that the socket it makes is connected already.

import { ERROR_BAD_STATE, ERROR_STALE_HANDLE, INPUT_CONNECT, INPUT_CONNECTED } from './abi';
import { create, RET, wideError } from './network';
import { enter, find, legal } from './table';
import { touch } from './timers';
import { finishConnect } from './wasi/sockets';

/** From CLOSED to ESTABLISHED at once and without an event; a handle that fails is only there to be closed. */
export function establish(handle: i32): i32 {
  const s = find(handle);
  if (s == null) return -ERROR_STALE_HANDLE;
  if (!legal(s, INPUT_CONNECT)) return -ERROR_BAD_STATE;
  enter(s, INPUT_CONNECT);
  let error = create(s, 4);
  if (error == 0) {
    finishConnect(s.socket, RET);
    error = wideError();
  }
  if (error != 0) return -(<i32>error);
  s.input = load<i32>(RET, 4);
  s.output = load<i32>(RET, 8);
  enter(s, INPUT_CONNECTED);
  touch(s);
  return 0;
}

// `connect` on a socket that has a connection, or is about to have one: Node passes it to the system, and so it does
// not connect anywhere. What Linux answers is what programs see. node: lib net, internalConnect

import { EVENT_CONNECTED, STATE_BOUND, STATE_CLOSED, STATE_CONNECTING } from '../../assembly/abi.ts';
import { kEvent, kHandle } from '../binding/engine.ts';
import type { Endpoint } from '../provider/provider.ts';
import { kContext } from './context.ts';
import type { SocketMethods } from './socket.ts';
import { kState } from './socket-state.ts';
import { exceptionWithHostPort } from './system-errors.ts';

/** There is a connection, or one is being made. */
export function isTaken(socket: SocketMethods): boolean {
  const handle = socket[kHandle];
  if (handle === 0) return false;
  const state = socket[kContext].engine.state(handle);
  return state !== STATE_CLOSED && state !== STATE_BOUND;
}

/** `local` is what should have been bound first, if anything. */
export function connectAgain(socket: SocketMethods, to: Endpoint, local: Endpoint | undefined): void {
  const { engine, runtime } = socket[kContext];
  const state = socket[kState];
  if (local) {
    socket.destroy(exceptionWithHostPort('EINVAL', 'bind', local.address, local.port));
    return;
  }
  if (state.path === undefined) socket.emit('connectionAttempt', to.address, to.port, to.family);
  if (!socket.connecting) return;
  if (state.again) {
    // The first connect after the one that went on its way is told of its success.
    runtime.startTimer(() => {
      if (socket.connecting) socket[kEvent](EVENT_CONNECTED, 0, 0);
    }, 0);
    return;
  }
  const code = engine.state(socket[kHandle]) === STATE_CONNECTING ? 'EALREADY' : 'EISCONN';
  const near = engine.localAddress(socket[kHandle]);
  const details = near && `${near.address}:${near.port}`;
  const at = state.path === undefined ? to : { address: state.path, port: 0 };
  socket.destroy(exceptionWithHostPort(code, 'connect', at.address, at.port, details));
}

// Sockets over what is there already: an open descriptor, a handle of the runtime's own, the handle of another
// socket of ours, and a BoundSocket, which has its address and no connection yet. node: lib net, Socket.

import { kHandle } from '../binding/engine.ts';
import type { Adopted } from '../provider/provider.ts';
import { type ConnectPlan, type Options, validateConnectOptions, validateString } from './arguments.ts';
import { adoptable, type BoundSocketLike } from './bound-socket.ts';
import { adopt, NO_ADDRESS } from './connection.ts';
import { kContext } from './context.ts';
import { nodeError } from './errors.ts';
import { codeOf } from './failures.ts';
import { isNativeHandle, SocketHandle } from './handle.ts';
import type { SocketMethods } from './socket.ts';
import { kState } from './socket-state.ts';
import { errnoException } from './system-errors.ts';

/** Gives a new socket what its options `handle` and `fd` name. Throws what the runtime throws for them. */
export function adoptGiven(socket: SocketMethods, options: Options): void {
  const { handle, fd } = options;
  const state = socket[kState];
  const bound = adoptable(handle, socket[kContext].runtime);
  if (bound) {
    startFrom(socket, bound);
    return;
  }
  if (handle instanceof SocketHandle && share(socket, handle.socket)) {
    beginReading(socket, options);
  } else if (handle && !isNativeHandle(handle)) {
    state.handle = handle as object; // an object of the program's own
  } else {
    establish(socket, options, handle ? { handle: handle as object } : { fd: fd as number });
    if (handle) state.handle = handle as object;
    beginReading(socket, options);
  }
}

/**
 * What `connect` of a socket with a BoundSocket is to do: its kind and its address are decided. Node holds it to that
 * when the BoundSocket has gone with its connection, too.
 */
export function boundPlan(socket: SocketMethods, options: Options, isPipe: boolean): ConnectPlan {
  if (isPipe) return { kind: 'path', path: validateString(options.path, 'options.path') };
  if (options.localAddress !== undefined || options.localPort !== undefined) {
    const reason = 'localAddress and localPort cannot be used with an adopted bound socket';
    throw nodeError('ERR_INVALID_ARG_VALUE', 'options', options, reason);
  }
  const { defaults, runtime } = socket[kContext];
  const { port = 0 } = options;
  return validateConnectOptions(
    { ...options, path: undefined, port, autoSelectFamily: false },
    defaults,
    runtime,
  );
}

function establish(socket: SocketMethods, { readable, writable }: Options, what: Adopted): void {
  const { engine } = socket[kContext];
  const halves = { readable, writable } as Adopted;
  const opened = engine.open(socket, { adopted: { ...what, ...halves } });
  const outcome = opened < 0 ? opened : engine.establish(opened);
  if (outcome < 0) throw givenUp(socket, opened, outcome);
  const state = socket[kState];
  state.active = true;
  // What has no address is no TCP.
  if (engine.localAddress(opened) === undefined) state.path = '';
}

/** Why a handle came to nothing; it is closed. */
function givenUp(socket: SocketMethods, opened: number, outcome: number): unknown {
  const { engine } = socket[kContext];
  const error = engine.takeError(opened) ?? errnoException(codeOf(-outcome), 'open');
  engine.close(opened, () => {});
  return error;
}

/** Both sockets have the handle from now on, and this one is told what comes. False when there is none. */
function share(socket: SocketMethods, other: SocketMethods): boolean {
  const { engine } = socket[kContext];
  if (other[kHandle] === 0 || other[kContext].engine !== engine) return false;
  adopt(socket, other[kHandle]);
  socket[kState].path = other[kState].path;
  return true;
}

function startFrom(socket: SocketMethods, bound: BoundSocketLike): void {
  const { engine } = socket[kContext];
  const state = socket[kState];
  const at = bound.address();
  state.bound = bound;
  if (typeof at === 'string') {
    state.path = '';
    state.source = at;
  }
  const opened = engine.open(socket, state);
  const outcome = opened < 0 ? opened : engine.bind(opened, NO_ADDRESS);
  if (outcome < 0) throw givenUp(socket, opened, outcome);
  state.active = true;
}

function beginReading(socket: SocketMethods, { readable, pauseOnCreate, manualStart }: Options): void {
  if (readable === false) return;
  if (pauseOnCreate) socket.pause();
  else if (!manualStart) socket.read(0);
}

// What the engine tells a Socket, turned into Node's events in Node's order. A listener may do anything, destroy
// the socket included: after each emit nothing is taken for granted. node: lib net, afterConnect and onStreamRead.

import {
  ERROR_ACCESS_DENIED,
  ERROR_ADDRESS_IN_USE,
  ERROR_ADDRESS_NOT_BINDABLE,
  EVENT_ATTEMPT,
  EVENT_ATTEMPT_FAILED,
  EVENT_ATTEMPT_TIMEOUT,
  EVENT_CONNECTED,
  EVENT_END,
  EVENT_ERROR,
  EVENT_FINISHED,
  EVENT_READABLE,
  EVENT_ROOM,
  EVENT_SENT,
  EVENT_TIMEOUT,
  OP_BIND,
  OP_CONNECT,
  OP_WRITE,
} from '../../assembly/abi.ts';
import { kHandle } from '../binding/engine.ts';
import type { Endpoint } from '../provider/provider.ts';
import { errorsOf, tellBlocked } from './blocked.ts';
import { becomeActive, placeOf, stopReading, tellIn } from './connection.ts';
import { kContext } from './context.ts';
import { aggregateError } from './errors.ts';
import { failure } from './failures.ts';
import { applyKeepAlive } from './keep-alive.ts';
import type { SocketMethods } from './socket.ts';
import { type Attempts, kState, type OnRead } from './socket-state.ts';
import { exceptionWithHostPort, type SystemError } from './system-errors.ts';
import { applyTypeOfService } from './type-of-service.ts';
import { sendOn } from './writing.ts';

/** What keeps a socket from its local address. */
const BIND_ERRORS = [ERROR_ACCESS_DENIED, ERROR_ADDRESS_IN_USE, ERROR_ADDRESS_NOT_BINDABLE];

/** Dispatches one event of the engine. */
export function socketEvent(socket: SocketMethods, kind: number, a: number, b: number): void {
  const { scope, attemptScope } = socket[kState];
  switch (kind) {
    case EVENT_READABLE:
      return tellIn(scope, receive, socket, a, b);
    case EVENT_SENT:
    case EVENT_ROOM:
      return sendOn(socket);
    case EVENT_CONNECTED:
      return connected(socket);
    case EVENT_END:
      return tellIn(scope, ended, socket, a, b);
    case EVENT_FINISHED:
      return finished(socket);
    case EVENT_TIMEOUT:
      return timedOut(socket);
    case EVENT_ERROR:
      return tellIn(b === OP_CONNECT ? attemptScope : scope, failed, socket, a, b);
    case EVENT_ATTEMPT:
      return tellIn(attemptScope, attempting, socket, a, b);
    case EVENT_ATTEMPT_FAILED:
      return tellIn(attemptScope, attemptFailed, socket, a, b);
    case EVENT_ATTEMPT_TIMEOUT:
      return tellIn(attemptScope, attemptTimedOut, socket, a, b);
  }
}

/** Node binds first, and tells nothing of an attempt whose local address cannot be bound. */
function attempting(socket: SocketMethods, index: number): void {
  // Node makes a new handle for each address but the first.
  if (index > 0) socket[kState].scope = undefined;
  tellBound(socket); // in a race the one before goes on
  if (socket.destroyed) return;
  const attempts = socket[kState].attempts as Attempts;
  if (attempts.blocked !== undefined && !tellBlocked(socket, attempts, index)) return;
  if (!attempts.local) return tellAttempt(socket, attempts, index);
  attempts.untold = index;
  const controls = socket[kContext].engine.controls(socket[kHandle]);
  if (controls) controls.bound = () => tellBound(socket);
}

function tellBound(socket: SocketMethods): void {
  const { attempts } = socket[kState];
  const index = attempts?.untold;
  if (attempts === undefined || index === undefined) return;
  attempts.untold = undefined;
  tellAttempt(socket, attempts, index);
}

function tellAttempt(socket: SocketMethods, { remotes }: Attempts, index: number): void {
  const { path } = socket[kState];
  const { address, port, family } = remotes[index];
  socket.autoSelectFamilyAttemptedAddresses?.push(`${address}:${port}`);
  if (path === undefined) socket.emit('connectionAttempt', address, port, family);
  else socket.emit('connectionAttempt', path, undefined, undefined);
}

function attemptFailed(socket: SocketMethods, index: number, code: number): void {
  const { path } = socket[kState];
  const attempts = socket[kState].attempts as Attempts;
  const { remotes, errors } = attempts;
  const remote = remotes[index];
  const { engine } = socket[kContext];
  const known = engine.takeError(socket[kHandle]) as SystemError | undefined;
  const error =
    known ??
    bindFailure(socket, code, remote) ??
    failure(code, OP_CONNECT, placeOf(socket, remote), localOf(socket, remote));
  if (code === ERROR_ACCESS_DENIED) socket[kContext].runtime.denied?.();
  errors[index] = error;
  const unbound = (error as SystemError).syscall === 'bind';
  if (unbound) attempts.untold = undefined;
  else tellBound(socket);
  // Of a single attempt that failed at once its socket's 'error' is enough.
  const single = remotes.length === 1 && !attempts.blocked?.length;
  if (unbound || (single && engine.cameAtOnce(error))) return;
  const at = path === undefined ? [remote.address, remote.port, remote.family] : [path];
  socket.emit('connectionAttemptFailed', at[0], at[1], at[2], error);
}

/** The local end that an error of `connect` names: one whose port was asked for. */
function localOf(socket: SocketMethods, { family }: Endpoint): Endpoint | undefined {
  const { attempts, localPort } = socket[kState];
  const local = attempts?.local;
  if (!local?.port) return undefined;
  if (attempts?.remotes.length === 1) return local;
  return localPort === undefined ? undefined : { ...local, family, address: anyOf(family) };
}

function anyOf(family: 4 | 6): string {
  return family === 4 ? '0.0.0.0' : '::';
}

/** The error of an attempt that could not be bound to the local port, where the network has no error of its own. */
function bindFailure(socket: SocketMethods, code: number, { family }: Endpoint): Error | undefined {
  const { localPort, attempts } = socket[kState];
  if (localPort === undefined || !BIND_ERRORS.includes(code)) return undefined;
  return failure(code, OP_BIND, { family, address: anyOf(family), port: attempts?.local?.port ?? 0 });
}

function attemptTimedOut(socket: SocketMethods, index: number): void {
  const { remotes, errors } = socket[kState].attempts as Attempts;
  const { address, port, family } = remotes[index];
  errors[index] = exceptionWithHostPort('ETIMEDOUT', 'connect', address, port);
  tellBound(socket);
  socket.emit('connectionAttemptTimeout', address, port, family);
}

function connected(socket: SocketMethods): void {
  tellBound(socket);
  if (socket.destroyed) return;
  socket.connecting = false;
  const state = socket[kState];
  state.again = state.attempts !== undefined && state.path === undefined;
  state.local = undefined;
  state.attempts = undefined;
  // What a program has put under `_handle` is told too.
  if (state.noDelay) state.handle?.setNoDelay?.(true);
  applyKeepAlive(socket);
  applyTypeOfService(socket);
  socket.emit('connect');
  socket.emit('ready');
  // Begins to read, or learns that the peer has ended, without consuming anything.
  if (socket.readable && !socket.isPaused()) socket.read(0);
}

function receive(socket: SocketMethods): void {
  becomeActive(socket);
  const chunk = socket[kContext].engine.recv(socket[kHandle]);
  if (chunk === undefined) return;
  const { onread } = socket[kState];
  const more = onread ? deliver(socket, onread, chunk) : socket.push(chunk);
  if (!more) stopReading(socket);
}

function ended(socket: SocketMethods): void {
  socket.push(null);
  socket.read(0);
}

function finished(socket: SocketMethods): void {
  const state = socket[kState];
  const callback = state.finishing;
  state.finishing = undefined;
  callback?.();
}

function timedOut(socket: SocketMethods): void {
  const state = socket[kState];
  const { idleScope, active, dispatched } = state;
  // A socket that was only waiting needs no handle any more; `connect` opens one again.
  if (!active) socket[kContext].engine.close(socket[kHandle], () => {});
  if (idleScope) idleScope.runInAsyncScope(() => socket.emit('timeout'));
  else socket.emit('timeout');
  // Unless a listener has set or started it again.
  state.timedOut = state.idleScope === idleScope && state.dispatched === dispatched;
}

function failed(socket: SocketMethods, code: number, operation: number): void {
  const state = socket[kState];
  if (operation === OP_CONNECT) {
    const { attempts } = state;
    if (attempts?.blocked) tellBlocked(socket, attempts, attempts.remotes.length);
    const errors = attempts ? errorsOf(attempts) : [];
    socket.destroy(errors.length > 1 ? aggregateError(errors) : (errors[0] ?? failure(code, operation)));
    return;
  }
  const known = socket[kContext].engine.takeError(socket[kHandle]) as Error | undefined;
  const error = known ?? failure(code, operation, state.attempts?.local);
  const { sending } = state;
  // The stream destroys itself when a write of its own fails, after that write's callback.
  const ofWrite = known ? (known as { syscall?: string }).syscall === 'write' : operation === OP_WRITE;
  if (!sending || !ofWrite) {
    socket.destroy(error);
    return;
  }
  state.sending = undefined;
  sending.callback(error);
}

/** What `onread`'s callback refused comes first when reading goes on; false when it refuses again. */
export function deliverLeftover(socket: SocketMethods): boolean {
  const state = socket[kState];
  const { onread } = state;
  const leftover = onread?.leftover;
  if (!onread || !leftover) return true;
  onread.leftover = undefined;
  if (deliver(socket, onread, leftover)) return true;
  state.reading = false;
  return false;
}

/** Copies into the program's buffers; false when its callback wants no more for now. */
function deliver(socket: SocketMethods, onread: OnRead, chunk: Uint8Array): boolean {
  let rest = chunk;
  while (rest.length > 0) {
    const buffer = bufferOf(onread);
    const part = rest.subarray(0, buffer.length);
    rest = rest.subarray(part.length);
    buffer.set(part);
    const wanted = onread.callback.call(socket, part.length, buffer) !== false;
    onread.next = undefined;
    bufferOf(onread);
    if (socket.destroyed) return false;
    if (wanted && socket[kState].reading) continue;
    if (rest.length > 0) onread.leftover = rest;
    return false;
  }
  return true;
}

/** Where the next bytes go. Node asks for it as soon as the one before is full, not when there is a need. */
function bufferOf(onread: OnRead): Uint8Array {
  onread.next ??= typeof onread.buffer === 'function' ? onread.buffer() : onread.buffer;
  return onread.next;
}

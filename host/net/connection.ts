// The life of a Socket's engine handle: opened by whoever needs it first (a timeout, or the connection), given
// back when the socket is destroyed. `active` is what Node calls having a `_handle`.

import { ERROR_BAD_STATE, OP_CONNECT, STATE_BOUND, STATE_CONNECTING } from '../../assembly/abi.ts';
import { kHandle } from '../binding/engine.ts';
import type { Endpoint } from '../provider/provider.ts';
import type { TcpPlan } from './arguments.ts';
import { attemptsPast } from './blocked.ts';
import { kContext } from './context.ts';
import { failure } from './failures.ts';
import type { SocketAddressInfo, SocketMethods } from './socket.ts';
import { kState } from './socket-state.ts';
import { errnoException, exceptionWithHostPort } from './system-errors.ts';

/** Stands for the address of an IPC connection, which has none. */
export const NO_ADDRESS: Endpoint = { family: 4, address: '0.0.0.0', port: 0 };

/** Begins a connection: what is left of an earlier one is forgotten, and the streams are fresh. */
export function activate(socket: SocketMethods): void {
  const state = socket[kState];
  state.active = true;
  state.handle = undefined;
  state.local = undefined;
  state.remote = undefined;
  state.received = 0;
  state.dispatched = 0;
  state.path = undefined;
  (socket as unknown as { _undestroy(): void })._undestroy();
}

/** Opens the engine's handle unless it is open: 0 or more, or minus the engine's error. */
export function openHandle(socket: SocketMethods): number {
  if (socket[kHandle] !== 0) return 0;
  const { engine } = socket[kContext];
  const state = socket[kState];
  const handle = engine.open(socket, state);
  if (handle > 0 && state.idle > 0) engine.setTimeout(handle, state.idle);
  return handle;
}

/** Takes over a connection that the engine has accepted. */
export function adopt(socket: SocketMethods, handle: number): void {
  socket[kState].active = true;
  socket[kContext].engine.adopt(socket, handle);
}

/** Has the engine try these addresses, in order; the plan says whether they race. */
export function connectTo(socket: SocketMethods, found: Endpoint[], plan?: TcpPlan): void {
  const { engine } = socket[kContext];
  const state = socket[kState];
  // A bound socket has one family and one chance.
  const bound = plan !== undefined && (plan.localAddress !== undefined || plan.localPort !== undefined);
  const list = plan && socket.blockList;
  const attempts = list ? attemptsPast(list, socket, found) : { remotes: found, errors: [] };
  if (attempts === undefined) return;
  const remotes = bound ? attempts.remotes.slice(0, 1) : attempts.remotes;
  state.attempts = { ...attempts, remotes };
  if (found.length > 1 && !bound) socket.autoSelectFamilyAttemptedAddresses = [];
  const [first] = remotes;
  let outcome = openHandle(socket);
  if (outcome >= 0 && bound) {
    const address = plan.localAddress ?? (first.family === 4 ? '0.0.0.0' : '::');
    outcome = engine.bind(socket[kHandle], { family: first.family, address, port: plan.localPort ?? 0 });
  }
  if (outcome >= 0) {
    outcome = engine.connect(socket[kHandle], remotes, plan?.attemptTimeout ?? 0, plan?.race ?? false);
  }
  if (outcome < 0) socket.destroy(refusal(socket, -outcome, first));
}

/** Why the engine did not begin to connect: its limits, or a connection that is there or under way already. */
function refusal(socket: SocketMethods, error: number, first: Endpoint): Error {
  const { engine } = socket[kContext];
  const { path } = socket[kState];
  const at = path === undefined ? first : { ...NO_ADDRESS, address: path };
  if (error !== ERROR_BAD_STATE) return failure(error, OP_CONNECT, at);
  const code = engine.state(socket[kHandle]) === STATE_CONNECTING ? 'EALREADY' : 'EISCONN';
  return exceptionWithHostPort(code, 'connect', at.address, at.port);
}

/** Gives the handle back. 'close' is emitted when the runtime has released its socket, and after 'error'. */
export function deactivate(
  socket: SocketMethods,
  error: Error | null,
  callback: (error?: Error | null) => void,
): void {
  const { engine, runtime } = socket[kContext];
  const state = socket[kState];
  const handle = socket[kHandle];
  const hadError = state.active ? error !== null && error !== undefined : undefined;
  const closed = () => emitClose(socket, hadError);
  let waits = false;
  if (state.active) {
    state.active = false;
    state.handle = undefined;
    state.received = engine.bytesReceived(handle);
    state.local = undefined;
  }
  state.reading = false;
  if (handle !== 0) waits = engine.close(handle, hadError ? () => runtime.nextTick(closed) : closed);
  callback(error);
  if (!waits) runtime.nextTick(closed);
}

/** It has a BoundSocket's address, and no connection yet. */
export function isBound(socket: SocketMethods): boolean {
  return socket[kContext].engine.state(socket[kHandle]) === STATE_BOUND;
}

/** Something happened that counts as activity. */
export function renewTimeout(socket: SocketMethods): void {
  becomeActive(socket);
  if (socket[kState].idle > 0) socket[kContext].engine.refresh(socket[kHandle]);
}

/** What starts a timeout again that has come is where the next one belongs. node: lib timers, insertGuarded */
export function becomeActive(socket: SocketMethods): void {
  const state = socket[kState];
  if (!state.timedOut) return;
  state.timedOut = false;
  state.idleScope = socket[kContext].runtime.snapshot();
}

export function stopReading(socket: SocketMethods): void {
  socket[kState].reading = false;
  socket[kContext].engine.pause(socket[kHandle]);
}

/** The local address; asked once, and forgotten with the connection. */
export function localOf(socket: SocketMethods): SocketAddressInfo {
  const state = socket[kState];
  if (state.source !== undefined) return { address: state.source };
  if (!state.active) return {};
  state.local ??= socket[kContext].engine.localAddress(socket[kHandle]);
  return info(state.local);
}

/** The peer's address; asked once, and remembered after the connection as Node does. */
export function remoteOf(socket: SocketMethods): SocketAddressInfo {
  const state = socket[kState];
  if (state.active && !socket.connecting) {
    state.remote ??= socket[kContext].engine.remoteAddress(socket[kHandle]);
  }
  return info(state.remote);
}

function info(at: Endpoint | undefined): SocketAddressInfo {
  return at ? { address: at.address, family: `IPv${at.family}`, port: at.port } : {};
}

function emitClose(socket: SocketMethods, hadError: boolean | undefined): void {
  const { sending } = socket[kState];
  socket[kState].sending = undefined;
  sending?.callback(socket[kContext].dialect.cancelsWrites ? errnoException('ECANCELED', 'write') : null);
  socket.emit('close', hadError);
}

// The life of a Socket's engine handle: opened by whoever needs it first (a timeout, or the connection), given
// back when the socket is destroyed. `active` is what Node calls having a `_handle`.

import { OP_CONNECT, STATE_BOUND } from '../../assembly/abi.ts';
import { isIP } from '../address.ts';
import { kHandle } from '../binding/engine.ts';
import type { Endpoint } from '../provider/provider.ts';
import type { TcpPlan } from './arguments.ts';
import { attemptsPast } from './blocked.ts';
import { connectAgain, isTaken } from './connecting-again.ts';
import { type AsyncScope, kContext } from './context.ts';
import { aggregateError } from './errors.ts';
import { failure } from './failures.ts';
import type { SocketAddressInfo, SocketMethods } from './socket.ts';
import { type Attempts, kState } from './socket-state.ts';
import { errnoException, exceptionWithHostPort } from './system-errors.ts';

/** Stands for the address of an IPC connection, which has none. */
export const NO_ADDRESS: Endpoint = { family: 4, address: '0.0.0.0', port: 0 };

/** Begins a connection: what is left of an earlier one is forgotten, and the streams are fresh. */
export function activate(socket: SocketMethods): void {
  const state = socket[kState];
  state.active = true;
  state.handle = undefined;
  state.scope = undefined;
  state.local = undefined;
  state.remote = undefined;
  state.received = 0;
  state.dispatched = 0;
  state.path = undefined;
  state.unref = undefined;
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
  const { engine, runtime } = socket[kContext];
  const state = socket[kState];
  const list = plan && socket.blockList;
  const past: Attempts | undefined = list
    ? attemptsPast(list, socket, found)
    : { remotes: found, errors: [] };
  if (past === undefined) return;
  const { remotes } = past;
  const [first] = remotes;
  const local = localsOf(remotes, plan);
  let outcome = openHandle(socket);
  if (isTaken(socket)) return connectAgain(socket, first, local[0]);
  if (found.length > 1) socket.autoSelectFamilyAttemptedAddresses = [];
  const problem = portProblem(local);
  if (problem) return void socket.destroy(problem);
  state.attempts = { remotes, errors: past.errors, blocked: past.blocked, local: local[0] };
  state.attemptScope = remotes.length > 1 ? runtime.snapshot() : undefined;
  state.localPort = remotes.length > 1 ? plan?.localPort : undefined;
  if (outcome >= 0 && local.length === 1) outcome = engine.bind(socket[kHandle], local[0]);
  if (outcome >= 0) {
    outcome = engine.connect(socket[kHandle], remotes, plan?.attemptTimeout ?? 0, plan?.race ?? false);
  }
  if (outcome < 0) socket.destroy(failure(-outcome, OP_CONNECT, placeOf(socket, first)));
}

/** What an error of `connect` names: a path stands in the place of the address. */
export function placeOf(socket: SocketMethods, remote: Endpoint): Endpoint {
  const { path } = socket[kState];
  return path === undefined ? remote : { ...NO_ADDRESS, address: path };
}

/** A local address or port is asked for. */
export function bindsFirst({ localAddress, localPort }: TcpPlan): boolean {
  return localAddress !== undefined || localPort !== undefined;
}

/** The local addresses that a plan wants to be bound, one for each remote address; none where it wants none. */
function localsOf(remotes: readonly Endpoint[], plan: TcpPlan | undefined): Endpoint[] {
  if (plan === undefined || !bindsFirst(plan)) return [];
  const { localAddress, localPort: given = 0 } = plan;
  const localPort = given < 0 ? given & 0xffff : given; // as Node's, whose binding takes any number
  return remotes.map(({ family }) => {
    return { family, address: localAddress ?? (family === 4 ? '0.0.0.0' : '::'), port: localPort };
  });
}

/** Node has the system bind another port, and finds that it is not the one it asked for. */
function portProblem(local: readonly Endpoint[]): Error | undefined {
  const errors = local
    .filter(({ port }) => !Number.isInteger(port) || port > 65535)
    .map(({ address, port, family }) => {
      // An address of the other family is refused before.
      const code = isIP(address) === family ? 'EADDRINUSE' : 'EINVAL';
      return exceptionWithHostPort(code, 'bind', address, port);
    });
  return errors.length > 1 ? aggregateError(errors) : errors[0];
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
  tellIn(socket[kState].scope, tellClose, socket, hadError, undefined);
}

function tellClose(socket: SocketMethods, hadError: boolean | undefined): void {
  if (hadError === undefined) socket.emit('close');
  else socket.emit('close', hadError);
}

/** Calls `tell` in a context that was kept, if one was. */
export function tellIn<A, B>(
  scope: AsyncScope | undefined,
  tell: (socket: SocketMethods, a: A, b: B) => void,
  socket: SocketMethods,
  a: A,
  b: B,
): void {
  if (scope) scope.runInAsyncScope(() => tell(socket, a, b));
  else tell(socket, a, b);
}

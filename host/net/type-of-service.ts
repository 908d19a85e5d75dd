// The type of service of a socket's packets: kept until there is a connection, then the runtime's socket has it, by
// the side interface. Where that has no word for it, it is as on a system that has none. node: lib net

import { kHandle } from '../binding/engine.ts';
import type { TypeOfService } from '../provider/provider.ts';
import { kContext } from './context.ts';
import { nodeError } from './errors.ts';
import type { SocketMethods } from './socket.ts';
import { kState } from './socket-state.ts';
import { errnoException } from './system-errors.ts';
import { validateInt32 } from './validators.ts';

export function setTypeOfService(socket: SocketMethods, value: unknown): void {
  if (Number.isNaN(value)) throw nodeError('ERR_INVALID_ARG_TYPE', 'tos', 'number', value);
  const tos = validateInt32(value, 'tos', 0, 255);
  const state = socket[kState];
  const changes = state.typeOfService !== tos;
  state.typeOfService = tos;
  if (changes && hasConnection(socket)) runtimes(socket, 'setTypeOfService').setTypeOfService(tos);
}

export function getTypeOfService(socket: SocketMethods): number {
  if (hasConnection(socket)) return runtimes(socket, 'getTypeOfService').getTypeOfService();
  return socket[kState].typeOfService ?? 0;
}

/** What was asked for before there was a connection. That it cannot be had is an error, but not the connection's end. */
export function applyTypeOfService(socket: SocketMethods): void {
  const { typeOfService, path } = socket[kState];
  if (typeOfService === undefined || path !== undefined) return;
  try {
    runtimes(socket, 'setTypeOfService').setTypeOfService(typeOfService);
  } catch (error) {
    socket.emit('error', error);
  }
}

/** Or one is being made. IPC has no packets. */
function hasConnection(socket: SocketMethods): boolean {
  const { active, path } = socket[kState];
  return active && path === undefined;
}

function runtimes(socket: SocketMethods, call: string): TypeOfService {
  const found = socket[kContext].engine.controls(socket[kHandle])?.typeOfService;
  if (found) return found;
  // Before there is a descriptor Node says so.
  throw errnoException(socket.connecting ? 'EBADF' : 'ENOSYS', call);
}

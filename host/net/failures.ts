// What a failed operation looks like to the program. The runtime's own error is passed on as it is; where there
// is none (the simulation, a WASI host) the WIT's code is spelled as Node on Linux would.

import {
  ERROR_ACCESS_DENIED,
  ERROR_ADDRESS_IN_USE,
  ERROR_ADDRESS_NOT_BINDABLE,
  ERROR_BAD_STATE,
  ERROR_BROKEN_PIPE,
  ERROR_CONNECTION_ABORTED,
  ERROR_CONNECTION_REFUSED,
  ERROR_CONNECTION_RESET,
  ERROR_EVENTS_FULL,
  ERROR_INVALID_ARGUMENT,
  ERROR_NEW_SOCKET_LIMIT,
  ERROR_NOT_SUPPORTED,
  ERROR_OUT_OF_MEMORY,
  ERROR_POOL_FULL,
  ERROR_REMOTE_UNREACHABLE,
  ERROR_TABLE_FULL,
  ERROR_TIMEOUT,
  OP_BIND,
  OP_CONNECT,
  OP_LISTEN,
  OP_READ,
  OP_SHUTDOWN,
  OP_WRITE,
} from '../../assembly/abi.ts';
import type { Endpoint } from '../provider/provider.ts';
import { errnoException, exceptionWithHostPort, uvExceptionWithHostPort } from './system-errors.ts';

const codes = new Map<number, string>([
  [ERROR_ACCESS_DENIED, 'EACCES'],
  [ERROR_NOT_SUPPORTED, 'ENOTSUP'],
  [ERROR_INVALID_ARGUMENT, 'EINVAL'],
  [ERROR_OUT_OF_MEMORY, 'ENOMEM'],
  [ERROR_TIMEOUT, 'ETIMEDOUT'],
  [ERROR_NEW_SOCKET_LIMIT, 'EMFILE'],
  [ERROR_ADDRESS_NOT_BINDABLE, 'EADDRNOTAVAIL'],
  [ERROR_ADDRESS_IN_USE, 'EADDRINUSE'],
  [ERROR_REMOTE_UNREACHABLE, 'EHOSTUNREACH'],
  [ERROR_CONNECTION_REFUSED, 'ECONNREFUSED'],
  [ERROR_CONNECTION_RESET, 'ECONNRESET'],
  [ERROR_CONNECTION_ABORTED, 'ECONNABORTED'],
  [ERROR_BROKEN_PIPE, 'EPIPE'],
  // There is no connection to write to.
  [ERROR_BAD_STATE, 'EPIPE'],
  // The engine's own limits, as a system that has run out would say it.
  [ERROR_TABLE_FULL, 'ENOBUFS'],
  [ERROR_POOL_FULL, 'ENOBUFS'],
  [ERROR_EVENTS_FULL, 'ENOBUFS'],
]);

const syscalls = new Map<number, string>([
  [OP_BIND, 'bind'],
  [OP_LISTEN, 'listen'],
  [OP_CONNECT, 'connect'],
  [OP_READ, 'read'],
  [OP_WRITE, 'write'],
  [OP_SHUTDOWN, 'shutdown'],
]);

/** The code of an engine error as Node spells it. */
export function codeOf(error: number): string {
  return codes.get(error) ?? 'UNKNOWN';
}

/** The error of an engine's EVENT_ERROR, or of a command that was refused. A connection may have come from `local`. */
export function failure(error: number, operation: number, at?: Endpoint, local?: Endpoint): Error {
  const code = codeOf(error);
  const syscall = syscalls.get(operation) ?? 'socket';
  if (local) {
    const { address, port } = local;
    const named = exceptionWithHostPort(code, syscall, at?.address, at?.port, `${address}:${port}`);
    return Object.assign(named, { localAddress: address, localPort: port });
  }
  if (operation === OP_CONNECT || operation === OP_BIND) {
    return exceptionWithHostPort(code, syscall, at?.address, at?.port);
  }
  if (operation === OP_LISTEN) return uvExceptionWithHostPort(code, syscall, at?.address, at?.port);
  return errnoException(code, syscall);
}

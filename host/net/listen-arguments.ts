// The forms of `server.listen`, checked in Node's order with Node's errors.
//
//   listen([port[, host[, backlog]]][, cb])   listen(path[, backlog][, cb])
//   listen(options[, cb])                     listen(handle[, backlog][, cb])   handle: { fd }, a socket, a server

import { isPath, normalizeConnectArgs, type Options } from './arguments.ts';
import { nodeError } from './errors.ts';
import { validateAbortSignal, validatePort, validateString } from './validators.ts';

/** Node's default for how many connections may wait to be accepted. */
export const DEFAULT_BACKLOG = 511;

/** What a call of `listen` said, before it is checked. */
export interface ListenArguments {
  readonly options: Options;
  readonly callback: ((...args: unknown[]) => void) | null;
  /** The backlog among the arguments; 0 where none was. The one among the options goes before it. */
  readonly backlog: number;
  /** No address was named: any port will do. */
  readonly anyPort: boolean;
}

interface ListenCommon {
  readonly backlog: number;
  /** The server is to close when it fires; it may have fired already. */
  readonly signal: AbortSignal | undefined;
}

export interface ListenOnPort extends ListenCommon {
  readonly kind: 'port';
  /** 0: the system chooses. */
  readonly port: number;
  /** undefined: every address, `::` where there is IPv6, else `0.0.0.0`. */
  readonly host: string | undefined;
  readonly exclusive: boolean;
  readonly ipv6Only: boolean;
  readonly reusePort: boolean;
}

export interface ListenOnPath extends ListenCommon {
  readonly kind: 'path';
  readonly path: string;
  readonly exclusive: boolean;
  readonly readableAll: boolean;
  readonly writableAll: boolean;
}

export interface ListenOnDescriptor extends ListenCommon {
  readonly kind: 'fd';
  readonly fd: number;
}

export interface ListenOnHandle extends ListenCommon {
  readonly kind: 'handle';
  readonly handle: object;
}

export type ListenPlan = ListenOnPort | ListenOnPath | ListenOnDescriptor | ListenOnHandle;

/** What the net at hand can tell about a handle given to `listen`. */
export interface HandleKnowledge {
  /** The handle inside such an object (a server's, a socket's); undefined where it holds none. */
  readonly handleOf?: (options: Options) => unknown;
  /** Whether that is a handle which can be listened on. */
  readonly isHandle?: (value: unknown) => boolean;
}

/** Sorts the arguments without checking them: a bad one throws in `parseListenOptions`. */
export function normalizeListenArgs(args: readonly unknown[]): ListenArguments {
  const [options, callback] = normalizeConnectArgs(args);
  const backlog = backlogIn(args, 1) || backlogIn(args, 2);
  return { options, callback, backlog, anyPort: args.length === 0 || typeof args[0] === 'function' };
}

/**
 * What the server is to listen on. Throws ERR_INVALID_ARG_TYPE (signal, host), ERR_SOCKET_BAD_PORT (port) and
 * ERR_INVALID_ARG_VALUE (an abstract path open to all; nothing to listen on).
 */
export function parseListenOptions(args: ListenArguments, handles: HandleKnowledge = {}): ListenPlan {
  const inner = handles.handleOf?.(args.options) || args.options.handle || args.options;
  const options = inner as Options;
  if (handles.isHandle?.(inner))
    return { kind: 'handle', handle: options, backlog: queued(args), signal: undefined };
  const signal = validateAbortSignal(options.signal, 'options.signal');
  if (typeof options.fd === 'number' && options.fd >= 0) {
    return { kind: 'fd', fd: options.fd, backlog: queued(args), signal };
  }
  const common: ListenCommon & { exclusive: boolean } = {
    backlog: queued(args, options.backlog),
    signal,
    exclusive: Boolean(options.exclusive),
  };
  const port = listenPort(args, options);
  if (typeof port === 'number' || typeof port === 'string')
    return { ...common, ...onPort(port, options, common.exclusive) };
  if (isPath(options.path)) return { ...common, ...onPath(options.path, options) };
  if ('port' in options || 'path' in options) throw nodeError('ERR_INVALID_ARG_VALUE', 'options', options);
  throw nodeError('ERR_INVALID_ARG_VALUE', 'options', options, 'must have the property "port" or "path"');
}

/** A port left open by the call or by the options is 0. */
function listenPort({ anyPort }: ListenArguments, options: Options): unknown {
  const { port } = options;
  return anyPort || port === null || (port === undefined && 'port' in options) ? 0 : port;
}

function onPort(port: unknown, options: Options, exclusive: boolean) {
  return {
    kind: 'port' as const,
    port: validatePort(port, 'options.port'),
    host: options.host ? validateString(options.host, 'hostname') : undefined,
    exclusive: exclusive || options.reusePort === true,
    ipv6Only: options.ipv6Only === true,
    reusePort: options.reusePort === true,
  };
}

function onPath(path: string, options: Options) {
  // An abstract name (it begins with NUL) is no file and has no permissions to change.
  if (path.startsWith('\0') && (options.readableAll || options.writableAll)) {
    const reason = 'can not set readableAll or writableAllt to true when path is abstract unix socket';
    throw nodeError('ERR_INVALID_ARG_VALUE', 'options', options, reason);
  }
  return {
    kind: 'path' as const,
    path,
    readableAll: options.readableAll === true,
    writableAll: options.writableAll === true,
  };
}

function backlogIn(args: readonly unknown[], at: number): number {
  return args.length > at ? Math.max(Number(args[at]), 0) || 0 : 0;
}

/** As the system takes it: a whole number of 32 bits. */
function queued({ backlog }: ListenArguments, first?: unknown): number {
  return Number(first || backlog || DEFAULT_BACKLOG) | 0;
}

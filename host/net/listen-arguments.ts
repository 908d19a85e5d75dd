// The forms of `server.listen`, checked in Node's order with Node's errors.
//
//   listen([port[, host[, backlog]]][, cb])   listen(path[, backlog][, cb])
//   listen(options[, cb])                     listen(handle[, backlog][, cb])   handle: { fd }, a socket, a server

import { isPath, type Options, sortConnectArgs } from './arguments.ts';
import { nodeError } from './errors.ts';
import { validateAbortSignal, validatePort, validateString } from './validators.ts';

/** Node's default for how many connections may wait to be accepted. */
export const DEFAULT_BACKLOG = 511;

/** What a call of `listen` said, before it is checked. */
export interface ListenArguments {
  readonly options: Options;
  readonly callback: ((...args: unknown[]) => void) | null;
  /** All of them: a backlog may be the second or the third. The one among the options goes before it. */
  readonly all: readonly unknown[];
  /** No address was named: any port will do. */
  readonly anyPort: boolean;
}

interface ListenCommon {
  readonly backlog: number;
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
  const [options, callback] = sortConnectArgs(args);
  return { options, callback, all: args, anyPort: args.length === 0 || typeof args[0] === 'function' };
}

/**
 * What the server is to listen on. Throws ERR_INVALID_ARG_TYPE (signal, host), ERR_SOCKET_BAD_PORT (port) and
 * ERR_INVALID_ARG_VALUE (an abstract path open to all; nothing to listen on). `follow` is given the signal at which
 * the server is to close; it may have fired already.
 */
export function parseListenOptions(
  args: ListenArguments,
  handles: HandleKnowledge = {},
  follow: (signal: AbortSignal) => void = () => {},
): ListenPlan {
  const backlog = backlogIn(args.all, 1) || backlogIn(args.all, 2);
  const inner = handles.handleOf?.(args.options) || args.options.handle || args.options;
  const options = inner as Options;
  if (handles.isHandle?.(inner)) return { kind: 'handle', handle: options, backlog: queued(backlog) };
  const flags = { ipv6Only: options.ipv6Only === true, reusePort: options.reusePort === true };
  // Before the rest is looked at: Node follows the signal even of a call that throws then.
  const signal = validateAbortSignal(options.signal, 'options.signal');
  if (signal) follow(signal);
  if (typeof options.fd === 'number' && options.fd >= 0) {
    return { kind: 'fd', fd: options.fd, backlog: queued(backlog) };
  }
  if (leavesPort(args, options)) options.port = 0;
  const { port } = options;
  if (typeof port === 'number' || typeof port === 'string') return onPort(port, options, backlog, flags);
  if (isPath(options.path)) return onPath(options.path, options, backlog);
  if ('port' in options || 'path' in options) throw nodeError('ERR_INVALID_ARG_VALUE', 'options', options);
  throw nodeError('ERR_INVALID_ARG_VALUE', 'options', options, 'must have the property "port" or "path"');
}

/** As in Node, the program's own object is told which port was left open: 0. */
function leavesPort({ anyPort }: ListenArguments, options: Options): boolean {
  return anyPort || (options.port === undefined && 'port' in options) || options.port === null;
}

function onPort(
  given: unknown,
  options: Options,
  among: number,
  flags: { ipv6Only: boolean; reusePort: boolean },
): ListenOnPort {
  const port = validatePort(given, 'options.port');
  const backlog = queued(among, options.backlog);
  if (flags.reusePort) options.exclusive = true;
  const { host } = options;
  const exclusive = Boolean(options.exclusive);
  const name = host ? validateString(host, 'hostname') : undefined;
  return { kind: 'port', port, host: name, backlog, exclusive, ...flags };
}

function onPath(path: string, options: Options, backlog: number): ListenOnPath {
  // An abstract name (it begins with NUL) is no file and has no permissions to change.
  if (path.startsWith('\0') && (options.readableAll || options.writableAll)) {
    const reason = 'can not set readableAll or writableAllt to true when path is abstract unix socket';
    throw nodeError('ERR_INVALID_ARG_VALUE', 'options', options, reason);
  }
  return {
    kind: 'path',
    path,
    backlog: queued(backlog, options.backlog),
    exclusive: Boolean(options.exclusive),
    readableAll: options.readableAll === true,
    writableAll: options.writableAll === true,
  };
}

function backlogIn(args: readonly unknown[], at: number): number {
  return args.length > at ? Math.max(Number(args[at]), 0) || 0 : 0;
}

/** As the system takes it: a whole number of 32 bits. */
function queued(among: number, first?: unknown): number {
  return Number(first || among || DEFAULT_BACKLOG) | 0;
}

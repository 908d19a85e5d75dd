// What the callers of net's functions may write, and what it means: the forms of `connect` and the options of
// Socket and Server, checked in Node's order with Node's errors. (`listen`'s forms: listen-arguments.ts.)
//
// Checking gives a plan: plain values, decided once, so that nothing behind it looks at options again.

import { isIP } from '../address.ts';
import { attemptTimeout, type FamilyDefaults, familySelection } from './defaults.ts';
import { type Dialect, NEWEST } from './dialect.ts';
import { nodeError } from './errors.ts';
import {
  validateFunction,
  validateInt32,
  validateNumber,
  validateOneOf,
  validatePort,
  validateString,
  validateText,
} from './validators.ts';

export * from './validators.ts';

/** Options as a program wrote them: nothing is known of them yet. */
export type Options = Record<string, unknown>;

const NORMALIZED: unique symbol = Symbol('normalized arguments');

/** What a call of `connect` said, before it is checked. */
export type ConnectArguments = [options: Options, callback: ((...args: unknown[]) => void) | null] & {
  [NORMALIZED]?: true;
};

/**
 * The forms `(options[, cb])`, `(path[, cb])`, `(port[, host][, cb])` as options and callback. Text that reads as
 * a number of 0 or more is a port, other text a path. The last argument, if a function, is the callback.
 */
export function sortConnectArgs(args: readonly unknown[]): ConnectArguments {
  const [first, second] = args;
  const last = args[args.length - 1];
  const callback = typeof last === 'function' ? (last as (...args: unknown[]) => void) : null;
  const normalized: ConnectArguments = [{}, callback];
  if (typeof first === 'object' && first !== null) normalized[0] = first as Options;
  else if (isPath(first)) normalized[0].path = first;
  else if (args.length > 0) {
    normalized[0].port = first;
    if (typeof second === 'string') normalized[0].host = second;
  }
  normalized[NORMALIZED] = true;
  return normalized;
}

/** The same, for `socket.connect`: what was sorted may be given again, as the only element of `args`. */
export function normalizeConnectArgs(args: readonly unknown[]): ConnectArguments {
  const [first] = args;
  if (Array.isArray(first) && NORMALIZED in first) return first as unknown as ConnectArguments;
  return sortConnectArgs(args);
}

/** Whether it is text that does not read as a port; '-1' is a path. */
export function isPath(value: unknown): value is string {
  return typeof value === 'string' && !(Number(value) >= 0);
}

/** A name's addresses, as `dns.lookup` and the `lookup` option give them. */
export type Lookup = (
  hostname: string,
  options: { family?: unknown; hints?: number; all?: boolean },
  callback: (error: Error | null, address?: unknown, family?: number) => void,
) => unknown;

/** The runtime's `dns.ADDRCONFIG`, `dns.V4MAPPED` and `dns.ALL`: the numbers differ between systems. */
export interface HintFlags {
  readonly ADDRCONFIG: number;
  readonly V4MAPPED: number;
  readonly ALL: number;
}

export const LINUX_HINTS: HintFlags = { ADDRCONFIG: 0x20, V4MAPPED: 0x08, ALL: 0x10 };

export interface PathPlan {
  readonly kind: 'path';
  readonly path: string;
}

export interface TcpPlan {
  readonly kind: 'tcp';
  /** A name or an address; 'localhost' where none was given. */
  readonly host: string;
  readonly port: number;
  /** As they were given: what an error names. */
  readonly asked: { readonly host: unknown; readonly port: unknown };
  /** 4 or 6 where `host` is an address and nothing has to be looked up. */
  readonly addressFamily: 0 | 4 | 6;
  readonly localAddress: string | undefined;
  /** Any number that is not 0: as in Node its range is the system's to refuse. */
  readonly localPort: number | undefined;
  /** The program's own, instead of the runtime's. */
  readonly lookup: Lookup | undefined;
  /** What to call the lookup with, where `host` is a name. */
  readonly lookupOptions: LookupOptions | undefined;
  /** Milliseconds after which the next address is tried, 10 at least. */
  readonly attemptTimeout: number;
  /** RFC 8305: addresses that take longer go on beside the next, and the first to connect wins. */
  readonly race: boolean;
}

/** `all` is there where every address is wanted, to try them all. */
export interface LookupOptions {
  family: unknown;
  hints: number;
  all?: true;
}

export type ConnectPlan = PathPlan | TcpPlan;

/**
 * The path, if there is one. Throws ERR_MISSING_ARGS where there is neither port nor path: Node looks for both before
 * it says `connecting`.
 */
export function requireConnectTarget(options: Options): unknown {
  if (options.port === undefined && !isGiven(options.path)) {
    throw nodeError('ERR_MISSING_ARGS', ['options', 'port', 'path']);
  }
  return options.path;
}

/**
 * What `socket.connect(options)` is to do. Throws, in this order: ERR_MISSING_ARGS; for a path
 * ERR_INVALID_ARG_TYPE; else ERR_INVALID_ARG_TYPE and ERR_INVALID_ARG_VALUE (host, on newer Nodes),
 * ERR_INVALID_IP_ADDRESS (localAddress), ERR_INVALID_ARG_TYPE (localPort, port),
 * ERR_SOCKET_BAD_PORT, ERR_INVALID_ARG_TYPE or ERR_OUT_OF_RANGE (family selection), and unless the host is an
 * address ERR_INVALID_ARG_TYPE (lookup, host, hints) and ERR_INVALID_ARG_VALUE (hints, family). The last three
 * are `dns.lookup`'s and not made where the program has a lookup of its own.
 */
export function validateConnectOptions(
  options: Options,
  defaults: Pick<FamilyDefaults, 'getDefaultAutoSelectFamily' | 'getDefaultAutoSelectFamilyAttemptTimeout'>,
  runtime: { readonly hints?: HintFlags; readonly dialect?: Dialect } = {},
  path = requireConnectTarget(options),
): ConnectPlan {
  if (path) return { kind: 'path', path: validateString(path, 'options.path') };
  const { localAddress, localPort } = options;
  const host = connectHost(options.host, runtime.dialect ?? NEWEST);
  if (localAddress && isIP(localAddress) === 0) throw nodeError('ERR_INVALID_IP_ADDRESS', localAddress);
  if (localPort) validateNumber(localPort, 'options.localPort');
  const port = connectPort(options.port);
  const selects = isGiven(options.autoSelectFamily)
    ? familySelection(options.autoSelectFamily, 'options.autoSelectFamily')
    : defaults.getDefaultAutoSelectFamily();
  const timeout = isGiven(options.autoSelectFamilyAttemptTimeout)
    ? attemptTimeout(options.autoSelectFamilyAttemptTimeout, 'options.autoSelectFamilyAttemptTimeout')
    : defaults.getDefaultAutoSelectFamilyAttemptTimeout();
  const addressFamily = isIP(host);
  const all = selects !== false && !localAddress;
  const lookupOptions = addressFamily === 0 ? planLookup(host, options, all, runtime.hints) : undefined;
  return {
    kind: 'tcp',
    host,
    port,
    asked: { host: options.host, port: options.port },
    addressFamily,
    localAddress: localAddress ? `${localAddress}` : undefined,
    localPort: localPort ? (localPort as number) : undefined,
    lookup: addressFamily === 0 ? ((options.lookup ?? undefined) as Lookup | undefined) : undefined,
    lookupOptions,
    attemptTimeout: timeout,
    race: selects === 'race',
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** What reads as an address but is no text is always refused: a Node that does not check it ends the process. */
function connectHost(given: unknown, dialect: Dialect): string {
  const host = given || 'localhost';
  const odd = typeof host !== 'string' || host.includes('\0');
  if (odd && (dialect.checksHost || isIP(host) !== 0)) validateText(host, 'options.host');
  return host as string;
}

function connectPort(port: unknown): number {
  if (port === undefined) return 0;
  if (typeof port !== 'number' && typeof port !== 'string') {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'options.port', ['number', 'string'], port);
  }
  return validatePort(port);
}

function planLookup(host: unknown, options: Options, all: boolean, flags = LINUX_HINTS): LookupOptions {
  const family = lookupFamily(options.family);
  const single = family === 4 || family === 6;
  const hints = (options.hints || (single ? 0 : flags.ADDRCONFIG)) as number;
  checkLookup(host, options, { family, hints }, flags);
  return single || !all ? { family, hints } : { family, hints, all: true };
}

function lookupFamily(family: unknown): unknown {
  if (family === 'IPv4') return 4;
  if (family === 'IPv6') return 6;
  // Node's own lookup ends the process when it is given -0.
  return family === 0 ? 0 : family;
}

function checkLookup(host: unknown, options: Options, asked: LookupOptions, flags: HintFlags): void {
  if (options.lookup !== undefined && options.lookup !== null)
    validateFunction(options.lookup, 'options.lookup');
  if (options.lookup) return;
  validateString(host, 'hostname');
  const hints = validateNumber(asked.hints, 'options.hints');
  const known = flags.ADDRCONFIG | flags.V4MAPPED | flags.ALL;
  if ((hints & ~known) !== 0) throw nodeError('ERR_INVALID_ARG_VALUE', 'hints', hints >>> 0);
  if (isGiven(asked.family)) validateOneOf(asked.family, 'options.family', [0, 4, 6]);
}

export interface ConnectionSettings {
  readonly noDelay: boolean;
  readonly keepAlive: boolean;
  /** Whole seconds, as the system takes it; 0 leaves the system's own. */
  readonly keepAliveInitialDelay: number;
}

export interface SocketSettings extends ConnectionSettings {
  /** 0 to 255. */
  readonly typeOfService: number | undefined;
}

/**
 * The options of `new Socket(options)`: of those that it checks before the stream below it does, inherited ones
 * count too. A number stands for `{ fd }`. Throws ERR_INVALID_ARG_VALUE for the object modes, ERR_INVALID_ARG_TYPE
 * for keepAliveInitialDelay.
 */
export function socketOptions(options?: unknown): Options {
  if (typeof options === 'number') return { fd: options };
  const given = (options ?? {}) as Options;
  for (const mode of ['objectMode', 'readableObjectMode', 'writableObjectMode']) {
    if (given[mode])
      throw nodeError('ERR_INVALID_ARG_VALUE', `options.${mode}`, given[mode], 'is not supported');
  }
  const { keepAliveInitialDelay: delay } = given;
  // As in Node, the program's own object is corrected.
  if (delay !== undefined && validateNumber(delay, 'options.keepAliveInitialDelay') < 0) {
    given.keepAliveInitialDelay = 0;
  }
  return { ...given };
}

/** Checks the others, when the stream has checked its own. Throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE. */
export function socketSettings(given: Options): SocketSettings {
  const { noDelay, keepAlive, keepAliveInitialDelay } = keepAliveSettings(given);
  if (!given.handle && given.fd !== undefined) validateInt32(given.fd, 'fd', 0);
  const { typeOfService: tos } = given;
  if (tos !== undefined) validateInt32(tos, 'options.typeOfService', 0, 255);
  // Each by its name: a copy with a property added takes V8 longer than all the rest of a socket.
  return { noDelay, keepAlive, keepAliveInitialDelay, typeOfService: tos as number | undefined };
}

export interface ServerSettings extends ConnectionSettings {
  /** As it was given, where it is true. */
  readonly allowHalfOpen: unknown;
  readonly pauseOnConnect: boolean;
  /** Bytes for each accepted socket's streams; undefined leaves the streams' own default. */
  readonly highWaterMark: number | undefined;
  /** Not checked yet: that comes last. */
  readonly blockList: unknown;
}

/** Checks what `new Server(options)` checks. Throws ERR_INVALID_ARG_TYPE. */
export function validateServerOptions(options: unknown): ServerSettings {
  if (isGiven(options) && typeof options !== 'object') {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'options', 'Object', options);
  }
  const given: Options = { ...(options as Options) };
  const settings = keepAliveSettings(given);
  const mark = given.highWaterMark;
  if (mark !== undefined) validateNumber(mark, 'options.highWaterMark');
  return {
    ...settings,
    allowHalfOpen: given.allowHalfOpen || false,
    pauseOnConnect: Boolean(given.pauseOnConnect),
    highWaterMark: mark === undefined || (mark as number) < 0 ? undefined : (mark as number),
    blockList: given.blockList,
  };
}

function keepAliveSettings(options: Options): ConnectionSettings {
  const { keepAliveInitialDelay: delay } = options;
  const millis = delay === undefined ? 0 : validateNumber(delay, 'options.keepAliveInitialDelay');
  return {
    noDelay: Boolean(options.noDelay),
    keepAlive: Boolean(options.keepAlive),
    keepAliveInitialDelay: (Math.max(0, millis) / 1000) | 0,
  };
}

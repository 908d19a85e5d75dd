// The errors that say what the network or the system answered, in Node's form: a message that begins with the
// system call, and `errno`, `code`, `syscall` and the address in question as properties.
//
// One row of `ANSWERS` gives a code its number and its words. The numbers are Linux's, as Node has them there
// (negative), on every system: a guest has no other, and programs compare codes.

const ANSWERS = new Map<string, readonly [errno: number, words: string]>([
  ['EPERM', [-1, 'operation not permitted']],
  ['ENOENT', [-2, 'no such file or directory']],
  ['EINTR', [-4, 'interrupted system call']],
  ['EIO', [-5, 'i/o error']],
  ['EBADF', [-9, 'bad file descriptor']],
  ['EAGAIN', [-11, 'resource temporarily unavailable']],
  ['ENOMEM', [-12, 'not enough memory']],
  ['EACCES', [-13, 'permission denied']],
  ['EFAULT', [-14, 'bad address in system call argument']],
  ['EBUSY', [-16, 'resource busy or locked']],
  ['EEXIST', [-17, 'file already exists']],
  ['ENODEV', [-19, 'no such device']],
  ['ENOTDIR', [-20, 'not a directory']],
  ['EISDIR', [-21, 'illegal operation on a directory']],
  ['EINVAL', [-22, 'invalid argument']],
  ['ENFILE', [-23, 'file table overflow']],
  ['EMFILE', [-24, 'too many open files']],
  ['EROFS', [-30, 'read-only file system']],
  ['EPIPE', [-32, 'broken pipe']],
  ['ENAMETOOLONG', [-36, 'name too long']],
  ['ENOSYS', [-38, 'function not implemented']],
  ['ELOOP', [-40, 'too many symbolic links encountered']],
  ['EPROTO', [-71, 'protocol error']],
  ['ENOTSOCK', [-88, 'socket operation on non-socket']],
  ['EDESTADDRREQ', [-89, 'destination address required']],
  ['EMSGSIZE', [-90, 'message too long']],
  ['EPROTOTYPE', [-91, 'protocol wrong type for socket']],
  ['ENOPROTOOPT', [-92, 'protocol not available']],
  ['EPROTONOSUPPORT', [-93, 'protocol not supported']],
  ['ENOTSUP', [-95, 'operation not supported on socket']],
  ['EAFNOSUPPORT', [-97, 'address family not supported']],
  ['EADDRINUSE', [-98, 'address already in use']],
  ['EADDRNOTAVAIL', [-99, 'address not available']],
  ['ENETDOWN', [-100, 'network is down']],
  ['ENETUNREACH', [-101, 'network is unreachable']],
  ['ECONNABORTED', [-103, 'software caused connection abort']],
  ['ECONNRESET', [-104, 'connection reset by peer']],
  ['ENOBUFS', [-105, 'no buffer space available']],
  ['EISCONN', [-106, 'socket is already connected']],
  ['ENOTCONN', [-107, 'socket is not connected']],
  ['ESHUTDOWN', [-108, 'cannot send after transport endpoint shutdown']],
  ['ETIMEDOUT', [-110, 'connection timed out']],
  ['ECONNREFUSED', [-111, 'connection refused']],
  ['EHOSTDOWN', [-112, 'host is down']],
  ['EHOSTUNREACH', [-113, 'host is unreachable']],
  ['EALREADY', [-114, 'connection already in progress']],
  ['ECANCELED', [-125, 'operation canceled']],
  // The resolver's answers have no number of the system's; these are libuv's.
  ['EAI_AGAIN', [-3001, 'temporary failure']],
  ['EAI_FAIL', [-3004, 'permanent failure']],
  ['EAI_FAMILY', [-3005, 'ai_family not supported']],
  ['EAI_MEMORY', [-3006, 'out of memory']],
  ['EAI_NODATA', [-3007, 'no address']],
  ['EAI_NONAME', [-3008, 'unknown node or service']],
  ['ENOTFOUND', [-3008, 'unknown node or service']],
  ['EOF', [-4095, 'end of file']],
]);

const UNKNOWN = [-4094, 'unknown error'] as const;

export interface SystemError extends Error {
  /** Negative; -4094 where the code is not in the table. */
  errno: number;
  code: string;
  syscall: string;
  address?: string;
  port?: number;
  hostname?: string;
}

/** The codes that have a number of their own here. */
export function knownCodes(): string[] {
  return [...ANSWERS.keys()];
}

/** The number Node on Linux gives that code: negative, -4094 for a code that is not in the table. */
export function errnoOf(code: string): number {
  return answer(code)[0];
}

/** What the code means, in libuv's words. */
export function wordsOf(code: string): string {
  return answer(code)[1];
}

/** `read ECONNRESET`, or with `original` (the system's own words) `read ECONNRESET original`. */
export function errnoException(code: string, syscall: string, original?: string): SystemError {
  const error = new Error(`${syscall} ${code}${original ? ` ${original}` : ''}`) as SystemError;
  return belowCaller(Object.assign(error, { errno: errnoOf(code), code, syscall }), errnoException);
}

/**
 * `connect ECONNREFUSED 127.0.0.1:80`, and with `local` ('127.0.0.1:4000') `… - Local (127.0.0.1:4000)`.
 * `address` may be a path: then without `port`.
 */
export function exceptionWithHostPort(
  code: string,
  syscall: string,
  address?: string,
  port?: number,
  local?: string,
): SystemError {
  const message = `${syscall} ${code}${place(address, port)}${local ? ` - Local (${local})` : ''}`;
  const error = Object.assign(new Error(message), { errno: errnoOf(code), code, syscall, address });
  return belowCaller(port ? Object.assign(error, { port }) : error, exceptionWithHostPort);
}

/** `listen EADDRINUSE: address already in use 127.0.0.1:80`: the form of `listen`, with the code in words. */
export function uvExceptionWithHostPort(
  code: string,
  syscall: string,
  address?: string,
  port?: number,
): SystemError {
  const error = Object.assign(new Error(`${syscall} ${code}: ${wordsOf(code)}${place(address, port)}`), {
    code,
    errno: errnoOf(code),
    syscall,
    address,
  });
  return belowCaller(port ? Object.assign(error, { port }) : error, uvExceptionWithHostPort);
}

/** `getaddrinfo ENOTFOUND example.invalid`: EAI_NONAME and EAI_NODATA are called ENOTFOUND, as in Node. */
export function dnsException(code: string, syscall: string, hostname?: string): SystemError {
  const shown = code === 'EAI_NONAME' || code === 'EAI_NODATA' ? 'ENOTFOUND' : code;
  const error = new Error(`${syscall} ${shown}${hostname ? ` ${hostname}` : ''}`);
  const system = Object.assign(error, { errno: errnoOf(code), code: shown, syscall });
  return belowCaller(hostname ? Object.assign(system, { hostname }) : system, dnsException);
}

function answer(code: string): readonly [number, string] {
  return ANSWERS.get(code) ?? UNKNOWN;
}

function place(address?: string, port?: number): string {
  if (port && port > 0) return ` ${address}:${port}`;
  return address ? ` ${address}` : '';
}

/** Leaves this file out of the stack, where the engine can. */
function belowCaller<E extends Error>(error: E, above: unknown): E {
  (Error as { captureStackTrace?: (e: object, above: unknown) => void }).captureStackTrace?.(error, above);
  return error;
}

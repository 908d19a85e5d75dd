// The provider over Deno's own node:net, and what that does otherwise than Node's.

import { AsyncLocalStorage } from 'node:async_hooks';
import net from 'node:net';
import { Ipv6Listener } from './deno-listener.ts';
import { type Habits, nodeProvider, type Teller } from './node.ts';
import type { Provider } from './provider.ts';

/** So many bytes an empty send buffer takes or does not take: never a part of them. */
const WHOLE = 4096;
// The way of all writes but the first of an accepted socket.
const { _write: write } = net.Socket.prototype;

type InContext = ReturnType<typeof AsyncLocalStorage.snapshot>;

function tellerIn(inContext: InContext): Teller {
  return (tell, ...args) => inContext(process.nextTick, tell, ...args);
}

/** Nobody has begun an accepted connection. */
const tellNobodys = tellerIn(AsyncLocalStorage.snapshot());

export function denoProvider(): Provider {
  return nodeProvider(habits);
}

/** What connect(2) answers on Linux before anything is sent. Deno tells all failures alike. */
const AT_ONCE = new Set(['EACCES', 'EADDRNOTAVAIL', 'EINVAL', 'EMFILE', 'ENETUNREACH', 'ENFILE', 'EPERM']);

const habits: Habits = {
  // In a callback of the network Deno runs promises before ticks, has forgotten the async context, and some
  // exceptions are told to nobody. In a tick all is as on Node.
  teller: accepted => (accepted ? tellNobodys : tellerIn(AsyncLocalStorage.snapshot())),
  spell,
  refuses(local, remote) {
    if (local.family === remote.family) return undefined;
    const { address } = local;
    return Object.assign(new Error(`bind EINVAL ${address}`), {
      errno: -22,
      code: 'EINVAL',
      syscall: 'bind',
      address,
    });
  },
  isLate: error => !AT_ONCE.has(`${(error as SystemError)?.code}`),
  ipv6Listener: Ipv6Listener,
  accepted(socket) {
    socket._write = firstWrite;
  },
};

/**
 * Deno does not ask the kernel before it has seen that the socket is writable. Until then a write waits; and what
 * waits, it fails with EPIPE when the peer has ended without a word. Nothing was sent then, and it is sent now.
 */
function firstWrite(this: net.Socket, chunk: Uint8Array, encoding: BufferEncoding, callback: Callback): void {
  this._write = write;
  const rest = chunk.subarray(WHOLE);
  const sendOn = (what: Uint8Array) => write.call(this, what, encoding, callback);
  write.call(this, chunk.subarray(0, WHOLE), encoding, error => {
    if (error && (error as SystemError).code === 'EPIPE' && !this.destroyed) sendOn(chunk);
    else if (error || rest.length === 0) callback(error);
    else sendOn(rest);
  });
}

type Callback = (error?: Error | null) => void;

interface SystemError extends Error {
  code?: string;
  errno?: number;
  syscall?: string;
  address?: string;
}

/** Deno has one code for what are two on Node: which of them is meant, the circumstances say. */
function spell(error: unknown, mayBeReset: boolean): unknown {
  if (!(error instanceof Error)) return error;
  const { code, syscall, address } = error as SystemError;
  if (code === 'EPIPE' && syscall === 'write' && mayBeReset) return renamed(error, code, 'ECONNRESET', -104);
  if (code === 'EINVAL' && address !== undefined && meansNotAvailable(address)) {
    return renamed(error, 'EINVAL: invalid argument', 'EADDRNOTAVAIL: address not available', -99);
  }
  // As libuv has it.
  if (code === 'ENOENT' && syscall === 'listen') {
    return renamed(error, 'ENOENT: no such file or directory', 'EACCES: permission denied', -13);
  }
  return error;
}

/** EINVAL is right for an address of a link without its zone (RFC 4291 2.5.6), and for a path. */
function meansNotAvailable(address: string): boolean {
  return net.isIP(address) !== 0 && !/^fe[89ab]/i.test(address);
}

/** In the place of `is` comes `becomes`; words after the codes are there where Node's messages have them. */
function renamed(error: SystemError, is: string, becomes: string, errno: number): SystemError {
  const [was] = is.split(':');
  const [code] = becomes.split(':');
  const inText = (text: string) => (text.includes(is) ? text.replace(is, becomes) : text.replace(was, code));
  error.stack = inText(error.stack ?? '');
  error.message = inText(error.message);
  return Object.assign(error, { code, errno });
}

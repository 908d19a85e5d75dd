// tls on wasi-net. tls looks at net.Socket when it makes a TLSSocket: over a runtime's socket it takes the handle
// below, over anything else it is a stream on a stream. So that ours is the latter, net.Socket is another class at that
// moment; and tls.connect, which makes a handle of its own, is given one of ours to be connected.

import { channel } from 'node:diagnostics_channel';
import type net from 'node:net';
import tls from 'node:tls';
import { normalizeConnectArgs } from '../net/arguments.ts';
import ours from '../runtime/node.ts';
import { isOurs, putBack, RuntimeSocket, withMembers } from './node-net.ts';

type Options = Record<string, unknown>;
type Callback = (...args: never[]) => void;

const { connect, TLSSocket } = tls;
/** The socket of ours that carries a TLSSocket. */
const carriers = new WeakMap<object, net.Socket>();

export function replaceTls(): void {
  const Replacement = new Proxy(TLSSocket, {
    construct: (Class, args, newTarget) => over(args[0], () => Reflect.construct(Class, args, newTarget)),
    apply: (Class, self, args) =>
      over(args[0], () => Reflect.apply(Class as unknown as Callback, self, args)),
  });
  TLSSocket.prototype.constructor = Replacement;
  Object.assign(tls, { TLSSocket: Replacement, connect: connectOver });
  Object.setPrototypeOf(tls.Server.prototype, ours.Server.prototype);
  Object.setPrototypeOf(tls.Server, ours.Server);
  acceptOver(tls.Server.prototype);
  askCarrier(TLSSocket.prototype);
}

/** `tls.connect` in all its forms: over one of ours unless the program gives the socket. */
function connectOver(...args: unknown[]): tls.TLSSocket {
  const [options, callback] = normalized(args);
  if (options.socket) return over(options.socket, () => start(options, callback));
  const carrier = new ours.Socket({ allowHalfOpen: options.allowHalfOpen as boolean });
  const make = () => start({ ...options, socket: carrier }, callback);
  const socket = over(carrier, make, options.onread);
  if (options.timeout) socket.setTimeout(options.timeout as number);
  redirectErrors(carrier, socket);
  forward(carrier, socket);
  connectAs(socket, carrier, options);
  if ((options.signal as AbortSignal | undefined)?.aborted) carrier.destroy();
  return socket;
}

/** Who hears of the connection hears of the TLSSocket, as on Nodes that tell of it at all. */
function connectAs(socket: net.Socket, carrier: net.Socket, options: Options): void {
  const told = channel('net.client.socket');
  const { publish } = told;
  told.publish = message => publish.call(told, { ...(message as object), socket });
  try {
    carrier.connect(options as unknown as net.NetConnectOpts);
  } finally {
    told.publish = publish;
  }
}

function start(options: Options, callback: Callback | null): tls.TLSSocket {
  return Reflect.apply(connect, tls, callback ? [options, callback] : [options]);
}

/** What net tells of a connection that is being made; tls sees to 'connect' itself. */
function forward(carrier: net.Socket, socket: net.Socket): void {
  const events = [
    'lookup',
    'connectionAttempt',
    'connectionAttemptFailed',
    'connectionAttemptTimeout',
    'ready',
  ];
  for (const event of events) carrier.on(event, (...told) => socket.emit(event, ...told));
}

/** Node: options behind the port, or behind the host, are added to what was made of those. */
function normalized(args: unknown[]): [Options, Callback | null] {
  const [options, callback] = normalizeConnectArgs(args);
  const added = [args[1], args[2]].find(arg => typeof arg === 'object' && arg !== null);
  return [Object.assign(options, added), callback];
}

/**
 * The TLSSocket that `make` makes on `below`, if that is ours, or a TLSSocket on one of ours. tls drops `onread` for
 * sockets it is given.
 */
function over<R>(below: unknown, make: () => R, onread?: unknown): R {
  const found = isOurs(below) ? below : carriers.get(below as object);
  if (!found) return make();
  const carrier = found;
  function Socket(this: net.Socket, options: Options): void {
    putBack(members);
    const given = onread ? { ...options, onread } : options;
    Reflect.apply(RuntimeSocket as unknown as Callback, this, [given]);
    carriers.set(this, carrier);
    if (carrier === below) carry(carrier, this);
  }
  // http looks there for what it has covered on the socket below.
  Socket.prototype = ours.Socket.prototype;
  Object.defineProperty(Socket, Symbol.hasInstance, {
    value: (value: unknown) => value instanceof RuntimeSocket,
  });
  const members = { Socket: Socket as unknown as typeof net.Socket };
  return withMembers(members, make);
}

/** Makes of `carrier` what a handle is to `socket`: it tells tls and nobody else. */
function carry(carrier: net.Socket, socket: net.Socket): void {
  // The TLSSocket has taken over what was said of it, and has an alert to send when the peer has ended.
  carrier.allowHalfOpen = true;
  // Node: an error before there is a connection is that of the socket which the program gave.
  if (carrier.connecting) carrier.once('connect', () => redirectErrors(carrier, socket));
  else if (!carrier.pending) redirectErrors(carrier, socket);
  carrier.once('close', () => socket.destroy());
  const { end } = carrier;
  carrier.end = (...args: unknown[]): net.Socket => {
    carrier.write = refuse;
    return Reflect.apply(end, carrier, args);
  };
}

/** tls answers a peer who writes on after our end: that goes nowhere, and fails nothing. */
function refuse(_chunk: unknown, callback: unknown): boolean {
  if (typeof callback === 'function') process.nextTick(callback, null);
  return false;
}

/**
 * An error of the connection is the TLSSocket's own, which ends with it: of a stream below it only tells. tls has
 * been told of a write by its callback, and ends for those that the program waits for.
 */
function redirectErrors(carrier: net.Socket, socket: net.Socket): void {
  const { emit } = carrier;
  carrier.emit = (event: string, ...args: unknown[]): boolean => {
    if (event !== 'error') return Reflect.apply(emit, carrier, [event, ...args]);
    const error = args[0] as NodeJS.ErrnoException;
    if (error.syscall !== 'write') socket.destroy(error);
    return true;
  };
}

/** A server makes its TLSSocket when it hears of the connection. */
function acceptOver(prototype: tls.Server): void {
  const { emit } = prototype;
  prototype.emit = function (this: tls.Server, event: string, ...args: unknown[]): boolean {
    const tell = () => Reflect.apply(emit, this, [event, ...args]);
    return event === 'connection' ? over(args[0], tell) : tell();
  };
}

/** What a TLSSocket asks its handle of: the carrier knows, and a stream of JavaScript has none to ask. */
function askCarrier(prototype: tls.TLSSocket): void {
  for (const name of ASKED) {
    const found = Object.getOwnPropertyDescriptor(RuntimeSocket.prototype, name) as PropertyDescriptor;
    Object.defineProperty(prototype, name, {
      configurable: true,
      get(this: tls.TLSSocket) {
        const carrier = carriers.get(this);
        return carrier ? Reflect.get(carrier, name) : found.get?.call(this);
      },
    });
  }
  for (const name of TOLD) {
    const method = prototype[name] as (...args: unknown[]) => unknown;
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: tls.TLSSocket, ...args: unknown[]) {
        const carrier = carriers.get(this);
        if (!carrier) return Reflect.apply(method, this, args);
        const result = Reflect.apply(carrier[name], carrier, args);
        return result === carrier ? this : result;
      },
    });
  }
}

const ASKED = [
  'remoteAddress',
  'remotePort',
  'remoteFamily',
  'localAddress',
  'localPort',
  'localFamily',
] as const;
const TOLD = ['address', 'ref', 'unref', 'setNoDelay', 'setKeepAlive'] as const;

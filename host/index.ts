// createNet: the whole surface of node:net, bound to one engine and one runtime. Everything that differs between
// runtimes comes in through the two arguments; nothing here knows which runtime it is.

import { EventEmitter } from 'node:events';
import { Duplex, getDefaultHighWaterMark } from 'node:stream';
import { isIP, isIPv4, isIPv6 } from './address.ts';
import type * as api from './api/net.ts';
import { type Engine, kHandle } from './binding/engine.ts';
import { adoptGiven } from './net/adopting.ts';
import { socketOptions, socketSettings, sortConnectArgs, validateServerOptions } from './net/arguments.ts';
import { validateBlockList } from './net/blocked.ts';
import { addressClasses } from './net/blocklist.ts';
import { boundSocketClass } from './net/bound-socket.ts';
import { callable, called } from './net/callable.ts';
import { adopt } from './net/connection.ts';
import { type HostRuntime, kContext, type NetContext } from './net/context.ts';
import { familyDefaults } from './net/defaults.ts';
import { NEWEST } from './net/dialect.ts';
import { Gatherer } from './net/gatherer.ts';
import { netPromises } from './net/promises.ts';
import { kServer, ServerMethods } from './net/server.ts';
import { showBy } from './net/shown.ts';
import { SocketMethods } from './net/socket.ts';
import { kState, type OnRead, socketState } from './net/socket-state.ts';
import { type StreamOptions, streamOptions } from './net/stream-options.ts';
import { refuseWrites } from './net/writing.ts';

type SocketOptions = Record<string, unknown>;
type SocketClass = new (options?: SocketOptions | Accepted) => SocketMethods;

/** What a Server hands its Socket in the place of options: the engine's handle, the stream's options, its own. */
class Accepted {
  readonly handle: number;
  readonly stream: StreamOptions;
  readonly paused: boolean;

  constructor(handle: number, stream: StreamOptions, paused: boolean) {
    this.handle = handle;
    this.stream = stream;
    this.paused = paused;
  }
}

/** The whole module, with the types that programs see. */
export type Net = typeof api;

/** A `net` module over `engine` on `runtime`. */
export function createNet(engine: Engine, runtime: HostRuntime): Net {
  const defaults = familyDefaults(runtime.familyDefaults);
  const gatherer = new Gatherer(
    (callback, socket) => runtime.nextTick(callback, socket),
    callback => runtime.onExit(callback),
  );
  const dialect = runtime.dialect ?? NEWEST;
  if (runtime.shown) showBy(runtime.shown);
  const classes = addressClasses(runtime.classes);
  const { isBlockList } = classes.BlockList;
  const context: NetContext = { engine, runtime, dialect, defaults, gatherer, isBlockList };
  const Socket = socketClass(context);
  const Server = serverClass(context, Socket);

  // Some programs call these two with `new`.
  function connect(...args: unknown[]): SocketMethods {
    const normalized = sortConnectArgs(args);
    const [options] = normalized;
    const socket = new Socket(options);
    if (!dialect.tellsOfSocketConnect && runtime.channels?.client.hasSubscribers) {
      runtime.channels.client.publish({ socket });
    }
    if (options.timeout) socket.setTimeout(options.timeout as number);
    return socket.connect(normalized);
  }
  function createServer(...args: unknown[]): ServerMethods {
    return new Server(...args);
  }

  const addresses = { isIP, isIPv4, isIPv6, ...classes };
  const net = {
    Socket,
    Stream: Socket,
    Server,
    connect: called(connect, 'connect', 0),
    createConnection: connect,
    createServer: called(createServer, 'createServer', 2),
    BoundSocket: boundSocketClass(runtime),
    ...addresses,
    ...defaults,
    promises: netPromises({ connect, createServer, ...addresses }),
  };
  return net as unknown as Net;
}

function socketClass(context: NetContext): SocketClass {
  const properties = {
    [kContext]: { value: context },
    // Node's timeouts go up from a TLSSocket to the socket that carries it, to the end of this chain.
    _parent: { value: null, writable: true },
    // Inspectors read the prototype's getters: they find a socket that has never been used.
    [kState]: { value: socketState(), writable: true },
    ...context.runtime.socketMembers,
  };
  const runtimes = context.runtime.classes?.Socket;
  const initialize = (socket: SocketMethods, [given]: unknown[]) => initializeSocket(socket, given);
  const Socket = callable('Socket', 1, SocketMethods, properties, initialize, runtimes);
  return alsoInstances(Socket, runtimes) as SocketClass;
}

function initializeSocket(socket: SocketMethods, given: unknown): object | undefined {
  if (given instanceof Accepted) {
    construct(socket, given.stream);
    adopt(socket, given.handle);
    if (given.paused) socket.pause();
    else socket.read(0);
    return undefined;
  }
  const options = socketOptions(given);
  const runtimes = socket[kContext].runtime.classes?.Socket;
  if (isNative(options.handle) && typeof runtimes === 'function') return Reflect.construct(runtimes, [given]);
  construct(socket, streamOptions(options));
  const settings = socketSettings(options);
  const state = socket[kState];
  state.onread = onReadOf(options.onread);
  if (settings.noDelay) state.noDelay = true;
  if (settings.keepAlive) state.keepAlive = { enable: true, seconds: settings.keepAliveInitialDelay };
  state.typeOfService = settings.typeOfService;
  if (options.handle || options.fd !== undefined) adoptGiven(socket, options);
  const blockList = validateBlockList(options.blockList, socket[kContext].isBlockList);
  if (blockList) socket.blockList = blockList;
  return undefined;
}

/** A handle of the runtime's own: the pipes of a child process, a connection that another process sent. */
function isNative(handle: unknown): boolean {
  return (handle as { isStreamBase?: boolean } | undefined)?.isStreamBase === true;
}

/** What every Socket begins as. */
function construct(socket: SocketMethods, options: StreamOptions): void {
  socket[kState] = socketState();
  socket[kHandle] = 0;
  socket.connecting = false;
  socket.server = null;
  (Duplex as unknown as (this: unknown, options: unknown) => void).call(socket, options);
  // A signal that was aborted before: 'error' comes, but until then the socket looks fresh. node: initSocketHandle
  if (socket.destroyed) (socket as unknown as { _undestroy(): void })._undestroy();
  socket.on('end', onEnd);
}

/** Node: once the peer has ended and this side ends with it, writes are refused. */
function onEnd(this: SocketMethods): void {
  if (!this.allowHalfOpen) refuseWrites(this);
}

function onReadOf(given: unknown): OnRead | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { buffer, callback } = given as OnRead;
  if (typeof callback !== 'function') return undefined;
  if (!(buffer instanceof Uint8Array) && typeof buffer !== 'function') return undefined;
  return { buffer, callback, next: undefined, leftover: undefined };
}

function serverClass(context: NetContext, Socket: SocketClass): new (...args: unknown[]) => ServerMethods {
  const accept = (server: ServerMethods, handle: number): SocketMethods => {
    const { allowHalfOpen, pauseOnConnect, highWaterMark } = server;
    const stream = streamOptions({
      allowHalfOpen,
      readableHighWaterMark: highWaterMark,
      writableHighWaterMark: highWaterMark,
    });
    return new Socket(new Accepted(handle, stream, pauseOnConnect));
  };
  const runtimes = context.runtime.classes?.Server;
  const initialize = (server: ServerMethods, args: unknown[]) => initializeServer(server, args, accept);
  const Server = callable(
    'Server',
    2,
    ServerMethods,
    { [kContext]: { value: context } },
    initialize,
    runtimes,
  );
  return alsoInstances(Server, runtimes);
}

function initializeServer(
  server: ServerMethods,
  [first, second]: unknown[],
  accept: (server: ServerMethods, handle: number) => SocketMethods,
): undefined {
  (EventEmitter as unknown as (this: unknown) => void).call(server);
  const listener = typeof first === 'function' ? first : second;
  const given = typeof first === 'function' ? undefined : first;
  const { blockList, ...options } = validateServerOptions(given);
  server[kHandle] = 0;
  server[kServer] = {
    active: false,
    settings: {},
    backlog: 0,
    generation: 0,
    accept,
    at: undefined,
    path: null,
    handle: undefined,
    forgetSignal: undefined,
  };
  server._connections = 0;
  Object.assign(server, options);
  server.highWaterMark = options.highWaterMark ?? getDefaultHighWaterMark(false);
  const list = validateBlockList(blockList, server[kContext].isBlockList);
  if (list) server.blockList = list;
  if (typeof listener === 'function') server.on('connection', listener as (socket: SocketMethods) => void);
}

/** `instanceof` holds for instances of the runtime's own class too: tls and http hand those out. */
function alsoInstances<C extends new (...args: never[]) => object>(Class: C, Other: unknown): C {
  if (typeof Other !== 'function') return Class;
  const own = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(Class, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return own.call(this as C, value) || (this === Class && value instanceof Other);
    },
  });
  return Class;
}

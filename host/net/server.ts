// Server: Node's net.Server over an engine handle that listens. The engine accepts; the Server counts its
// connections, for it closes when the last of them is gone. node: lib net, Server.

import { EventEmitter } from 'node:events';
import {
  ERROR_ACCESS_DENIED,
  EVENT_ACCEPTED,
  EVENT_BOUND,
  EVENT_ERROR,
  EVENT_LISTENING,
  OP_ACCEPT,
  OP_LISTEN,
  STATE_BOUND,
} from '../../assembly/abi.ts';
import type { BlockListLike } from '../api/addresses.ts';
import { kEvent, kHandle, type Owner } from '../binding/engine.ts';
import type { Endpoint, Settings } from '../provider/provider.ts';
import { blocks } from './blocked.ts';
import { adoptable } from './bound-socket.ts';
import type { LookupResult } from './connecting.ts';
import { kContext, type NetContext } from './context.ts';
import { nodeError } from './errors.ts';
import { failure } from './failures.ts';
import { SocketHandle } from './handle.ts';
import {
  type ListenOnPort,
  type ListenPlan,
  normalizeListenArgs,
  parseListenOptions,
} from './listen-arguments.ts';
import { handleKnowledge, notListenable, ServerHandle } from './listen-handles.ts';
import { connectionsOf } from './promises.ts';
import type { SocketMethods } from './socket.ts';
import { kGone, kState } from './socket-state.ts';

export const kServer: unique symbol = Symbol('wasi-net server');

/** Runtimes that lack the symbol know it by this name. */
const asyncDispose: unique symbol = (Symbol as { asyncDispose?: symbol }).asyncDispose as never;

type Callback = (error?: Error | null) => void;

export interface ServerState {
  /** There is a handle: Node's `_handle` is not null. */
  active: boolean;
  settings: Settings;
  backlog: number;
  /** Counts `listen` and `close`, so that a lookup which is answered too late is told. */
  generation: number;
  /** Makes the Socket of an accepted handle. */
  accept: (server: ServerMethods, handle: number) => SocketMethods;
  /** Where it was asked to listen: what an error names. */
  at: Endpoint | undefined;
  /** The last path that it was asked to listen on: an address even when it does not. */
  path: string | null;
  /** What `_handle` gives, made when it is first asked for. */
  handle: ServerHandle | undefined;
  /** Stops listening to the `signal` option. */
  forgetSignal: (() => void) | undefined;
}

export class ServerMethods extends EventEmitter implements Owner {
  declare readonly [kContext]: NetContext;
  declare [kHandle]: number;
  declare [kServer]: ServerState;
  /** Open connections. */
  declare _connections: number;
  // The options: what an accepted socket is made with, read when it is accepted.
  declare allowHalfOpen: boolean;
  declare pauseOnConnect: boolean;
  declare noDelay: boolean;
  declare keepAlive: boolean;
  /** In whole seconds. */
  declare keepAliveInitialDelay: number;
  /** In bytes. */
  declare highWaterMark: number;
  /** The option, there where it was given: asked for each connection. */
  declare blockList?: BlockListLike;
  /** Above this many connections new ones are dropped. */
  declare maxConnections?: number;
  /** In a cluster they are dropped too, and not handed to another worker. */
  declare dropMaxConnection?: boolean;

  [kEvent](kind: number, a: number, b: number): void {
    if (kind === EVENT_ACCEPTED) accepted(this, a);
    else if (kind === EVENT_BOUND) listenIfBound(this);
    else if (kind === EVENT_LISTENING) listening(this);
    else if (kind === EVENT_ERROR) failed(this, a, b);
  }

  /** All forms of Node's `listen`. Throws for bad arguments, and when it listens already. */
  listen(...args: unknown[]): this {
    const given = normalizeListenArgs(args);
    const { runtime } = this[kContext];
    if (this[kServer].active) throw nodeError('ERR_SERVER_ALREADY_LISTEN');
    if (runtime.channels?.listenStart.hasSubscribers) {
      runtime.channels.listenStart.publish({ server: this, options: given.options });
    }
    if (given.callback) this.once('listening', given.callback);
    const state = this[kServer];
    state.generation++; // what throws below ends an earlier call too
    const knowledge = handleKnowledge(runtime);
    const plan = parseListenOptions(given, knowledge, signal => followSignal(this, signal));
    state.backlog = plan.backlog;
    if (plan.kind === 'path') state.path = plan.path;
    if (plan.kind === 'port' && plan.host !== undefined) listenOnName(this, plan, plan.host);
    else start(this, plan, undefined);
    return this;
  }

  /** Stops listening; 'close' when the last connection is gone. */
  close(callback?: Callback): this {
    const state = this[kServer];
    if (typeof callback === 'function') {
      if (state.active) this.once('close', callback);
      else this.once('close', () => callback(nodeError('ERR_SERVER_NOT_RUNNING')));
    }
    state.generation++;
    release(this);
    closeIfDrained(this);
    return this;
  }

  /** Where it listens: address, family, port; the path of IPC, to the end of the server; null when it does not. */
  address(): { address: string; family: string; port: number } | string | null {
    const { active, settings, path } = this[kServer];
    // As in Node, a path is remembered when nobody listens there any more.
    if (!active || settings.path !== undefined) return settings.path || path;
    const at = this[kContext].engine.localAddress(this[kHandle]);
    return at ? { address: at.address, family: `IPv${at.family}`, port: at.port } : null;
  }

  get listening(): boolean {
    return this[kServer].active;
  }

  getConnections(callback: (error: Error | null, count: number) => void): this {
    this[kContext].runtime.nextTick(callback, null, this._connections);
    return this;
  }

  ref(): this {
    this[kServer].settings.unref = false;
    this[kContext].engine.controls(this[kHandle])?.ref?.();
    return this;
  }

  unref(): this {
    this[kServer].settings.unref = true;
    this[kContext].engine.controls(this[kHandle])?.unref?.();
    return this;
  }

  /** A connection of this server is gone. */
  [kGone](): void {
    this._connections--;
    closeIfDrained(this);
  }

  /** Closes; settles when the last connection is gone. */
  [asyncDispose](): Promise<void> {
    if (!this[kServer].active) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.close(error => (error ? reject(error) : resolve()));
    });
  }

  /** The connections that come from now on, one after the other, until 'close'. Nobody waits with accepting. */
  [Symbol.asyncIterator](): AsyncIterableIterator<SocketMethods> {
    return connectionsOf(this);
  }

  [Symbol.for('nodejs.rejection')](error: Error, event: string, socket?: SocketMethods): void {
    if (event === 'connection') socket?.destroy(error);
    else this.emit('error', error);
  }

  /** What it was asked to listen on, as Node writes it: family, address or path, port. */
  get _connectionKey(): string | undefined {
    const { at, settings } = this[kServer];
    return at && `${settings.path === undefined ? at.family : -1}:${at.address}:${at.port}`;
  }

  get _handle(): object | null {
    const state = this[kServer];
    if (!state.active) return null;
    state.handle ??= new ServerHandle(this);
    return state.handle;
  }
}

function listenOnName(server: ServerMethods, plan: ListenOnPort, host: string): void {
  const { generation } = server[kServer];
  const { runtime, dialect } = server[kContext];
  const onAddress = (error: Error | null, address: unknown, family: unknown) => {
    if (server[kServer].generation !== generation) return; // closed meanwhile
    if (error) server.emit('error', error);
    else start(server, plan, { address: address as string, family: family as 4 | 6, port: plan.port });
  };
  if (!dialect.listensOnBest) {
    runtime.lookup(host, {}, onAddress);
    return;
  }
  runtime.lookup(host, { all: true }, (error, found) => {
    const { address, family } = best((found ?? []) as LookupResult[]);
    onAddress(error, address, family);
  });
}

/** The first address that more than one link's neighbours can reach, if there is one (RFC 4291 2.5.6: fe80::/10). */
function best(found: readonly LookupResult[]): Partial<LookupResult> {
  return found.find(({ address }) => !/^fe[89ab]/i.test(`${address}`)) ?? found[0] ?? {};
}

function start(server: ServerMethods, plan: ListenPlan, local: Endpoint | undefined): void {
  const { engine, runtime } = server[kContext];
  const state = server[kServer];
  const given = plan.kind === 'handle' ? plan.handle : undefined;
  state.at = whereOf(plan, local);
  if (given instanceof ServerHandle) {
    state.active = true;
    state.settings = given.server[kServer].settings;
    given.shareWith(server);
    tell(server);
    return;
  }
  if (given instanceof SocketHandle) {
    failSoon(server, notListenable());
    return;
  }
  const bound = adoptable(given, runtime)?.address();
  state.settings = settingsOf(plan, state.settings.unref);
  // Node 20's cluster has no word for `dropMaxConnection`: it is not told that the server is full, which drops itself.
  state.settings.isFull = () => isFull(server) && !server.dropMaxConnection;
  state.settings.dropped = peers => drop(server, peers);
  state.settings.told = error => tell(server, error);
  if (typeof bound === 'string') state.settings.path = bound;
  let outcome = engine.open(server, state.settings);
  if (outcome > 0) {
    state.active = true;
    const port = plan.kind === 'port' ? plan.port : 0;
    outcome = engine.bind(server[kHandle], local ?? { family: 6, address: '::', port });
    listenIfBound(server);
  }
  if (outcome < 0) failSoon(server, failure(-outcome, OP_LISTEN, state.at));
}

function failSoon(server: ServerMethods, error: Error): void {
  tell(server, error);
  server[kContext].runtime.nextTick(fail, server, error);
}

/** Tells the channels that it listens, or why it cannot. */
function tell(server: ServerMethods, error?: unknown): void {
  const { channels } = server[kContext].runtime;
  if (error) channels?.listenError.publish({ server, error });
  else channels?.listenEnd.publish({ server });
}

/** As soon as there is an address: a program may ask for it in the tick of `listen`. */
function listenIfBound(server: ServerMethods): void {
  const { engine } = server[kContext];
  const handle = server[kHandle];
  if (engine.state(handle) === STATE_BOUND) engine.listen(handle, server[kServer].backlog);
}

function listening(server: ServerMethods): void {
  const { settings } = server[kServer];
  // What was adopted and has no address is no TCP.
  if (settings.adopted && !server[kContext].engine.localAddress(server[kHandle])) settings.path ??= '';
  server.emit('listening');
}

function settingsOf(plan: ListenPlan, unref: boolean | undefined): Settings {
  if (plan.kind === 'port') {
    const { exclusive, ipv6Only, reusePort, host } = plan;
    return { unref, exclusive, ipv6Only, reusePort, anyAddress: host === undefined };
  }
  if (plan.kind === 'path') {
    const { path, exclusive, readableAll, writableAll } = plan;
    return { unref, path, exclusive, readableAll, writableAll };
  }
  return { unref, adopted: plan.kind === 'fd' ? { fd: plan.fd } : { handle: plan.handle } };
}

/** What an error of `listen` names: a path stands in the place of the address. */
function whereOf(plan: ListenPlan, local: Endpoint | undefined): Endpoint | undefined {
  if (plan.kind === 'path') return { family: 4, address: plan.path, port: -1 };
  if (plan.kind === 'port') return local ?? { family: 6, address: '::', port: plan.port };
  return undefined;
}

function accepted(server: ServerMethods, handle: number): void {
  const { engine, runtime } = server[kContext];
  const { accept } = server[kServer];
  if (isFull(server)) {
    const local = engine.localAddress(handle);
    const remote = engine.remoteAddress(handle);
    engine.close(handle, () => {});
    drop(server, local && { ...named('local', local), ...named('remote', remote) });
    return;
  }
  const { blockList } = server;
  const remote = blockList && engine.remoteAddress(handle);
  if (remote && blocks(blockList, remote)) {
    engine.close(handle, () => {});
    return;
  }
  const socket = accept(server, handle);
  if (server.noDelay) socket.setNoDelay(true);
  if (server.keepAlive) socket.setKeepAlive(true, server.keepAliveInitialDelay * 1000);
  server._connections++;
  socket.server = server;
  // Programs put something else under `server`; this one is not theirs.
  const state = socket[kState];
  state.server = server;
  state.path = server[kServer].settings.path;
  server.emit('connection', socket);
  if (runtime.channels?.server.hasSubscribers) runtime.channels.server.publish({ socket });
}

/** It has as many connections as it may. */
function isFull(server: ServerMethods): boolean {
  const { maxConnections, _connections: connections } = server;
  return isLimit(maxConnections, server[kContext]) && connections >= maxConnections;
}

function isLimit(limit: number | undefined, { dialect }: NetContext): limit is number {
  return dialect.dropsAtZero ? limit !== undefined && limit !== null : Boolean(limit);
}

/** Tells of a connection that was not accepted; one of a path has no addresses. */
function drop(server: ServerMethods, peers: object | undefined): void {
  if (peers) server.emit('drop', peers);
  else server.emit('drop');
}

function named(side: string, at: Endpoint | undefined): Record<string, unknown> {
  return {
    [`${side}Address`]: at?.address,
    [`${side}Port`]: at?.port,
    [`${side}Family`]: at && `IPv${at.family}`,
  };
}

function failed(server: ServerMethods, code: number, operation: number): void {
  const known = server[kContext].engine.takeError(server[kHandle]) as Error | undefined;
  const { at } = server[kServer];
  if (code === ERROR_ACCESS_DENIED) server[kContext].runtime.denied?.(at?.port);
  if (operation !== OP_ACCEPT) return fail(server, known ?? failure(code, OP_LISTEN, at));
  // Of a want of descriptors Node's server says nothing either, but closes what waits (libuv: uv__emfile_trick): here it
  // waits until there is one.
  if (known) server.emit('error', known);
}

/** Listening failed: there is no handle any more. */
function fail(server: ServerMethods, error: Error): void {
  release(server);
  server.emit('error', error);
}

function release(server: ServerMethods): void {
  const state = server[kServer];
  state.forgetSignal?.();
  state.forgetSignal = undefined;
  if (!state.active) return;
  state.active = false;
  state.handle = undefined;
  server[kContext].engine.close(server[kHandle], () => {});
}

function closeIfDrained(server: ServerMethods): void {
  if (server[kServer].active || server._connections > 0) return;
  server[kContext].runtime.nextTick(() => server.emit('close'));
}

function followSignal(server: ServerMethods, signal: AbortSignal): void {
  const onAbort = () => server.close();
  if (signal.aborted) server[kContext].runtime.nextTick(onAbort);
  else {
    signal.addEventListener('abort', onAbort);
    server[kServer].forgetSignal = () => signal.removeEventListener('abort', onAbort);
  }
}

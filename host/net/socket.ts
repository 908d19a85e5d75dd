// Socket: Node's net.Socket over an engine handle. Here is what the stream asks for and what programs see;
// connection.ts, writing.ts and socket-events.ts do the work. The stream owns its queues and end flags, the
// engine the connection. No private fields: instances are made without `new` too. node: lib net, Socket.

import { Duplex } from 'node:stream';
import { ERROR_BAD_STATE, OP_SHUTDOWN } from '../../assembly/abi.ts';
import type { BlockListLike } from '../api/addresses.ts';
import { kEvent, kHandle, type Owner } from '../binding/engine.ts';
import { boundPlan } from './adopting.ts';
import { normalizeConnectArgs, requireConnectTarget, validateConnectOptions } from './arguments.ts';
import { connectByPlan } from './connecting.ts';
import {
  activate,
  connectTo,
  deactivate,
  isBound,
  localOf,
  NO_ADDRESS,
  openHandle,
  remoteOf,
  renewTimeout,
  stopReading,
} from './connection.ts';
import { kContext, type NetContext } from './context.ts';
import { errnoException, nodeError } from './errors.ts';
import { failure } from './failures.ts';
import { handleOf } from './handle.ts';
import { type KeepAliveOptions, setKeepAlive } from './keep-alive.ts';
import { deliverLeftover, socketEvent } from './socket-events.ts';
import { kGone, kState, type SocketState } from './socket-state.ts';
import { getTypeOfService, setTypeOfService } from './type-of-service.ts';
import { validateDelay, validateFunction, warnOfDelay } from './validators.ts';
import { beforeWrite, notAsBuffer, queuedBytes, ungather, write, writeAll } from './writing.ts';

/** Address of a socket as Node gives it; empty without one. */
export type SocketAddressInfo = { address?: string; family?: string; port?: number };
type Callback = (error?: Error | null) => void;
// biome-ignore lint/suspicious/noExplicitAny: the arguments of Duplex methods that are passed on as they came.
type AnyFunction = (...args: any[]) => any;

export class SocketMethods extends Duplex implements Owner {
  declare readonly [kContext]: NetContext;
  declare [kHandle]: number;
  declare [kState]: SocketState;
  declare connecting: boolean;
  declare timeout?: number;
  declare server: unknown;
  declare autoSelectFamilyAttemptedAddresses?: string[];
  /** The option, there where it was given: asked before each connection. */
  declare blockList?: BlockListLike;

  /** One event of the engine. */
  [kEvent](kind: number, a: number, b: number): void {
    socketEvent(this, kind, a, b);
  }

  // ---- connecting

  /**
   * `connect(port[, host][, listener])`, `connect(path[, listener])`, `connect(options[, listener])`.
   * Throws Node's errors for bad arguments; what fails on the network comes as 'error'.
   */
  connect(...args: unknown[]): this {
    const [options, listener] = normalizeConnectArgs(args);
    const { runtime, defaults, dialect } = this[kContext];
    if (dialect.tellsOfSocketConnect && runtime.channels?.client.hasSubscribers) {
      runtime.channels.client.publish({ socket: this });
    }
    if (listener) this.once('connect', listener);
    const path = requireConnectTarget(options);
    const state = this[kState];
    if (Object.hasOwn(this, 'write')) delete (this as { write?: unknown }).write; // see refuseWrites
    const { bound } = state;
    const isPipe = Boolean(state.active ? bound?.isPipe : path);
    if (!state.active) activate(this);
    renewTimeout(this);
    this.connecting = true;
    const plan = bound
      ? boundPlan(this, options, isPipe)
      : validateConnectOptions(options, defaults, runtime, path);
    if (plan.kind === 'path') {
      state.path = plan.path;
      connectTo(this, [NO_ADDRESS]);
    } else {
      connectByPlan(this, plan);
    }
    return this;
  }

  // ---- what the stream asks for

  override _read(size: number): void {
    const state = this[kState];
    if (this.connecting || !state.active) {
      this.once('connect', () => this._read(size));
    } else if (state.bound && isBound(this)) {
      this.destroy(errnoException('ENOTCONN', 'read'));
    } else if (!state.reading) {
      state.reading = true;
      if (deliverLeftover(this)) this[kContext].engine.resume(this[kHandle]);
    }
  }

  override _write(chunk: Uint8Array, _encoding: string, callback: Callback): void {
    write(this, chunk, callback);
  }

  override _writev(chunks: { chunk: Uint8Array }[], callback: Callback): void {
    writeAll(
      this,
      chunks.map(({ chunk }) => chunk),
      callback,
    );
  }

  override _final(callback: Callback): void {
    const state = this[kState];
    if (this.pending) {
      const waits = this.connecting || !this[kContext].dialect.finishesUnconnected;
      if (waits) this.once('connect', () => this._final(callback));
      else callback();
    } else {
      state.finishing = callback;
      const outcome = this[kContext].engine.end(this[kHandle]);
      if (outcome >= 0) return;
      state.finishing = undefined;
      // As in Node, what was never connected has nothing to end.
      callback(outcome === -ERROR_BAD_STATE ? null : failure(-outcome, OP_SHUTDOWN));
    }
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.connecting = false;
    deactivate(this, error, callback);
    const { server } = this[kState];
    this[kState].server = undefined;
    server?.[kGone]();
  }

  /** What this tick gathered goes out before the socket does. */
  override destroy(error?: Error | null, callback?: Callback): this {
    ungather(this);
    return (Duplex.prototype.destroy as AnyFunction).call(this, error, callback);
  }

  // ---- writing, reading and ending

  override write(...args: [chunk: unknown, ...rest: unknown[]]): boolean {
    if (args[1] === 'buffer') args[0] = notAsBuffer(this, args[0]);
    beforeWrite(this, args);
    return (Duplex.prototype.write as AnyFunction).apply(this, args);
  }

  /** What this tick gathered was written before: it does not wait for `uncork`. */
  override cork(): void {
    ungather(this);
    super.cork();
  }

  override end(...args: unknown[]): this {
    if (args[1] === 'buffer') args[0] = notAsBuffer(this, args[0]);
    (Duplex.prototype.end as AnyFunction).apply(this, args);
    return this;
  }

  override pause(): this {
    const state = this[kState];
    if (state.onread && state.reading) stopReading(this);
    return super.pause();
  }

  override resume(): this {
    const state = this[kState];
    if (state.onread && state.active && !this.connecting) this._read(0);
    return super.resume();
  }

  override read(size?: number): unknown {
    const state = this[kState];
    if (state.onread && state.active && !this.connecting) this._read(0);
    return super.read(size);
  }

  /** Ends, and destroys when everything is sent. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', this.destroy);
  }

  /** Destroys with RST; once connected if it is still connecting. Throws ERR_INVALID_HANDLE_TYPE for IPC. */
  resetAndDestroy(): this {
    const state = this[kState];
    if (!state.active) return this.destroy(nodeError('ERR_SOCKET_CLOSED'));
    if (state.path !== undefined) throw nodeError('ERR_INVALID_HANDLE_TYPE');
    const reset = () => {
      this[kContext].engine.controls(this[kHandle])?.reset?.();
      this.destroy();
    };
    if (this.connecting) this.once('connect', reset);
    else reset();
    return this;
  }

  // ---- options of the connection

  /** 'timeout' after that many milliseconds without sending or receiving; 0 turns it off. */
  setTimeout(milliseconds: number, callback?: () => void): this {
    if (this.destroyed) return this;
    this.timeout = milliseconds;
    const delay = validateDelay(milliseconds, 'msecs');
    const { engine, runtime } = this[kContext];
    const state = this[kState];
    if (delay < milliseconds) warnOfDelay(runtime, milliseconds);
    state.idle = Math.ceil(delay);
    state.timedOut = false;
    state.idleScope = delay > 0 ? runtime.snapshot() : undefined;
    if (delay > 0) openHandle(this); // with a full table the timeout begins when there is a connection
    engine.setTimeout(this[kHandle], state.idle);
    if (callback === undefined) return this;
    validateFunction(callback, 'callback');
    return delay > 0 ? this.once('timeout', callback) : this.removeListener('timeout', callback);
  }

  setNoDelay(enable?: boolean): this {
    const on = enable === undefined ? true : Boolean(enable);
    const state = this[kState];
    if (on === Boolean(state.noDelay)) return this;
    state.noDelay = on;
    (state.handle ?? this[kContext].engine.controls(this[kHandle]))?.setNoDelay?.(on);
    return this;
  }

  /**
   * Keep-alive probes after `initialDelay` milliseconds of silence, `count` times, `interval` milliseconds apart; or
   * the four in an object. Systems take whole seconds.
   */
  setKeepAlive(
    given?: boolean | KeepAliveOptions,
    initialDelay?: number,
    interval?: number,
    count?: number,
  ): this {
    const isObject = typeof given === 'object' && given !== null;
    setKeepAlive(this, isObject ? given : { enable: given, initialDelay, interval, count });
    return this;
  }

  /** The byte of each packet that says how urgent it is (RFC 2474). Throws ERR_OUT_OF_RANGE; the system's errors. */
  setTypeOfService(tos: number): this {
    setTypeOfService(this, tos);
    return this;
  }

  /** What was set, 0 for nothing; of a connection what the system says, whose errors it throws. */
  getTypeOfService(): number {
    return getTypeOfService(this);
  }

  ref(): this {
    const state = this[kState];
    if (!state.active) return this.once('connect', this.ref);
    state.unref = false;
    this[kContext].engine.controls(this[kHandle])?.ref?.();
    return this;
  }

  unref(): this {
    const state = this[kState];
    if (!state.active) return this.once('connect', this.unref);
    state.unref = true;
    this[kContext].engine.controls(this[kHandle])?.unref?.();
    return this;
  }

  // ---- what is known of it

  /** The bound address; an empty object without one. */
  address(): SocketAddressInfo {
    return localOf(this);
  }
  get localAddress(): string | undefined {
    return localOf(this).address;
  }
  get localPort(): number | undefined {
    return localOf(this).port;
  }
  get localFamily(): string | undefined {
    return localOf(this).family;
  }
  get remoteAddress(): string | undefined {
    return remoteOf(this).address;
  }
  get remotePort(): number | undefined {
    return remoteOf(this).port;
  }
  get remoteFamily(): string | undefined {
    return remoteOf(this).family;
  }

  get bytesRead(): number {
    const state = this[kState];
    return state.active ? this[kContext].engine.bytesReceived(this[kHandle]) : state.received;
  }

  /** Bytes given to `write`: sent, in flight and still queued. */
  get bytesWritten(): number | undefined {
    return queuedBytes(this);
  }

  get bufferSize(): number | undefined {
    return this[kState].active ? this.writableLength : undefined;
  }

  get pending(): boolean {
    return !this[kState].active || this.connecting;
  }

  /** The older name of `connecting`. */
  get _connecting(): boolean {
    return this.connecting;
  }

  get readyState(): string {
    if (this.connecting) return 'opening';
    if (this.readable) return this.writable ? 'open' : 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }

  /** null before there is a connection, as programs test for; what it is otherwise is not for them. */
  get _handle(): object | null {
    return handleOf(this);
  }
  set _handle(value: object | null) {
    this[kState].handle = value;
  }
}

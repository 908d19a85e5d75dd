// One socket of the Node provider: a `node:net` socket or listener, used as a raw handle. The chunks that Node has
// made are handed up; `onread` with a buffer of ours corrupts them when a listener throws. Writing is accepted when
// node:net has nothing queued any more. So no second stream buffers.

import type net from 'node:net';
import {
  ERROR_INVALID_STATE,
  ERROR_WOULD_BLOCK,
  READY_FAILED,
  READY_INPUT,
  READY_OUTPUT,
  READY_SOCKET,
} from '../../assembly/abi.ts';
import { errorNumber } from './error-codes.ts';
import type { NodeNetwork, Teller } from './node.ts';
import {
  BLOCKED,
  CLOSING,
  CONNECTED,
  ENDED,
  FINISHED,
  LATE,
  RELEASED,
  RESETS,
  SHUT,
  UNREFERENCED,
} from './node-flags.ts';
import {
  connectInner,
  endpoint,
  type InnerOwner,
  InnerSocket,
  resetOrDestroy,
  takeOver,
  tellBound,
  tellClosed,
} from './node-inner.ts';
import { type Listener, NodeListener } from './node-listener.ts';
import { NodeReader } from './node-reader.ts';
import {
  type Adopted,
  type Controls,
  type Endpoint,
  type RawSocket,
  type Settings,
  STREAM_CLOSED,
  STREAM_FAILED,
  type TypeOfService,
} from './provider.ts';

/** Bytes that one write may hand to node:net: a batch block, or a slice of a larger chunk. */
const PERMIT = 65536;

/** Written behind a write that the kernel has not taken, to be called back when it has. */
const NOTHING = Buffer.alloc(0);

/** What a socket is to keep alive with: the engine tells all of it in one go. */
let keeping: { idle?: number; interval?: number; count?: number } = {};

/** A connection, or what becomes a connection or a listener with its first operation. */
export class NodeSocket extends NodeReader implements RawSocket, Controls, InnerOwner {
  error: unknown;
  closed: (() => void) | undefined;
  bound: (() => void) | undefined;
  readonly #settings: Settings | undefined;
  #listener: Listener | undefined;
  #local: Endpoint | undefined;
  #written: ((error?: Error | null) => void) | undefined;
  /** That of the last write or end. */
  #outputTeller: Teller | undefined;

  constructor(network: NodeNetwork, handle: number, settings?: Settings, accepted?: net.Socket) {
    super(network, handle);
    this.#settings = settings;
    const { teller } = network.habits;
    if (teller) this.teller = this.#inScope(() => teller(accepted !== undefined));
    if (!accepted) return;
    this.flags |= CONNECTED;
    network.habits.accepted?.(accepted);
    this.inner = takeOver(accepted, this);
  }

  get controls(): Controls {
    return this;
  }

  get atOnce(): boolean {
    return !this.is(LATE);
  }

  bind(local: Endpoint): number {
    // node:net binds and connects, or binds and listens, in one step: errors come with that.
    const { bound } = this.#settings ?? {};
    if (bound) return this.#adopt({ handle: bound });
    this.#local = local;
    return 0;
  }

  finishBind(): number {
    return 0;
  }

  connect(remote: Endpoint): number {
    const settings = this.#settings ?? {};
    const inner = this.inner ?? new InnerSocket(this);
    this.inner = inner;
    if (settings.noDelay) inner.setNoDelay(true);
    if (settings.unref) this.flags |= UNREFERENCED;
    const refused = this.#local && this.network.habits.refuses?.(this.#local, remote);
    if (refused) {
      this.error = refused;
      return errorNumber(refused);
    }
    try {
      this.#inScope(() => connectInner(inner, settings, this.#local, remote));
      // A runtime with a teller binds in the next tick, and says nothing of it.
      const binds = this.#local !== undefined || settings.localPort !== undefined;
      if (binds) this.teller?.(tellBound, this, inner);
    } catch (error) {
      this.#failWith(error);
      return this.failed;
    }
    return 0;
  }

  finishConnect(): number {
    if (this.failed !== 0) return this.failed;
    const { adopted } = this.#settings ?? {};
    if (adopted && !this.inner) {
      const error = this.#adopt(adopted);
      this.set(CONNECTED, error === 0);
      return error;
    }
    return this.is(CONNECTED) ? 0 : ERROR_WOULD_BLOCK;
  }

  backlog(size: number): void {
    this.#listen().backlog = size;
  }

  listen(): number {
    return this.#listen().listen(this.#local);
  }

  finishListen(): number {
    return this.#listen().finishListen();
  }

  accept(handle: number): RawSocket | number {
    const inner = this.#listen().next();
    return typeof inner === 'number' ? inner : new NodeSocket(this.network, handle, this.#settings, inner);
  }

  localEndpoint(): Endpoint | undefined {
    if (this.#listener) return this.#listener.endpoint();
    return endpoint(this.inner?.localAddress, this.inner?.localPort) ?? this.#local;
  }

  remoteEndpoint(): Endpoint | undefined {
    return endpoint(this.inner?.remoteAddress, this.inner?.remotePort);
  }

  keepAlive(enable: boolean): number {
    keeping = {};
    this.inner?.setKeepAlive(enable);
    return this.inner ? 0 : ERROR_INVALID_STATE;
  }

  keepAliveOption(option: 'idle' | 'interval' | 'count', value: number): number {
    keeping[option] = value;
    // Node 20 and 22 have no way to set interval and count: they set 1 s and 10 themselves.
    this.inner?.setKeepAlive(true, keeping.idle, keeping.interval, keeping.count);
    return 0;
  }

  closing(): void {
    this.flags |= CLOSING;
  }

  permit(): number {
    if (this.is(CLOSING)) return STREAM_CLOSED;
    if (this.failed !== 0) return STREAM_FAILED;
    if (this.is(SHUT)) return this.is(FINISHED) ? STREAM_CLOSED : 0;
    return this.is(BLOCKED) ? 0 : PERMIT;
  }

  write(bytes: Uint8Array): number {
    const inner = this.inner;
    if (!inner || inner.destroyed) return STREAM_FAILED;
    // A callback costs node:net a tick, which a small write, taken at once by the kernel, does not need.
    const small = bytes.length < inner.writableHighWaterMark;
    inner.write(bytes, small ? undefined : this.#onWritten());
    if (!this.#taken(inner)) return STREAM_FAILED;
    if (small && this.is(BLOCKED)) inner.write(NOTHING, this.#onWritten());
    return 0;
  }

  writeTogether(pieces: readonly Uint8Array[]): void {
    const inner = this.inner;
    if (!inner || inner.destroyed) return;
    inner.cork();
    for (const piece of pieces.slice(0, -1)) inner.write(piece);
    inner.write(pieces[pieces.length - 1], this.#onWritten());
    inner.uncork();
    this.#taken(inner);
  }

  shutdown(): number {
    this.flags |= SHUT;
    this.#outputTeller = this.network.habits.teller?.(false);
    this.inner?.end();
    return 0;
  }

  drop(): void {
    this.handle = 0;
    this.watched = 0;
    if (this.#listener) this.#listener.close(() => this.onReleased());
    else if (!this.inner) process.nextTick(() => this.onReleased());
    else if (this.is(RESETS)) resetOrDestroy(this.inner);
    else this.inner.destroy();
  }

  ref(): void {
    this.flags &= ~UNREFERENCED;
    (this.#listener ?? this.inner)?.ref();
  }

  unref(): void {
    this.flags |= UNREFERENCED;
    if (this.#listener) this.#listener.unref();
    else if (this.is(CONNECTED)) this.inner?.unref();
  }

  setNoDelay(on: boolean): void {
    this.inner?.setNoDelay(on);
  }

  get typeOfService(): TypeOfService | undefined {
    const inner = this.inner as (InnerSocket & Partial<TypeOfService>) | undefined;
    return inner?.setTypeOfService ? (inner as TypeOfService) : undefined;
  }

  reset(): void {
    this.flags |= RESETS;
  }

  isClosed(): boolean {
    return this.is(RELEASED);
  }

  #adopt(adopted: Adopted): number {
    try {
      this.inner = new InnerSocket(this, adopted);
    } catch (error) {
      this.error = error;
      return errorNumber(error);
    }
    return 0;
  }

  /** After a write: false when it failed at once. */
  #taken(inner: InnerSocket): boolean {
    if (inner.errored) {
      this.#failWith(inner.errored);
      return false;
    }
    // Nothing queued: the kernel has taken all of it, and the memory is ours again.
    this.set(BLOCKED, inner.writableLength > 0);
    if (this.is(BLOCKED)) this.#outputTeller = this.network.habits.teller?.(false);
    return true;
  }

  /** The callback of all writes of this socket. */
  #onWritten(): (error?: Error | null) => void {
    this.#written ??= error => {
      if (error || !this.is(BLOCKED) || this.inner?.writableLength !== 0) return;
      this.flags &= ~BLOCKED;
      this.tell(READY_OUTPUT, this.#outputTeller);
    };
    return this.#written;
  }

  #inScope<R>(run: () => R): R {
    const scope = this.#settings?.attemptScope;
    return scope ? scope.runInAsyncScope(run) : run();
  }

  #listen(): Listener {
    if (this.#listener) return this.#listener;
    const settings = this.#settings ?? {};
    const { ipv6Listener } = this.network.habits;
    const Class = settings.ipv6Only && ipv6Listener ? ipv6Listener : NodeListener;
    this.#listener = new Class(
      settings,
      () => this.tell(READY_SOCKET),
      error => {
        this.error = this.#spelled(error);
        return errorNumber(this.error);
      },
    );
    return this.#listener;
  }

  onConnected(): void {
    this.flags |= CONNECTED;
    if (this.is(UNREFERENCED)) this.inner?.unref();
    this.tell(READY_SOCKET);
  }

  onBound(): void {
    this.bound?.();
  }

  onAttemptFailed(): void {
    this.flags |= LATE;
  }

  onFinished(): void {
    this.flags |= FINISHED;
    this.tell(READY_OUTPUT, this.#outputTeller);
  }

  onFailed(error: unknown): void {
    if (this.failed !== 0) return;
    if (this.network.habits.isLate?.(error)) this.flags |= LATE;
    this.#failWith(error);
    this.tell(READY_SOCKET | READY_INPUT | READY_OUTPUT | READY_FAILED);
  }

  #failWith(error: unknown): void {
    this.error = this.#spelled(error);
    this.failed = errorNumber(this.error);
  }

  #spelled(error: unknown): unknown {
    const { spell } = this.network.habits;
    const mayBeReset = !this.is(ENDED) && this.#settings?.path === undefined;
    return spell ? spell(error, mayBeReset) : error;
  }

  onReleased(): void {
    this.flags |= RELEASED;
    if (this.teller) this.teller(tellClosed, this);
    else tellClosed(this);
  }
}

// A simulated socket: it becomes a listener or one end of a connection. What the engine asks stands first, what
// the network tells after it. As long as something is left to be read or accepted it is announced again.

import {
  ERROR_ADDRESS_IN_USE,
  ERROR_INVALID_ARGUMENT,
  ERROR_INVALID_STATE,
  ERROR_NEW_SOCKET_LIMIT,
  ERROR_WOULD_BLOCK,
  READY_INPUT,
  READY_OUTPUT,
  READY_SOCKET,
} from '../../../assembly/abi.ts';
import { type Controls, type Endpoint, type RawSocket, type Settings, STREAM_CLOSED } from '../provider.ts';
import { Backlog } from './backlog.ts';
import { End } from './end.ts';
import type { Host, Place } from './hosts.ts';
import type { Network } from './network.ts';
import { Readiness } from './readiness.ts';

/** The process that a socket belongs to. */
export interface Process {
  readonly network: Network;
  readonly host: Host;
  readonly listeners: Set<SimSocket>;
  /** Where readiness goes. */
  ready(handle: number, readiness: number): void;
  /** Counts a new socket; false when the process has as many as it may. */
  admit(): boolean;
  /** One is gone. */
  dismiss(): void;
}

const FRESH = 0;
const LISTENING = 1;
const CONNECTING = 2;
const CONNECTED = 3;

const ANY = { 4: '0.0.0.0', 6: '::' } as const;

export class SimSocket implements RawSocket, Controls {
  readonly family: 4 | 6;
  readonly end: End;
  readonly pending = new Backlog();
  /** The address and port it holds; a connection that was accepted holds none of its own. */
  place: Place | undefined;
  /** What the keep-alive calls said: for tests to look at. */
  readonly kept: { enabled?: boolean; idle?: number; interval?: number; count?: number } = {};
  closed: (() => void) | undefined;

  readonly #process: Process;
  readonly #settings: Settings;
  readonly #readiness: Readiness;
  #phase = FRESH;
  /** When the bind or listen under way is done, and how it ends. */
  #setupAt = 0;
  #outcome = 0;
  #local: Endpoint | undefined;
  #remote: Endpoint | undefined;
  #abortive = false;
  #closing = false;
  #released = false;

  constructor(process: Process, family: 4 | 6, handle: number, settings: Settings) {
    this.#process = process;
    this.family = family;
    this.#settings = settings;
    const { clock } = process.network.world;
    this.#readiness = new Readiness(clock, (h, readiness) => process.ready(h, readiness), handle);
    this.end = new End(this.#readiness);
  }

  get handle(): number {
    return this.#readiness.handle;
  }

  get controls(): Controls {
    return this;
  }

  get host(): Host {
    return this.#process.host;
  }

  // ---- what the engine asks

  bind(local: Endpoint): number {
    if (this.#phase !== FRESH || this.place) return ERROR_INVALID_STATE;
    if (local.family !== this.family) return ERROR_INVALID_ARGUMENT;
    const { random, options } = this.#process.network.world;
    const taken = random.chance(options.faults.inUse) ? ERROR_ADDRESS_IN_USE : this.#take(local);
    if (typeof taken !== 'number') this.place = taken;
    return this.#setUp(typeof taken === 'number' ? taken : 0);
  }

  finishBind(): number {
    return this.#isSetUp() ? this.#outcome : ERROR_WOULD_BLOCK;
  }

  backlog(size: number): void {
    this.pending.size = size;
  }

  listen(): number {
    if (this.#phase !== FRESH || !this.place) return ERROR_INVALID_STATE;
    this.#phase = LISTENING;
    return this.#setUp(0);
  }

  finishListen(): number {
    if (!this.#isSetUp()) return ERROR_WOULD_BLOCK;
    this.#process.network.listen(this);
    this.#process.listeners.add(this);
    return 0;
  }

  accept(handle: number): RawSocket | number {
    if (this.pending.waiting === 0) return ERROR_WOULD_BLOCK;
    if (!this.#process.admit()) return ERROR_NEW_SOCKET_LIMIT;
    const child = this.pending.next() as SimSocket;
    child.#readiness.handle = handle;
    return child;
  }

  connect(remote: Endpoint): number {
    if (this.#phase !== FRESH) return ERROR_INVALID_STATE;
    if (remote.family !== this.family || remote.port === 0) return ERROR_INVALID_ARGUMENT;
    const error = this.#takeSource(remote);
    if (error !== 0) return error;
    this.#phase = CONNECTING;
    this.#remote = remote;
    return this.#process.network.dial(this, remote);
  }

  finishConnect(): number {
    if (this.end.failed !== 0) return this.end.failed;
    return this.#phase === CONNECTED ? 0 : ERROR_WOULD_BLOCK;
  }

  localEndpoint(): Endpoint | undefined {
    return this.#local ?? this.place?.endpoint;
  }

  remoteEndpoint(): Endpoint | undefined {
    return this.#phase === CONNECTED ? this.#remote : undefined;
  }

  keepAlive(enable: boolean): number {
    this.kept.enabled = enable;
    return 0;
  }

  keepAliveOption(option: 'idle' | 'interval' | 'count', value: number): number {
    this.kept[option] = value;
    return 0;
  }

  watch(readiness: number): void {
    this.#readiness.watched |= readiness;
    if (this.isReady(readiness)) this.#readiness.tell(readiness);
  }

  unwatch(readiness: number): void {
    this.#readiness.watched &= ~readiness;
  }

  read(landing: Uint8Array, max: number): number {
    return this.end.read(landing, max);
  }

  closing(): void {
    this.#closing = true;
  }

  permit(): number {
    return this.#closing ? STREAM_CLOSED : this.end.permit();
  }

  write(bytes: Uint8Array): number {
    return this.end.write(bytes);
  }

  shutdown(): number {
    return this.end.shutdown();
  }

  drop(): void {
    this.#readiness.handle = 0;
    this.#readiness.watched = 0;
    this.end.leave(this.#abortive);
    if (this.#process.listeners.delete(this)) this.#stopListening();
    if (this.place) this.host.release(this.place);
    this.#process.dismiss();
    this.#process.network.world.clock.after(0, () => {
      this.#released = true;
      this.closed?.();
    });
  }

  reset(): void {
    this.#abortive = true;
  }

  isClosed(): boolean {
    return this.#released;
  }

  /** Whether a pollable for this one READY_ bit would be ready. */
  isReady(readiness: number): boolean {
    if (readiness === READY_INPUT) return this.end.readable;
    if (readiness === READY_OUTPUT) return this.end.writable;
    if (this.#phase === CONNECTING) return this.end.failed !== 0;
    return this.#isSetUp() && (!this.#process.listeners.has(this) || this.pending.waiting > 0);
  }

  // ---- what the network tells

  /** The connection was not made. */
  onRejected(error: number): void {
    if (this.end.gone || this.#phase !== CONNECTING) return;
    this.end.failed = error;
    this.#readiness.tell(READY_SOCKET);
  }

  onEstablished(): void {
    this.#phase = CONNECTED;
    this.#readiness.tell(READY_SOCKET);
  }

  /** The listener's end of a connection that begins. */
  spawn(local: Endpoint, remote: Endpoint): SimSocket {
    const child = new SimSocket(this.#process, this.family, 0, this.#settings);
    child.#local = local;
    child.#remote = remote;
    child.#phase = CONNECTED;
    this.pending.begin(child);
    return child;
  }

  /** The connection is complete. */
  enqueue(child: SimSocket): void {
    if (this.pending.complete(child)) this.#readiness.tell(READY_SOCKET);
  }

  /** A listener that met the limit of sockets may try again. */
  retry(): void {
    if (this.pending.waiting > 0) this.#readiness.tell(READY_SOCKET);
  }

  #stopListening(): void {
    this.#process.network.unlisten(this);
    for (const child of this.pending.clear()) child.end.abort();
  }

  #take(local: Endpoint): Place | number {
    const { anyAddress, ipv6Only } = this.#settings;
    return this.host.take(local, this.family === 6 && (anyAddress === true || ipv6Only !== true));
  }

  /** Gives a socket that connects the local address and port that it lacks: 0, or an error. */
  #takeSource(remote: Endpoint): number {
    const address = this.host.source(remote) ?? ANY[this.family];
    if (!this.place) {
      const { localPort = 0 } = this.#settings;
      const taken = this.host.take({ family: this.family, address, port: localPort }, false, remote);
      if (typeof taken === 'number') return taken;
      this.place = taken;
    }
    const { endpoint } = this.place;
    this.#local = endpoint.address === ANY[this.family] ? { ...endpoint, address } : endpoint;
    return 0;
  }

  #setUp(outcome: number): number {
    const { clock, options } = this.#process.network.world;
    this.#outcome = outcome;
    if (options.setup === 0) return outcome;
    this.#setupAt = clock.now() + options.setup;
    clock.at(this.#setupAt, () => this.#readiness.tell(READY_SOCKET));
    return 0;
  }

  #isSetUp(): boolean {
    return this.#process.network.world.clock.now() >= this.#setupAt;
  }
}

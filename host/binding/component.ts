// The engine over the exports of a component: commands are calls, events come as a list, and what arrives is read
// from the socket's own input stream, so that bytes cross once. Nothing here belongs to a runtime: whoever drives
// it calls `wait` again and again for as long as it `holds`, in turns of its own. wit: wasi-net:engine/engine

import {
  ACCEPTED,
  BATCH_MAX,
  BATCH_SMALL,
  ERROR_BAD_STATE,
  ERROR_INVALID_ARGUMENT,
  ERROR_NOT_SUPPORTED,
  ERROR_POOL_FULL,
  PENDING,
  STATE_CLOSED,
} from '../../assembly/abi.ts';
import type { Controls, Endpoint, Settings } from '../provider/provider.ts';
import { BothFamilies } from './both-families.ts';
import { addressWords, anyToLoopback, asIPv6, endpointOf, isAnyIPv6, unmap } from './component-addresses.ts';
import { ComponentEvents, type ComponentRuntime } from './component-events.ts';
import type { ComponentExports } from './component-exports.ts';
import { Inputs } from './component-inputs.ts';
import { type Answered, lookUp } from './component-lookups.ts';
import type { Engine, Owner, TraceListener } from './engine.ts';
import { NOTHING_LEFT, type SendQueue } from './send-queue.ts';

const NO_SETTINGS: Settings = {};

/** Bytes for one send, in the words that a component takes. */
interface Batch {
  words: BigUint64Array;
  length: number;
}

/** An engine that waits: nothing happens but in `wait`. */
export interface ComponentEngine extends Engine {
  /**
   * Blocks until something happens or `until` (nanoseconds of the monotonic clock; 0: not at all), and tells the
   * owners. True when there was something to tell.
   */
  wait(until: number): boolean;
  /** As `wait`, but tells nobody: `tellNext` and `tellClosed` do. */
  poll(until: number): void;
  /** Tells the owner of the oldest event, and no more. False when there is none. */
  tellNext(): boolean;
  /** Calls the oldest `closed` of a socket that was closed since, and no more. False when there is none. */
  tellClosed(): boolean;
  /**
   * Sends the first `length` bytes of `words`, at most BATCH_MAX, of a socket that has nothing waiting to be sent: ACCEPTED, or
   * PENDING as of a `send` whose queue is empty by now.
   */
  sendWords(handle: number, words: BigUint64Array, length: number): number;
  /** Looks a name up: `answered` is called in a later turn, and the program kept alive until then. */
  resolve(name: string, answered: Answered): void;
  /** Whether there is a socket that keeps the program alive. */
  holds(): boolean;
}

/** Binds the exports of an engine component. */
export function bindComponent(exports: ComponentExports, runtime: ComponentRuntime): ComponentEngine {
  return new BoundComponent(exports, runtime);
}

class BoundComponent implements ComponentEngine {
  readonly #x: ComponentExports;
  readonly #runtime: ComponentRuntime;
  readonly #inputs: Inputs;
  readonly #events: ComponentEvents;
  // By handle, while it is open.
  readonly #settings = new Map<number, Settings>();
  /** What listens for IPv6 and IPv4, by the handle of its server. */
  readonly #both = new Map<number, BothFamilies>();
  /** Connections whose IPv4 addresses are shown as IPv6 ones: their server listens for both, or they were asked for so. */
  readonly #mapped = new Set<number>();
  /** The engine is known to have no handles: nothing can happen in it. */
  #empty = false;
  /** A handle that keeps the program alive until it is closed, paused, let go, or has an end: the engine is not asked then. */
  #holder = 0;
  /** What the engine had no room for: it is sent first when there is. */
  readonly #refused = new Map<number, Batch>();
  readonly #words = new BigUint64Array(BATCH_MAX / 8);
  readonly #bytes = new Uint8Array(this.#words.buffer);
  /** Told in the turn after the one in which their sockets were closed. */
  #closed: (() => void)[] = [];

  constructor(exports: ComponentExports, runtime: ComponentRuntime) {
    this.#x = exports;
    this.#runtime = runtime;
    this.#inputs = new Inputs(exports, later => {
      this.#holder = 0;
      if (later) this.#events.takeForLater();
      else this.#events.take();
    });
    this.#events = new ComponentEvents(exports, runtime, this.#inputs, handle =>
      this.close(handle, () => {}),
    );
  }

  wait(until: number): boolean {
    const closed = this.#closed;
    this.#closed = [];
    const idle = closed.length === 0 && this.#events.told;
    this.#inputs.beginTurn();
    this.#inputs.report();
    this.#events.beginTurn();
    if (this.#x.wait(idle ? until : 0) > 0) this.#events.take();
    for (const callback of closed) this.#runtime.nextTick(callback);
    const happened = !idle || !this.#events.told;
    this.#events.tell();
    return happened;
  }

  poll(until: number): void {
    if (until === 0 && this.#idle && (this.#empty || this.#live() === 0)) return;
    this.#inputs.beginTurn();
    const glances = until !== 0 && this.#idle && this.#inputs.glance();
    this.#events.beginTurn();
    if (glances) return;
    this.#inputs.report();
    if (this.#x.wait(this.#idle ? until : 0) > 0) this.#events.take();
  }

  tellNext(): boolean {
    return this.#events.tellNext();
  }

  tellClosed(): boolean {
    const closed = this.#closed.shift();
    closed?.();
    return closed !== undefined;
  }

  resolve(name: string, answered: Answered): void {
    this.#empty = false;
    const handle = lookUp(this.#x, this.#events, name, answered);
    if (handle < 0) this.#runtime.nextTick(() => answered(-handle, []));
  }

  holds(): boolean {
    if (this.#holder !== 0 || !this.#idle || this.#refused.size > 0) return true;
    if (this.#empty) return false;
    const holder = this.#x.holder();
    if (holder > 0) this.#holder = holder;
    return holder !== 0;
  }

  open(owner: Owner, settings: Settings): number {
    this.#empty = false;
    const handle = this.#x.open();
    if (handle > 0) {
      this.#events.own(owner, handle);
      this.#settings.set(handle, settings);
    }
    return this.#events.after(handle);
  }

  adopt(owner: Owner, handle: number): void {
    this.#events.own(owner, handle);
  }

  bind(handle: number, local: Endpoint): number {
    const words = addressWords([local]);
    if (!words) return -ERROR_INVALID_ARGUMENT;
    if (!this.#begin(handle)) return -ERROR_NOT_SUPPORTED;
    const { anyAddress, ipv6Only, unref } = this.#settings.get(handle) ?? NO_SETTINGS;
    if (anyAddress !== undefined) this.#tellSoon(handle);
    if (anyAddress !== undefined && !ipv6Only && isAnyIPv6(words)) {
      const host = { exports: this.#x, events: this.#events, mapped: this.#mapped };
      const both = new BothFamilies(host, handle, anyAddress);
      this.#both.set(handle, both);
      if (unref) both.hold(false);
      return both.bind(local.port);
    }
    return this.#events.after(this.#x.bind(handle, words));
  }

  listen(handle: number, backlog: number): number {
    this.#tellSoon(handle);
    const both = this.#both.get(handle);
    return both ? both.listen(backlog) : this.#events.after(this.#x.listen(handle, backlog));
  }

  /** WASI gives a guest no descriptors. */
  establish(_handle: number): number {
    return -ERROR_NOT_SUPPORTED;
  }

  connect(handle: number, remotes: readonly Endpoint[], attemptTimeout: number, race = false): number {
    const words = addressWords(remotes);
    if (!words) return -ERROR_INVALID_ARGUMENT;
    if (!this.#begin(handle)) return -ERROR_NOT_SUPPORTED;
    const { localPort } = this.#settings.get(handle) ?? NO_SETTINGS;
    // One below 0 is what its lower bits are, as in Node.
    if (unmap(words) && remotes.length === 1) this.#mapped.add(handle);
    anyToLoopback(words);
    if (localPort) this.#x.setLocalPort(handle, localPort & 0xffff);
    return this.#events.now(handle, this.#x.connect(handle, words, attemptTimeout, race));
  }

  send(handle: number, queue: SendQueue): number {
    this.#inputs.wrote(handle);
    for (;;) {
      const refused = this.#refused.get(handle);
      if (!refused && queue.empty) return ACCEPTED;
      const { words, length } = refused ?? this.#gather(queue);
      let outcome = this.#x.send(handle, words, length);
      if (outcome === -ERROR_POOL_FULL) {
        outcome = this.#sendPart(handle, refused ?? { words: words.slice(), length });
        if (outcome === -ERROR_POOL_FULL) return PENDING;
      } else if (refused) this.#refused.delete(handle);
      if (outcome !== ACCEPTED) return this.#toldAs(handle, outcome);
    }
  }

  sendWords(handle: number, words: BigUint64Array, length: number): number {
    this.#inputs.wrote(handle);
    const outcome = this.#x.send(handle, words, length);
    if (outcome === ACCEPTED) return ACCEPTED;
    if (outcome !== -ERROR_POOL_FULL) return this.#toldAs(handle, outcome);
    const part = this.#sendPart(handle, { words: words.slice(), length });
    if (part === -ERROR_POOL_FULL) return PENDING;
    return part === ACCEPTED ? this.send(handle, NOTHING_LEFT) : this.#toldAs(handle, part);
  }

  end(handle: number): number {
    const outcome = this.#events.after(this.#x.end(handle));
    // What it has failed with ends it as soon as it is told.
    return outcome < 0 && this.#events.untoldError(handle) !== 0 ? PENDING : outcome;
  }

  resume(handle: number): void {
    this.#inputs.resume(handle);
    this.#x.resume(handle);
  }

  pause(handle: number): void {
    if (handle === this.#holder) this.#holder = 0;
    this.#inputs.pause(handle);
    this.#x.pause(handle);
  }

  recv(handle: number): Uint8Array | undefined {
    return this.#inputs.take(handle);
  }

  setTimeout(handle: number, milliseconds: number): void {
    this.#x.setTimeout(handle, milliseconds);
  }

  refresh(handle: number): void {
    this.#x.refresh(handle);
  }

  setKeepAlive(handle: number, enable: boolean, idle: number, interval: number, count: number): number {
    return this.#x.setKeepAlive(handle, enable, idle, interval, count);
  }

  close(handle: number, closed: () => void): boolean {
    if (!this.#events.disown(handle)) return false;
    this.#holder = 0;
    this.#settings.delete(handle);
    this.#refused.delete(handle);
    this.#mapped.delete(handle);
    const waits = this.state(handle) > STATE_CLOSED;
    if (waits) this.#closed.push(closed);
    this.#both.get(handle)?.close();
    this.#both.delete(handle);
    this.#x.close(handle);
    this.#inputs.drop(handle);
    this.#events.after(0);
    return waits;
  }

  controls(handle: number): Controls | undefined {
    if (this.state(handle) <= STATE_CLOSED) return undefined;
    return { ref: () => this.#hold(handle, true), unref: () => this.#hold(handle, false) };
  }

  /** A component knows of no errors but the engine's. */
  takeError(_handle: number): unknown {
    return undefined;
  }

  cameAtOnce(_error: unknown): boolean {
    return false;
  }

  localAddress(handle: number): Endpoint | undefined {
    const both = this.#both.get(handle);
    if (both) return endpointOf(both.localAddress());
    return this.#shown(handle, endpointOf(this.#x.localAddress(handle)));
  }

  remoteAddress(handle: number): Endpoint | undefined {
    return this.#shown(handle, endpointOf(this.#x.remoteAddress(handle)));
  }

  bytesReceived(handle: number): number {
    this.#inputs.report();
    return this.#x.bytesReceived(handle);
  }

  bytesSent(handle: number): number {
    return this.#x.bytesSent(handle);
  }

  state(handle: number): number {
    return this.#both.get(handle)?.state ?? this.#x.state(handle);
  }

  live(): number {
    return this.#x.live();
  }

  trace(listener: TraceListener | undefined): void {
    this.#events.trace(listener);
  }

  #live(): number {
    const live = this.#x.live();
    this.#empty = live === 0;
    return live;
  }

  /** The result of a send; of a socket that has failed, which its owner does not know yet, that error. */
  #toldAs(handle: number, result: number): number {
    this.#events.after(result);
    const error = result === -ERROR_BAD_STATE ? this.#events.untoldError(handle) : 0;
    return error === 0 ? result : -error;
  }

  /** Nothing is left to tell. */
  get #idle(): boolean {
    return this.#closed.length === 0 && this.#events.told;
  }

  /** A server that listens, or cannot, is told so in the tick after, before any timer. node: lib net, setupListenHandle */
  #tellSoon(handle: number): void {
    this.#runtime.nextTick(() => this.#events.now(handle, 0));
  }

  #hold(handle: number, on: boolean): void {
    this.#holder = 0;
    const both = this.#both.get(handle);
    if (both) both.hold(on);
    else this.#x.hold(handle, on);
  }

  /** The handle is about to have a socket, which WASI makes of addresses alone; it holds the program unless told not to. */
  #begin(handle: number): boolean {
    const { path, adopted, bound, reusePort, unref } = this.#settings.get(handle) ?? NO_SETTINGS;
    if (path !== undefined || adopted || bound || reusePort) return false;
    if (unref) this.#x.hold(handle, false);
    return true;
  }

  #shown(handle: number, at: Endpoint | undefined): Endpoint | undefined {
    return at && this.#mapped.has(handle) ? asIPv6(at) : at;
  }

  /** Peers that take nothing may have every large block: as much as a small one holds is sent. The rest is refused. */
  #sendPart(handle: number, { words, length }: Batch): number {
    this.#refused.set(handle, { words, length });
    if (length <= BATCH_SMALL) return -ERROR_POOL_FULL;
    const outcome = this.#x.send(handle, words.subarray(0, BATCH_SMALL / 8), BATCH_SMALL);
    if (outcome === ACCEPTED || outcome === PENDING) {
      this.#refused.set(handle, { words: words.subarray(BATCH_SMALL / 8), length: length - BATCH_SMALL });
    }
    return outcome;
  }

  #gather(queue: SendQueue): Batch {
    if (queue.left >= BATCH_MAX) {
      const part = queue.slice(BATCH_MAX);
      // Not copied where its words are words of the memory it is in.
      if (part.byteOffset % 8 === 0) {
        return { words: new BigUint64Array(part.buffer, part.byteOffset, BATCH_MAX / 8), length: BATCH_MAX };
      }
      this.#bytes.set(part);
      return { words: this.#words, length: BATCH_MAX };
    }
    const length = queue.gatherable(Infinity, BATCH_MAX);
    queue.copyTo(this.#bytes, 0, length);
    return { words: this.#words.subarray(0, Math.ceil(length / 8)), length };
  }
}

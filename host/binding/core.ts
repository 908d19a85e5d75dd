// The engine over its own linear memory: commands are calls, events are read from the ring in place, bytes go
// through the batch and the landing zone. Everything here runs once for each chunk or event, so it allocates
// nothing but the chunks it hands up.

import {
  ACCEPTED,
  ADDRESS_WORDS,
  BATCH_MAX,
  BATCH_SMALL,
  ERROR_INVALID_ARGUMENT,
  ERROR_NOT_SUPPORTED,
  ERROR_POOL_FULL,
  EVENT_WORDS,
  LANDING_BYTES,
  MAX_ADDRESSES,
  MAX_EVENTS,
  MAX_SOCKETS,
  PENDING,
  SLOT_BITS,
} from '../../assembly/abi.ts';
import type { Controls, Endpoint, Provider, RawSocket, Settings } from '../provider/provider.ts';
import { fillMemory, type Memory, noMemory, wasiImports } from '../provider/wasi-imports.ts';
import { Alarm } from './alarm.ts';
import type { CoreRuntime, Engine, Owner, TraceListener } from './engine.ts';
import { type CoreExports, namedExports } from './exports.ts';
import { Owners } from './owners.ts';
import { Raws } from './raws.ts';
import type { SendQueue } from './send-queue.ts';
import { TickClock } from './tick-clock.ts';
import { instantiate, type WasmModule } from './webassembly.ts';
import { WrittenAddresses } from './written-addresses.ts';

/** A chunk of at least this many bytes goes to the provider by reference. */
const LEND_MIN = 16384;
/** … in slices of at most this many bytes, */
const LEND_SLICE = 4194304;
/** or this many with an idle timeout, for each slice that is accepted renews the deadline. */
const LEND_SLICE_TIMED = 262144;
/** Up to this many bytes a loop is faster than making a view to copy from. */
const COPY_BY_BYTE = 64;
/** The ring's events begin this many words after its two counters. */
const RING_HEADER_WORDS = 4;
const EVENT_MASK = MAX_EVENTS - 1;
/** Events in the ring above which a listener's own commands have theirs moved out of it. */
const SPILL_ABOVE = MAX_EVENTS / 2;
const SLOT_MASK = (1 << SLOT_BITS) - 1;
const NO_SETTINGS: Settings = {};

/** Binds the compiled engine to a provider. */
export function bindCore(module: WasmModule, provider: Provider, runtime: CoreRuntime): Engine {
  return new CoreEngine(module, provider, runtime);
}

class CoreEngine implements Engine {
  readonly #x: CoreExports;
  readonly #memory: Memory;
  readonly #runtime: CoreRuntime;
  readonly #alarm: Alarm;
  readonly #tail: number;
  readonly #firstEvent: number;
  readonly #arena: number;
  readonly #owners: Owners;
  /** By slot. */
  readonly #settings: (Settings | undefined)[] = [];
  readonly #raws = new Raws();
  readonly #errors = new Map<number, unknown[]>();
  readonly #cameAtOnce = new WeakSet<object>();
  readonly #written = new WrittenAddresses();
  /** By slot: 1 with an idle timeout. */
  readonly #timed = new Uint8Array(MAX_SOCKETS);
  #draining = false;
  /** Events that left the ring before their turn, and how many words of them have been told. */
  readonly #spilled: number[] = [];
  #told = 0;

  constructor(module: WasmModule, provider: Provider, runtime: CoreRuntime) {
    this.#runtime = runtime;
    this.#owners = new Owners({
      now: () => provider.now(),
      reject: handle => this.close(handle, () => {}),
      silent: handle => this.#x.silent(handle) !== 0,
    });
    const memory = noMemory();
    let actingAt = 0;
    const zone = { at: 0, bytes: memory.u8 };
    const clock = new TickClock(memory, provider, runtime);
    const imports = wasiImports(
      { create: provider.create.bind(provider), now: () => clock.read() },
      memory,
      {
        handle: () => memory.u32[actingAt],
        settings: handle => this.#settings[handle & SLOT_MASK] ?? NO_SETTINGS,
        made: (handle, raw) => this.#raws.made(handle, raw),
        connected: raw => this.#raws.connected(raw),
        failing: raw => this.#keepError(raw),
        asWritten: (handle, endpoint) => this.#written.asWritten(handle, endpoint),
      },
      () => zone,
    );
    this.#x = namedExports(instantiate(module, imports).exports);
    fillMemory(memory, this.#x.memory.buffer, runtime.view);
    this.#memory = memory;
    actingAt = this.#x.acting() >> 2;
    clock.start(this.#x.time(), this.#x.recount);
    this.#tail = this.#x.ring() >> 2;
    this.#firstEvent = this.#tail + RING_HEADER_WORDS;
    this.#arena = this.#x.arena() >> 2;
    const landing = this.#x.landing();
    zone.at = landing;
    zone.bytes = memory.u8.subarray(landing, landing + LANDING_BYTES);
    this.#alarm = new Alarm(memory.f64, (this.#x.ring() + 8) >> 3, runtime, provider, {
      turn: () => {
        clock.forget();
        this.#x.turn();
        this.#drain();
      },
      due: () => this.#x.due(),
    });
    provider.start(zone.bytes, (handle, readiness) => {
      clock.forget();
      this.#x.notify(handle, readiness);
      this.#done(0);
    });
  }

  open(owner: Owner, settings: Settings): number {
    const handle = this.#x.open();
    if (handle > 0) this.#own(owner, handle, settings);
    this.#drain(); // while tracing, opening is an event too
    return handle;
  }

  adopt(owner: Owner, handle: number): void {
    this.#own(owner, handle, NO_SETTINGS);
  }

  bind(handle: number, local: Endpoint): number {
    if (!this.#placeAddress(handle, local, 0)) return -ERROR_INVALID_ARGUMENT;
    return this.#done(this.#x.bind(handle, this.#arena << 2, ADDRESS_WORDS));
  }

  listen(handle: number, backlog: number): number {
    return this.#done(this.#x.listen(handle, backlog));
  }

  establish(handle: number): number {
    return this.#done(this.#x.establish(handle));
  }

  connect(handle: number, remotes: readonly Endpoint[], attemptTimeout: number, race = false): number {
    if (remotes.length > MAX_ADDRESSES) return -ERROR_INVALID_ARGUMENT;
    for (let i = 0; i < remotes.length; i++) {
      if (!this.#placeAddress(handle, remotes[i], i)) return -ERROR_INVALID_ARGUMENT;
    }
    const words = remotes.length * ADDRESS_WORDS;
    return this.#done(this.#x.connect(handle, this.#arena << 2, words, attemptTimeout, race ? 1 : 0));
  }

  send(handle: number, queue: SendQueue): number {
    while (!queue.empty) {
      const outcome = queue.hasLarge(LEND_MIN) ? this.#lend(handle, queue) : this.#batch(handle, queue);
      if (outcome === -ERROR_POOL_FULL) return this.#done(PENDING);
      if (outcome !== ACCEPTED) return this.#done(outcome);
    }
    return this.#done(ACCEPTED);
  }

  end(handle: number): number {
    return this.#done(this.#x.end(handle));
  }

  resume(handle: number): void {
    this.#x.resume(handle);
  }

  pause(handle: number): void {
    this.#x.pause(handle);
  }

  recv(handle: number): Uint8Array | undefined {
    const own = this.#raws.of(handle)?.controls.take?.();
    if (own) {
      this.#x.received(handle, own.length);
      this.#alarm.check();
      return own;
    }
    const list = this.#x.recv(handle, LANDING_BYTES) >> 2;
    const { u32 } = this.#memory;
    const length = u32[list + 1];
    const chunk = length === 0 ? undefined : this.#copyOut(u32[list], length);
    this.#done(0);
    return chunk;
  }

  setTimeout(handle: number, milliseconds: number): void {
    this.#x.setTimeout(handle, milliseconds);
    if (handle !== 0) this.#timed[handle & SLOT_MASK] = milliseconds > 0 ? 1 : 0;
    this.#alarm.check();
  }

  refresh(handle: number): void {
    this.#x.refresh(handle);
    this.#alarm.check();
  }

  setKeepAlive(handle: number, enable: boolean, idle: number, interval: number, count: number): number {
    return this.#x.setKeepAlive(handle, enable ? 1 : 0, idle, interval, count);
  }

  close(handle: number, closed: () => void): boolean {
    const slot = handle & SLOT_MASK;
    if (!this.#owners.disown(handle)) return false;
    this.#settings[slot] = undefined;
    this.#errors.delete(handle);
    this.#written.forget(handle);
    this.#timed[slot] = 0;
    const waits = this.#raws.closing(handle, closed);
    this.#x.close(handle);
    this.#done(0);
    return waits;
  }

  controls(handle: number): Controls | undefined {
    return this.#raws.controls(handle);
  }

  takeError(handle: number): unknown {
    return this.#errors.get(handle)?.shift();
  }

  cameAtOnce(error: unknown): boolean {
    return this.#cameAtOnce.has(error as object);
  }

  localAddress(handle: number): Endpoint | undefined {
    return this.#raws.of(handle)?.localEndpoint();
  }

  remoteAddress(handle: number): Endpoint | undefined {
    return this.#raws.of(handle)?.remoteEndpoint();
  }

  bytesReceived(handle: number): number {
    return Number(this.#x.bytesReceived(handle));
  }

  bytesSent(handle: number): number {
    return Number(this.#x.bytesSent(handle));
  }

  state(handle: number): number {
    return this.#x.state(handle);
  }

  live(): number {
    return this.#x.live();
  }

  trace(listener: TraceListener | undefined): void {
    this.#owners.trace(listener);
    this.#x.trace(listener ? 1 : 0);
  }

  #own(owner: Owner, handle: number, settings: Settings): void {
    this.#owners.own(owner, handle);
    this.#settings[handle & SLOT_MASK] = settings;
  }

  /**
   * Gathers small chunks into the batch and sends it. Peers that take nothing may have every large block: then as much as
   * a small one holds.
   */
  #batch(handle: number, queue: SendQueue): number {
    let bytes = queue.gatherable(LEND_MIN, BATCH_MAX);
    let block = this.#x.reserve(handle, bytes);
    if (block === -ERROR_POOL_FULL && bytes > BATCH_SMALL) {
      bytes = BATCH_SMALL;
      block = this.#x.reserve(handle, bytes);
    }
    if (block < 0) return block;
    queue.copyTo(this.#memory.u8, block, bytes);
    return this.#x.commit(handle, bytes);
  }

  /**
   * Gives a slice of a large chunk to the provider by reference, and the engine counts it. Where small ones are
   * beside it they go together: by itself what is small would wait for Nagle's sake.
   */
  #lend(handle: number, queue: SendQueue): number {
    const raw = this.#raws.of(handle);
    if (!raw) return -ERROR_NOT_SUPPORTED;
    const { controls } = raw;
    const most = this.#timed[handle & SLOT_MASK] === 1 ? LEND_SLICE_TIMED : LEND_SLICE;
    const together = controls.writeTogether && queue.hasSmall(LEND_MIN);
    if (!together && queue.left < LEND_MIN) return this.#batch(handle, queue);
    const bytes = together ? queue.upTo(most) : Math.min(queue.left, most);
    const begun = this.#x.lend(handle, bytes);
    if (begun < 0) return begun;
    if (together) controls.writeTogether?.(queue.pieces(bytes, LEND_MIN, this.#runtime.allocate));
    else raw.write(queue.slice(most));
    return this.#x.lent(handle);
  }

  /** The landing zone is everybody's: what is handed up is a copy. */
  #copyOut(from: number, length: number): Uint8Array {
    const { u8 } = this.#memory;
    const chunk = this.#runtime.allocate(length);
    if (length > COPY_BY_BYTE) chunk.set(u8.subarray(from, from + length));
    else for (let i = 0; i < length; i++) chunk[i] = u8[from + i];
    return chunk;
  }

  #placeAddress(handle: number, endpoint: Endpoint, index: number): boolean {
    const at = this.#arena + index * ADDRESS_WORDS;
    return this.#written.encode(handle, endpoint, index, this.#memory.u32, at);
  }

  #keepError(raw: RawSocket): void {
    const { error } = raw.controls;
    if (error === undefined || raw.handle === 0) return;
    raw.controls.error = undefined;
    if (raw.controls.atOnce) this.#cameAtOnce.add(error as object);
    const known = this.#errors.get(raw.handle);
    if (known) known.push(error);
    else this.#errors.set(raw.handle, [error]);
  }

  /** After a command: its events, and a deadline that it may have brought forward. */
  #done(result: number): number {
    this.#drain();
    this.#alarm.check();
    return result;
  }

  #drain(): void {
    if (this.#draining) {
      this.#spill();
      return;
    }
    const { u32 } = this.#memory;
    const head = this.#tail + 1;
    if (u32[head] === u32[this.#tail] && this.#spilled.length === 0) return;
    this.#draining = true;
    try {
      while (this.#spilled.length > 0 || u32[head] !== u32[this.#tail]) {
        if (this.#tellSpilled()) continue;
        const at = this.#firstEvent + (u32[head] & EVENT_MASK) * EVENT_WORDS;
        u32[head]++;
        this.#owners.tell(u32[at], u32[at + 1], u32[at + 2], u32[at + 3]);
      }
    } finally {
      this.#draining = false;
      // Only after a listener has thrown: the rest is told all the same.
      if (u32[head] !== u32[this.#tail] || this.#spilled.length > 0)
        this.#runtime.nextTick(() => this.#drain());
    }
  }

  /** A listener that gives thousands of commands would fill the ring before it returns: its events move here. */
  #spill(): void {
    const { u32 } = this.#memory;
    const head = this.#tail + 1;
    if ((u32[this.#tail] - u32[head]) >>> 0 <= SPILL_ABOVE) return;
    for (; u32[head] !== u32[this.#tail]; u32[head]++) {
      const at = this.#firstEvent + (u32[head] & EVENT_MASK) * EVENT_WORDS;
      this.#spilled.push(u32[at], u32[at + 1], u32[at + 2], u32[at + 3]);
    }
  }

  /** Tells the oldest event that was moved out of the ring: all of them are older than what the ring holds. */
  #tellSpilled(): boolean {
    const spilled = this.#spilled;
    if (spilled.length === 0) return false;
    const at = this.#told;
    this.#told += EVENT_WORDS;
    const [kind, handle, a, b] = [spilled[at], spilled[at + 1], spilled[at + 2], spilled[at + 3]];
    if (this.#told === spilled.length) {
      spilled.length = 0;
      this.#told = 0;
    }
    this.#owners.tell(kind, handle, a, b);
    return true;
  }
}

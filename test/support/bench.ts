// One engine on the bench: the bare exports of the module, on a simulated process and behind a strict WASI.
// Events are taken after each command and each readiness and kept as text; nothing is read or accepted unless
// a test says so.
import {
  ADDRESS_WORDS,
  EVENT_ACCEPTED,
  EVENT_READABLE,
  EVENT_STATE,
  EVENT_WORDS,
  LANDING_BYTES,
} from '../../assembly/abi.ts';
import { encodeAddress, formatAddress } from '../../host/address.ts';
import { Alarm } from '../../host/binding/alarm.ts';
import { type CoreExports, namedExports } from '../../host/binding/exports.ts';
import { instantiate, type WasmModule } from '../../host/binding/webassembly.ts';
import { eventText } from '../../host/names.ts';
import type { Endpoint, RawSocket, Settings } from '../../host/provider/provider.ts';
import type { ProcessOptions, SimSocket, Simulation } from '../../host/provider/sim.ts';
import { fillMemory, type Memory, noMemory, wasiImports } from '../../host/provider/wasi-imports.ts';
import { SimulatedNames } from './names.ts';
import { SimulatedPoll } from './poll.ts';
import { StrictWasi } from './strict.ts';

/** An event of the engine, with the virtual time at which it was taken. */
export interface Happened {
  time: number;
  kind: number;
  handle: number;
  a: number;
  b: number;
  text: string;
}

export interface BenchOptions extends ProcessOptions {
  /** Waits by itself, as in a component, instead of being told of readiness. Default: false. */
  waits?: boolean;
  /** Writes transitions and events to the simulation's trace. Default: false. */
  traced?: boolean;
}

/** The exports, and the one that only a component calls. */
export type Exports = CoreExports & { wait(until: bigint): number; cabi_realloc(...args: number[]): number };

const SLOT_MASK = 0x3fff;
const encoder = new TextEncoder();

export class Bench {
  readonly sim: Simulation;
  readonly name: string;
  /** Waits by itself; see BenchOptions. */
  readonly waits: boolean;
  readonly x: Exports;
  readonly wasi: StrictWasi;
  readonly poll: SimulatedPoll;
  readonly names: SimulatedNames;
  readonly happened: Happened[] = [];
  /** Every handle that was opened or accepted. */
  readonly opened = new Set<number>();
  /** The input streams that `takeInput` has handed over, by handle. */
  readonly taken = new Map<number, number>();
  /** Takes events by itself after each command and readiness; a test of a full ring turns it off. */
  drains = true;
  /** What `settings` a socket of the next `open` has. */
  settings: Settings = {};
  /** Called for each event, after it was noted. */
  onEvent: ((event: Happened) => void) | undefined;

  readonly #memory: Memory;
  readonly #raws: (SimSocket | undefined)[] = [];
  readonly #alarm: Alarm;
  readonly #record: ((event: Happened) => void) | undefined;
  #asked = new Map<number, number>();

  constructor(module: WasmModule, sim: Simulation, options: BenchOptions = {}) {
    this.sim = sim;
    this.waits = options.waits ?? false;
    const process = sim.provider(options);
    this.name = process.name;
    const memory = noMemory();
    const zone = { at: 0, bytes: memory.u8 };
    let made: SimSocket | undefined;
    const acting = {
      handle: () => memory.u32[this.x.acting() >> 2],
      settings: () => this.settings,
      made: (handle: number, raw: RawSocket) => {
        made = raw as SimSocket;
        this.#raws[handle & SLOT_MASK] = made;
        if (this.waits) copyWrites(made);
      },
      connected: (raw: RawSocket) => {
        this.#raws[raw.handle & SLOT_MASK] = raw as SimSocket;
      },
      asWritten: (_handle: number, endpoint: Endpoint) => endpoint,
      failing: () => {},
    };
    const buffer = () => ({ buffer: this.x.memory.buffer });
    const imports = wasiImports(process, memory, acting, () => zone) as unknown as Imports;
    this.names = new SimulatedNames(sim, buffer);
    this.names.replace(faceOf(imports, 'ip-name-lookup'), faceOf(imports, 'io/poll'));
    this.poll = new SimulatedPoll(sim, this.names, buffer, bytes => this.x.cabi_realloc(0, 0, 4, bytes));
    this.wasi = new StrictWasi(imports as never, buffer);
    componentise(this.wasi.imports as unknown as Imports, this.poll, memory, () => made as SimSocket);
    this.x = namedExports(instantiate(module, this.wasi.imports).exports) as Exports;
    fillMemory(memory, this.x.memory.buffer, sim.runtime.view);
    this.#memory = memory;
    zone.at = this.x.landing();
    zone.bytes = memory.u8.subarray(zone.at, zone.at + LANDING_BYTES);
    this.#alarm = new Alarm(memory.f64, (this.x.ring() + 8) >> 3, sim.runtime, process, {
      turn: () => {
        this.x.turn();
        this.drain();
      },
      due: () => this.x.due(),
    });
    process.start(zone.bytes, (handle, readiness) => this.#onReady(handle, readiness));
    if (options.traced) {
      this.x.trace(1);
      this.#record = ({ time, handle, kind, a, b }) => sim.record(this.name, time, handle, kind, a, b);
    }
  }

  // ---- commands, as text and bytes

  open(): number {
    const handle = this.done(this.x.open());
    if (handle > 0) this.opened.add(handle);
    return handle;
  }

  bind(handle: number, port = 0, address = '127.0.0.1'): number {
    this.#place(endpoint(address, port), 0);
    return this.done(this.x.bind(handle, this.x.arena(), ADDRESS_WORDS));
  }

  listen(handle: number, backlog = 128): number {
    return this.done(this.x.listen(handle, backlog));
  }

  connect(handle: number, remotes: readonly Endpoint[], attemptTimeout = 250, race = false): number {
    remotes.forEach((remote, i) => {
      this.#place(remote, i);
    });
    const words = remotes.length * ADDRESS_WORDS;
    return this.done(this.x.connect(handle, this.x.arena(), words, attemptTimeout, race ? 1 : 0));
  }

  /** The handle of the lookup, or minus an error. */
  resolve(name: string): number {
    const bytes = encoder.encode(name);
    this.#memory.u8.set(bytes, this.x.arena());
    const handle = this.done(this.x.resolve(this.x.arena(), bytes.length));
    if (handle > 0) this.opened.add(handle);
    return handle;
  }

  /** The addresses of a lookup that was answered. */
  addresses(handle: number): string[] {
    const list = this.x.addresses(handle) >> 2;
    const [at, words] = this.#memory.u32.subarray(list, list + 2);
    const found: string[] = [];
    for (let i = 0; i < words; i += ADDRESS_WORDS) {
      found.push(formatAddress(this.#memory.u32, (at >> 2) + i).address);
    }
    return found;
  }

  send(handle: number, data: string | Uint8Array): number {
    const bytes = typeof data === 'string' ? encoder.encode(data) : data;
    this.#memory.u8.set(bytes, this.x.arena());
    return this.done(this.x.send(handle, this.x.arena(), (bytes.length + 7) >> 3, bytes.length));
  }

  /** A large chunk that the engine only counts: what the host does from 16 KiB on. */
  lend(handle: number, bytes: Uint8Array): number {
    const begun = this.x.lend(handle, bytes.length);
    if (begun < 0) return this.done(begun);
    this.raw(handle).write(bytes);
    return this.done(this.x.lent(handle));
  }

  end(handle: number): number {
    return this.done(this.x.end(handle));
  }

  resume(handle: number): number {
    return this.done(this.x.resume(handle));
  }

  pause(handle: number): number {
    return this.done(this.x.pause(handle));
  }

  recv(handle: number, max = LANDING_BYTES): Uint8Array {
    const list = this.x.recv(handle, max) >> 2;
    const [at, length] = this.#memory.u32.subarray(list, list + 2);
    const bytes = this.#memory.u8.slice(at, at + length);
    this.done(0);
    return bytes;
  }

  /** Minus an error, or the stream, which is the test's from now on. */
  takeInput(handle: number): number {
    const result = this.x.takeInput(handle);
    const value = this.#memory.u32[(result + 4) >> 2];
    if (this.#memory.u8[result] !== 0) return -value;
    this.wasi.handOver(value);
    this.taken.set(handle, value);
    return value;
  }

  /** Drops the stream that `takeInput` gave, and says so. */
  dropInput(handle: number): void {
    this.wasi.dropByHost(this.taken.get(handle) as number);
    this.taken.delete(handle);
    this.x.inputDropped(handle);
    this.done(0);
  }

  close(handle: number): void {
    if (!this.waits) this.#raws[handle & SLOT_MASK]?.closing();
    this.x.close(handle);
    this.opened.delete(handle);
    this.done(0);
  }

  /** Closes by RST. */
  abort(handle: number): void {
    this.raw(handle).reset();
    this.close(handle);
  }

  setTimeout(handle: number, milliseconds: number): void {
    this.x.setTimeout(handle, milliseconds);
    this.done(0);
  }

  refresh(handle: number): void {
    this.x.refresh(handle);
    this.done(0);
  }

  notify(handle: number, readiness: number): void {
    this.x.notify(handle, readiness);
    this.done(0);
  }

  localAddress(handle: number): Endpoint | undefined {
    return this.#endpoint(this.x.localAddress(handle));
  }

  remoteAddress(handle: number): Endpoint | undefined {
    return this.#endpoint(this.x.remoteAddress(handle));
  }

  /** The simulated socket behind a handle. */
  raw(handle: number): SimSocket {
    const raw = this.#raws[handle & SLOT_MASK];
    if (raw?.handle !== handle) throw new Error(`h${handle} has no socket`);
    return raw;
  }

  // ---- what happened

  /** What the events of a handle said since this was asked last. */
  said(handle: number): string[] {
    const from = this.#asked.get(handle) ?? 0;
    this.#asked.set(handle, this.happened.length);
    return this.happened.slice(from).flatMap(e => (e.handle === handle ? [e.text] : []));
  }

  /** The handles that a listener has accepted, in order. */
  accepted(listener: number): number[] {
    return this.happened.flatMap(e => (e.handle === listener && e.kind === EVENT_ACCEPTED ? [e.a] : []));
  }

  /** Takes the events that wait. */
  drain(): number {
    const list = this.x.events() >> 2;
    const [at, words] = this.#memory.u32.subarray(list, list + 2);
    const events = this.#memory.u32.slice(at >> 2, (at >> 2) + words);
    for (let i = 0; i < words; i += EVENT_WORDS)
      this.#note(events[i], events[i + 1], events[i + 2], events[i + 3]);
    return words / EVENT_WORDS;
  }

  /** One turn of an engine that waits: looks once, without waiting. */
  look(): number {
    this.x.wait(0n);
    return this.drain();
  }

  done<T>(result: T): T {
    if (this.drains) this.drain();
    if (!this.waits) this.#alarm.check();
    return result;
  }

  #onReady(handle: number, readiness: number): void {
    if (this.waits) return;
    this.x.notify(handle, readiness);
    this.done(0);
  }

  #note(kind: number, handle: number, a: number, b: number): void {
    const event = { time: this.sim.now(), kind, handle, a, b, text: eventText(kind, a, b) };
    this.#record?.(event);
    if (kind === EVENT_STATE) return;
    this.happened.push(event);
    if (kind === EVENT_ACCEPTED) this.opened.add(a);
    this.onEvent?.(event);
  }

  #place(remote: Endpoint, index: number): void {
    const at = (this.x.arena() >> 2) + index * ADDRESS_WORDS;
    if (!encodeAddress(remote.address, remote.port, this.#memory.u32, at)) throw new Error(remote.address);
  }

  #endpoint(list: number): Endpoint | undefined {
    const [at, words] = this.#memory.u32.subarray(list >> 2, (list >> 2) + 2);
    if (words === 0) return undefined;
    const { address, port, family } = formatAddress(this.#memory.u32, at >> 2);
    return { address, port, family: family === 'IPv4' ? 4 : 6 };
  }
}

/** An address and a port; the family is seen from the address. */
export function endpoint(address: string, port: number): Endpoint {
  return { family: address.includes(':') ? 6 : 4, address, port };
}

/** Receives whatever comes for any handle and resumes what is accepted or connected, into one buffer a handle. */
export function readAll(bench: Bench): Map<number, number[]> {
  const received = new Map<number, number[]>();
  bench.onEvent = ({ kind, handle }) => {
    if (kind !== EVENT_READABLE) return;
    const bytes = bench.recv(handle);
    const known = received.get(handle);
    if (known) for (const byte of bytes) known.push(byte);
    else received.set(handle, [...bytes]);
  };
  return received;
}

type Import = (...args: number[]) => unknown;
type Imports = Record<string, Record<string, Import>>;

/** Gives the imports what only a component's WASI has: polling and instants. */
function componentise(
  imports: Imports,
  poll: SimulatedPoll,
  memory: Memory,
  lastMade: () => SimSocket,
): void {
  const wrap = (name: string, method: string, around: (inner: Import) => Import) => {
    const functions = faceOf(imports, name);
    functions[method] = around(functions[method]);
  };
  const keep = (inner: Import) => (self: number, ret: number) => {
    inner(self, ret);
    if (memory.u8[ret] === 0) poll.sockets.set(memory.u32[(ret + 4) >> 2], lastMade());
  };
  wrap('tcp-create-socket', 'create-tcp-socket', keep);
  wrap('sockets/tcp@', '[method]tcp-socket.accept', keep);
  wrap('io/poll', 'poll', () => poll.poll);
  wrap('io/poll', '[resource-drop]pollable', inner => (id: number) => poll.dropTimer(id) || inner(id));
  wrap('monotonic-clock', 'subscribe-instant', () => poll.subscribeInstant as never);
}

/** The functions of the interface that has this in its name. */
function faceOf(imports: Imports, name: string): Imports[string] {
  return imports[Object.keys(imports).find(key => key.includes(name)) as string];
}

/** The Canonical ABI copies what is written: the engine may use its block again at once. */
function copyWrites(raw: SimSocket): void {
  const write = raw.write.bind(raw);
  raw.write = bytes => write(bytes.slice());
}

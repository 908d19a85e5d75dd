// A watched Socket: what is logged of it, the calls a scenario makes through it, and what it can wait for.
// Scenarios wait for events and for bytes, never for time, so that the order of everything they do is their
// own choice and the trace is the same in every run.
import type { Socket } from 'node:net';
import { Actor, calledBack } from './actor.ts';
import type { Entry, Trace } from './trace.ts';
import { ByteRun, port, property, value } from './trace-format.ts';

/** How a socket is logged. */
export interface SocketView {
  /** 'runs' (default): a line for each run of data; 'total': one line, before 'end' or 'close'. */
  readonly data?: 'runs' | 'total';
  /** Events that are left out: those whose number depends on the kernel's buffers. */
  readonly quiet?: readonly string[];
  /** Keeps what each half of the stream does apart, where only the kernel decides which comes first. */
  readonly halves?: boolean;
}

const SOCKET_EVENTS = new Set(
  (
    'lookup connect ready data end finish close error drain timeout pause resume ' +
    'connectionAttempt connectionAttemptFailed connectionAttemptTimeout'
  ).split(' '),
);
// Calls of `write` and `end`, and their callbacks, are lines like the events.
const OWN_CALL = 'own call';
const HALVES: Record<string, string> = {
  data: 'reading',
  end: 'reading',
  pause: 'reading',
  resume: 'reading',
  finish: 'writing',
  drain: 'writing',
  [OWN_CALL]: 'writing',
};
// What both halves are ordered against: a write that calls back before 'connect' is never right.
const SHARED = new Set(['connect', 'error', 'close']);
// Moments of an actor, beside the events of its emitter.
const RECEIVED = 'trace:received';
const WRITTEN = 'trace:written';

const STATE = [
  'readyState',
  'connecting',
  'pending',
  'destroyed',
  'closed',
  'allowHalfOpen',
  'timeout',
] as const;
const STREAM = ['readable', 'readableFlowing', 'readableEnded', 'writable', 'writableEnded'] as const;
const COUNTS = ['bytesRead', 'bytesWritten', 'writableLength', 'writableNeedDrain'] as const;
const ENDS = [
  'localAddress',
  'localPort',
  'localFamily',
  'remoteAddress',
  'remotePort',
  'remoteFamily',
] as const;

/** A watched socket. */
export class SocketActor extends Actor {
  readonly socket: Socket;
  isClosed = false;
  #view: SocketView;
  #run: ByteRun | undefined;
  #received = 0;
  #unwritten = 0;

  constructor(trace: Trace, name: string, socket: Socket, view: SocketView) {
    super(trace, name, socket);
    this.socket = socket;
    this.#view = view;
  }

  override log(text: string): void {
    this.#put('', text);
  }

  /** Logs received bytes: those of 'data', or those a scenario has read in another way. */
  data(chunk: string | Uint8Array): void {
    if (!this.#view.quiet?.includes('data')) {
      this.#run ??= this.#startRun();
      this.#run.add(chunk);
    }
    this.#received += chunk.length;
    this.happened(RECEIVED);
  }

  /** Calls `write` and logs its result and its callback. */
  write(chunk: string | Uint8Array, encoding?: BufferEncoding): boolean {
    const label = `write ${value(chunk)}`;
    this.#unwritten++;
    const more = this.socket.write(chunk, encoding, failure => {
      this.#put(OWN_CALL, calledBack(label, failure));
      this.#unwritten--;
      this.happened(WRITTEN);
    });
    this.#put(OWN_CALL, `${label} -> ${more}`);
    return more;
  }

  /** Calls `end` and logs its callback. */
  end(chunk?: string | Uint8Array): void {
    const label = chunk === undefined ? 'end' : `end ${value(chunk)}`;
    const callback = (failure?: unknown) => this.#put(OWN_CALL, calledBack(label, failure));
    this.#put(OWN_CALL, label);
    if (chunk === undefined) this.socket.end(callback);
    else this.socket.end(chunk, callback);
  }

  /** Reads and drops everything that comes. */
  flow(): this {
    this.socket.on('data', () => {});
    return this;
  }

  /** Resolves when at least `length` bytes have been received; characters after `setEncoding`. */
  async received(length: number): Promise<void> {
    while (this.#received < length) await this.next(RECEIVED);
  }

  /** Resolves when every `write` made through this actor has called back. */
  async written(): Promise<void> {
    while (this.#unwritten > 0) await this.next(WRITTEN);
  }

  /** Resolves when the socket has emitted 'close', at once if it has. */
  async closed(): Promise<void> {
    if (!this.isClosed) await this.next('close');
  }

  /** Logs what the socket's properties say now. */
  snap(label: string): void {
    const s = this.socket;
    this.log(`snap ${label}`);
    for (const group of [STATE, STREAM, COUNTS, ENDS]) {
      this.log(`  ${group.map(name => property([name, s[name]])).join(' ')}`);
    }
    this.log(`  address()=${value(s.address())}`);
  }

  /** One line of properties, for the moments in which only these are settled. */
  state(label: string, ...names: Extract<keyof Socket, string>[]): void {
    this.log(`${label}: ${names.map(name => property([name, this.socket[name]])).join(' ')}`);
  }

  protected override seen(event: string, args: unknown[]): void {
    if (!SOCKET_EVENTS.has(event)) return;
    if (event === 'connect') {
      this.isClosed = false;
      this.trace.namePort(this.socket.localPort, this.name);
    }
    if (event === 'close') this.isClosed = true;
    if (event === 'data') this.data(args[0] as Buffer);
    else this.#event(event, args);
  }

  #event(event: string, args: unknown[]): void {
    if (event === 'end' || event === 'close') this.#total();
    if (!this.#view.quiet?.includes(event)) this.#put(event, socketEvent(event, args));
  }

  #put(event: string, text: Entry['text']): void {
    if (this.#view.halves && SHARED.has(event)) {
      for (const half of ['reading', 'writing']) this.trace.log(String(text), `${this.name}, ${half}`);
    }
    const half = this.#view.halves ? HALVES[event] : undefined;
    // A run of data goes on across what the other half does, and to the end if only the total counts.
    if (half !== 'writing' && this.#view.data !== 'total') this.#run = undefined;
    this.trace.entries.push({ actor: half === undefined ? this.name : `${this.name}, ${half}`, text });
  }

  #startRun(): ByteRun {
    const run = new ByteRun();
    if (this.#view.data !== 'total') this.#put('data', { toString: () => `data ${run}` });
    return run;
  }

  #total(): void {
    if (this.#view.data !== 'total' || this.#run === undefined) return;
    super.log(`data in all ${this.#run}`);
    this.#run = undefined;
  }
}

/** Which argument of an event is a port, so that it can be named. */
const PORT_ARGUMENT: Record<string, number> = {
  connectionAttempt: 1,
  connectionAttemptFailed: 1,
  connectionAttemptTimeout: 1,
};

function socketEvent(event: string, args: unknown[]): string {
  if (event === 'close') return `close hadError=${args[0]}`;
  const shown = args.map((arg, i) => (PORT_ARGUMENT[event] === i ? port(arg) : value(arg)));
  return [event, ...shown].join(' ');
}

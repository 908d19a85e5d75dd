// The exports of an engine component, played by hand: it writes down what it is asked, answers as it is told, and
// has the events that a test puts into it. Nothing of a network or of WebAssembly is behind it.
import {
  ACCEPTED,
  EVENT_WORDS,
  STATE_CLOSED,
  STATE_ESTABLISHED,
  STATE_RESOLVING,
} from '../../assembly/abi.ts';
import type { ComponentExports, InputStream } from '../../host/binding/component-exports.ts';

export class FakeComponent implements ComponentExports {
  /** Calls that change something, oldest first: `close 16385`. */
  readonly calls: string[] = [];
  /** Bytes of the sends that were not refused. */
  readonly sent: number[] = [];
  sends = 0;
  /** Results of the next sends; ACCEPTED when there are none left. */
  readonly sendResults: number[] = [];
  /** What the next reads of any stream give, or throw. */
  readonly reads: (Uint8Array | { thrown: unknown })[] = [];
  /** How much each read asked for. */
  readonly asked: number[] = [];
  /** Words of the addresses that a lookup has found. */
  readonly found = new Map<number, number[]>();
  /** Names for which there is no room, and the error. */
  readonly refusals = new Map<string, number>();
  readonly states = new Map<number, number>();
  /** Handles that do not keep the program alive. */
  readonly loose = new Set<number>();
  /** The memory that the last send was of. */
  sentFrom: ArrayBufferLike | undefined;
  /** The `until` of each wait. */
  readonly waits: number[] = [];
  #events: number[] = [];
  #opened = 0;

  /** Puts an event into the ring. */
  happen(kind: number, handle: number, a = 0, b = 0): void {
    this.#events.push(kind, handle, a, b);
  }

  open(): number {
    const handle = 16384 + ++this.#opened;
    this.states.set(handle, STATE_CLOSED);
    return handle;
  }
  bind(handle: number, address: Uint32Array): number {
    return this.#begin('bind', handle, address);
  }
  connect(handle: number, addresses: Uint32Array): number {
    return this.#begin('connect', handle, addresses);
  }
  listen(handle: number): number {
    return this.#called('listen', handle);
  }
  setLocalPort(handle: number, port: number): number {
    this.calls.push(`set-local-port ${handle} ${port}`);
    return ACCEPTED;
  }
  resolve(name: string): number {
    const handle = this.refusals.get(name) ?? this.open();
    if (handle > 0) this.states.set(handle, STATE_RESOLVING);
    this.calls.push(`resolve ${handle} ${name}`);
    return handle;
  }
  send(_handle: number, words: BigUint64Array, length: number): number {
    this.sends++;
    const result = this.sendResults.shift() ?? ACCEPTED;
    this.sentFrom = words.buffer;
    if (result >= 0) this.sent.push(...new Uint8Array(words.buffer, words.byteOffset, length));
    return result;
  }
  end(handle: number): number {
    return this.refusals.get('end') ?? this.#called('end', handle);
  }
  resume(handle: number): number {
    return this.#called('resume', handle);
  }
  pause(handle: number): number {
    return this.#called('pause', handle);
  }
  takeInput(handle: number): InputStream {
    this.#called('take-input', handle);
    return {
      read: length => {
        this.asked.push(length);
        const given = this.reads.shift() ?? new Uint8Array();
        if ('thrown' in given) throw given.thrown;
        return given;
      },
      [Symbol.dispose]: () => void this.#called('drop', handle),
    };
  }
  received(handle: number, length: number): void {
    this.calls.push(`received ${handle} ${length}`);
  }
  inputEnded(handle: number): void {
    this.#called('input-ended', handle);
  }
  inputFailed(handle: number): void {
    this.#called('input-failed', handle);
  }
  inputDropped(handle: number): void {
    this.#called('input-dropped', handle);
  }
  close(handle: number): void {
    this.#called('close', handle);
    this.states.delete(handle);
  }
  wait(until: number): number {
    this.waits.push(until);
    return this.#events.length / EVENT_WORDS;
  }
  events(): number[] {
    return this.#events.splice(0);
  }
  state(handle: number): number {
    return this.states.get(handle) ?? 0;
  }
  addresses(handle: number): number[] {
    return this.found.get(handle) ?? [];
  }
  live(): number {
    return this.states.size;
  }
  hold(handle: number, on: boolean): void {
    if (on) this.loose.delete(handle);
    else this.loose.add(handle);
  }
  /** Whatever has begun is at work. */
  holder(): number {
    for (const [handle, state] of this.states)
      if (state > STATE_CLOSED && !this.loose.has(handle)) return -handle;
    return 0;
  }
  trace(on: boolean): void {
    this.calls.push(`trace ${on}`);
  }
  setTimeout(): void {}
  refresh(): void {}
  silent(): boolean {
    return true;
  }
  setKeepAlive(): number {
    return ACCEPTED;
  }
  bytesReceived(): number {
    return 0;
  }
  bytesSent(): number {
    return 0;
  }
  localAddress(): number[] {
    return [4, 80, 0x7f000001, 0, 0, 0, 0, 0];
  }
  remoteAddress(): number[] {
    return [];
  }

  #begin(what: string, handle: number, address: Uint32Array): number {
    this.calls.push(`${what} ${handle} ${address.join(' ')}`);
    this.states.set(handle, STATE_ESTABLISHED);
    return ACCEPTED;
  }

  #called(what: string, handle: number): number {
    this.calls.push(`${what} ${handle}`);
    return ACCEPTED;
  }
}

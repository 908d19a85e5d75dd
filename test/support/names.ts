// wasi:sockets/ip-name-lookup over a simulation: names have what a test says they have, and take the virtual time
// that it says. What a test says nothing of goes on to the provider.
import { ERROR_WOULD_BLOCK } from '../../assembly/abi.ts';
import { parseAddress } from '../../host/address.ts';
import type { WasmMemory } from '../../host/binding/webassembly.ts';
import type { Simulation } from '../../host/provider/sim.ts';

/** What a stream of addresses does: gives one, fails with an error, or lets so many milliseconds pass. */
export type Step = string | number | { wait: number };

interface Stream {
  steps: Step[];
  /** When it goes on. */
  ready: number;
}

type Imports = Record<string, (...args: number[]) => unknown>;

// Above the tags of host/provider/wasi-imports.ts and of poll.ts.
const STREAM = 9 << 20;
const POLLABLE = 10 << 20;
const INDEX = (1 << 20) - 1;

export class SimulatedNames {
  /** An error is that of the question itself. */
  readonly answers = new Map<string, readonly Step[] | number>();
  /** What was asked for, oldest first. */
  readonly asked: string[] = [];
  readonly #sim: Simulation;
  readonly #memory: () => WasmMemory;
  readonly #streams: Stream[] = [];

  constructor(sim: Simulation, memory: () => WasmMemory) {
    this.#sim = sim;
    this.#memory = memory;
  }

  /** Takes the place of these imports, for all that a test has said something of. */
  replace(lookups: Imports, polls: Imports): void {
    const resolve = lookups['resolve-addresses'];
    const drop = polls['[resource-drop]pollable'];
    lookups['resolve-addresses'] = (network, from, length, ret) => {
      if (!this.#resolve(from, length, ret)) resolve(network, from, length, ret);
    };
    lookups['[method]resolve-address-stream.resolve-next-address'] = (self, ret) => this.#next(self, ret);
    lookups['[method]resolve-address-stream.subscribe'] = self => (self & INDEX) | POLLABLE;
    lookups['[resource-drop]resolve-address-stream'] = () => {};
    polls['[resource-drop]pollable'] = pollable => {
      if (this.isReady(pollable) === undefined) drop(pollable);
    };
  }

  /** Whether the pollable of a stream is ready; undefined when it is none of a stream. */
  isReady(pollable: number): boolean | undefined {
    if ((pollable & ~INDEX) !== POLLABLE) return undefined;
    return this.#streams[pollable & INDEX].ready <= this.#sim.now();
  }

  /** False when nothing was said of that name. */
  #resolve(from: number, length: number, ret: number): boolean {
    const view = this.#view();
    const name = Buffer.from(view.buffer as ArrayBuffer, from, length).toString();
    this.asked.push(name);
    const answer = this.answers.get(name);
    if (answer === undefined) return false;
    view.setUint8(ret, typeof answer === 'number' ? 1 : 0);
    if (typeof answer === 'number') {
      view.setUint8(ret + 4, answer - 1);
    } else {
      view.setUint32(ret + 4, STREAM | this.#streams.length, true);
      this.#streams.push({ steps: [...answer], ready: 0 });
    }
    return true;
  }

  #next(self: number, ret: number): void {
    const stream = this.#streams[self & INDEX];
    const view = this.#view();
    const step = stream.ready > this.#sim.now() ? ERROR_WOULD_BLOCK : stream.steps.shift();
    if (typeof step === 'object') {
      stream.ready = this.#sim.now() + step.wait;
      if (step.wait < Infinity) this.#sim.after(step.wait, () => {}); // so that something happens then
      return this.#next(self, ret);
    }
    view.setUint8(ret, typeof step === 'number' ? 1 : 0);
    if (typeof step === 'number') return view.setUint8(ret + 2, step - 1);
    view.setUint8(ret + 2, step === undefined ? 0 : 1);
    if (step !== undefined) putAddress(view, ret + 4, step);
  }

  #view(): DataView {
    return new DataView(this.#memory().buffer);
  }
}

function putAddress(view: DataView, at: number, text: string): void {
  const address = parseAddress(text);
  if (!address) throw new Error(text);
  view.setUint8(at, address.family === 4 ? 0 : 1);
  if (address.family === 4) return view.setUint32(at + 2, address.words[0]);
  address.words.forEach((word, i) => {
    view.setUint16(at + 2 + 4 * i, word >>> 16, true);
    view.setUint16(at + 4 + 4 * i, word & 0xffff, true);
  });
}

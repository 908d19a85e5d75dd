// The simulated network: a provider like any other, on virtual time. One simulation is one network of hosts;
// each provider is a process on one of them. Equal seeds give equal runs, down to the last line of the trace.

import { Clock } from './sim/clock.ts';
import { Network } from './sim/network.ts';
import { type Rule, type SimulationOptions, settle } from './sim/options.ts';
import { SimProcess } from './sim/process.ts';
import { Random } from './sim/random.ts';
import { traceLine } from './sim/trace.ts';

export type { Faults, Rule, SimulationOptions } from './sim/options.ts';
export { SimSocket } from './sim/socket.ts';

/** Which host a process runs on, and what the trace calls it. */
export interface ProcessOptions {
  /** Default: the first host. */
  host?: string;
  /** Default: `engine`, and a number from the second one on. */
  name?: string;
}

/** Timers and ticks on virtual time: what the engine's binding needs beside the provider. */
export interface SimulatedRuntime {
  startTimer(callback: () => void, milliseconds: number): () => void;
  nextTick(callback: () => void): void;
  allocate(length: number): Uint8Array;
  view(memory: ArrayBuffer, from: number, length: number): Uint8Array;
}

/** A network that exists only here. Throws where an option names no host or no address. */
export function createSimulation(options: SimulationOptions = {}): Simulation {
  return new Simulation(options);
}

export class Simulation {
  /** What the engines did, one line for each event and transition, oldest first. */
  readonly trace: string[] = [];
  readonly runtime: SimulatedRuntime;
  readonly #clock = new Clock();
  readonly #network: Network;
  #processes = 0;

  constructor(options: SimulationOptions) {
    const settled = settle(options);
    const clock = this.#clock;
    this.#network = new Network({ clock, random: new Random(settled.seed), options: settled });
    this.runtime = {
      startTimer: (callback, milliseconds) => clock.after(milliseconds, callback),
      nextTick: callback => clock.tick(callback),
      allocate: length => new Uint8Array(length),
      view: (memory, from, length) => new Uint8Array(memory, from, length),
    };
  }

  /** Virtual milliseconds since the simulation was made. */
  now(): number {
    return this.#clock.now();
  }

  /** A process: the provider of one engine. */
  provider({ host, name }: ProcessOptions = {}): SimProcess {
    this.#processes++;
    const fallback = this.#processes === 1 ? 'engine' : `engine${this.#processes}`;
    return new SimProcess(this.#network, this.#network.host(host), name ?? fallback);
  }

  /** The addresses of the host of that name, as its programs' `lookup` finds them; undefined without one. */
  resolve(name: string): readonly string[] | undefined {
    return this.#network.resolve(name);
  }

  /** What happens to connections to this address, or only to one of its ports, from now on. */
  rule(address: string, rule: Rule, port?: number): void {
    this.#network.rule(address, rule, port);
  }

  /** Runs `action` at the virtual time `now() + milliseconds`; the result cancels it. */
  after(milliseconds: number, action: () => void): () => void {
    return this.#clock.after(milliseconds, action);
  }

  /** Lets the next event happen, if it is due within `milliseconds`; false when there was none. */
  step(milliseconds = Infinity): boolean {
    return this.#clock.step(this.now() + milliseconds);
  }

  /** Lets that much virtual time pass. */
  run(milliseconds: number): void {
    this.#clock.run(milliseconds);
  }

  /** Lets everything happen until nothing is left: no packet, no timer. Timers that renew each other never end. */
  runUntilIdle(): void {
    this.#clock.runUntilIdle();
  }

  /**
   * `runUntilIdle`, or `run`, for programs with promises or streams above the engine: after each event the
   * runtime's own queues are let run dry. Equal seeds give equal runs as long as the program waits for nothing real.
   */
  async play(milliseconds = Infinity): Promise<void> {
    const end = this.now() + milliseconds;
    await breathe();
    while (this.#clock.step(end)) await breathe();
    if (milliseconds !== Infinity) this.#clock.run(end - this.now());
  }

  /** Adds a line to the trace: how an engine's `trace` listener ends here. */
  record(process: string, time: number, handle: number, kind: number, a: number, b: number): void {
    this.trace.push(traceLine(time, process, handle, kind, a, b));
  }
}

const later = globalThis as {
  setImmediate?(callback: () => void): void;
  setTimeout(callback: () => void): void;
};

/** A turn of the real event loop. */
function breathe(): Promise<void> {
  return new Promise(done => (later.setImmediate ? later.setImmediate(done) : later.setTimeout(done)));
}

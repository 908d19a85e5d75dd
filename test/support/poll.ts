// wasi:io/poll and subscribe-instant over a simulation, for engines that wait by themselves as they do in a
// component: `poll` lets virtual time pass until one of its pollables is ready.
import { READY_INPUT, READY_OUTPUT, READY_SOCKET } from '../../assembly/abi.ts';
import type { WasmMemory } from '../../host/binding/webassembly.ts';
import type { SimSocket, Simulation } from '../../host/provider/sim.ts';
import type { SimulatedNames } from './names.ts';

// As host/provider/wasi-imports.ts tags its pollables.
const TAG_SHIFT = 20;
const INDEX = (1 << TAG_SHIFT) - 1;
const READINESS: Record<number, number> = { 4: READY_SOCKET, 5: READY_INPUT, 6: READY_OUTPUT };
const TIMER = 8;

export class SimulatedPoll {
  /** How often the engine has polled. */
  polls = 0;
  readonly #sim: Simulation;
  readonly #memory: () => WasmMemory;
  readonly #allocate: (bytes: number) => number;
  /** Sockets by their index in the table of WASI resources. */
  readonly sockets = new Map<number, SimSocket>();
  readonly #timers = new Map<number, number>();
  readonly #names: SimulatedNames;
  #lastTimer = 0;

  constructor(
    sim: Simulation,
    names: SimulatedNames,
    memory: () => WasmMemory,
    allocate: (bytes: number) => number,
  ) {
    this.#sim = sim;
    this.#names = names;
    this.#memory = memory;
    this.#allocate = allocate;
  }

  readonly subscribeInstant = (nanoseconds: bigint): number => {
    const pollable = (TIMER << TAG_SHIFT) | ++this.#lastTimer;
    this.#timers.set(pollable, Number(nanoseconds) / 1e6);
    return pollable;
  };

  /** Whether it was a timer; others are for the provider to drop. */
  dropTimer(pollable: number): boolean {
    return this.#timers.delete(pollable);
  }

  readonly poll = (from: number, length: number, ret: number): void => {
    this.polls++;
    const pollables = [...new Uint32Array(this.#memory().buffer, from, length)];
    const ready = this.#wait(pollables);
    const list = this.#allocate(ready.length * 4);
    new Uint32Array(this.#memory().buffer, list, ready.length).set(ready);
    new Uint32Array(this.#memory().buffer, ret, 2).set([list, ready.length]);
  };

  /** Indices of the pollables that are ready, as soon as there is one. */
  #wait(pollables: number[]): number[] {
    const limit = Math.min(...pollables.map(p => this.#timers.get(p) ?? Infinity));
    while (true) {
      const ready = pollables.flatMap((p, i) => (this.#isReady(p) ? [i] : []));
      if (ready.length > 0) return ready;
      if (this.#sim.step(limit - this.#sim.now())) continue;
      if (limit === Infinity) throw new Error('this poll would never return');
      this.#sim.run(limit - this.#sim.now());
    }
  }

  #isReady(pollable: number): boolean {
    const deadline = this.#timers.get(pollable);
    if (deadline !== undefined) return deadline <= this.#sim.now();
    const answered = this.#names.isReady(pollable);
    if (answered !== undefined) return answered;
    const socket = this.sockets.get(pollable & INDEX);
    if (!socket) throw new Error(`there is no pollable ${pollable}`);
    return socket.isReady(READINESS[pollable >> TAG_SHIFT]);
  }
}

// The clock as the engine reads it. A loop of commands soon reads it once a tick: the time then stands in the
// engine's memory, where looking costs nothing, until the tick is over. If that took long, the engine is told,
// so that no deadline comes early: what was renewed in such a tick counts from its end.

import type { Memory } from '../provider/wasi-imports.ts';

/** Every so many readings one is held: to learn that a tick is over costs more than two of them. */
const PATIENCE = 8;
/** A tick of at least so many milliseconds was long. */
const LONG = 1;

export class TickClock {
  readonly #memory: Memory;
  readonly #provider: { now(): number };
  readonly #runtime: { nextTick(callback: () => void): void };
  #place = 0;
  #recount: (held: number, later: number) => void = () => {};
  #readings = 0;

  constructor(
    memory: Memory,
    provider: { now(): number },
    runtime: { nextTick(callback: () => void): void },
  ) {
    this.#memory = memory;
    this.#provider = provider;
    this.#runtime = runtime;
  }

  /** The engine is there: the address at which it looks for the time, and how it is told of a long tick. */
  start(address: number, recount: (held: number, later: number) => void): void {
    this.#place = address >> 3;
    this.#recount = recount;
  }

  /** Milliseconds; the engine asks where none are held. */
  read(): number {
    const time = this.#provider.now();
    const { f64 } = this.#memory;
    this.#readings++;
    if (this.#readings > PATIENCE && f64[this.#place] === 0) {
      this.#readings = 0;
      f64[this.#place] = Math.ceil(time); // the engine counts in whole milliseconds, and nothing may come early
      this.#runtime.nextTick(this.forget);
    }
    return time;
  }

  /** The tick is over, or something happens: from now on the clock is read again. */
  readonly forget = (): void => {
    const { f64 } = this.#memory;
    const held = f64[this.#place];
    if (held === 0) return;
    f64[this.#place] = 0;
    const time = this.#provider.now();
    if (time - held >= LONG) this.#recount(held, time);
  };
}

// The host's one timer for all of the engine's deadlines. It is unreferenced: sockets hold the event loop, their
// timeouts do not. The engine lowers `wake` when something earlier is put in; renewed deadlines need no timer
// of their own, the turn that comes too early finds the next one.

import type { Provider } from '../provider/provider.ts';

export interface TimerRuntime {
  /** Runs `callback` once after `milliseconds` without keeping the program alive; the result cancels it. */
  startTimer(callback: () => void, milliseconds: number): () => void;
}

/** The engine's side: what a turn does, and when the next one is wanted (milliseconds, or infinity). */
export interface Turns {
  turn(): void;
  due(): number;
}

export class Alarm {
  readonly #f64: Float64Array;
  readonly #wake: number;
  readonly #runtime: TimerRuntime;
  readonly #provider: Provider;
  readonly #turns: Turns;
  #armedFor = Infinity;
  #cancel: (() => void) | undefined;

  constructor(f64: Float64Array, wake: number, runtime: TimerRuntime, provider: Provider, turns: Turns) {
    this.#f64 = f64;
    this.#wake = wake;
    this.#runtime = runtime;
    this.#provider = provider;
    this.#turns = turns;
    f64[wake] = Infinity;
  }

  /** Arms the timer if the engine wants a turn before the one it is armed for. */
  check(): void {
    const wanted = this.#f64[this.#wake];
    if (wanted === Infinity) return;
    this.#f64[this.#wake] = Infinity;
    if (wanted < this.#armedFor) this.#arm(wanted);
  }

  #arm(due: number): void {
    this.#cancel?.();
    this.#armedFor = due;
    this.#cancel = this.#runtime.startTimer(
      () => this.#ring(),
      Math.max(0, Math.ceil(due - this.#provider.now())),
    );
  }

  #ring(): void {
    this.#cancel = undefined;
    this.#armedFor = Infinity;
    try {
      this.#turns.turn();
    } finally {
      // A listener may have thrown: the deadlines of the others stand all the same.
      const next = this.#turns.due();
      if (next < this.#armedFor) this.#arm(next);
      this.check();
    }
  }
}

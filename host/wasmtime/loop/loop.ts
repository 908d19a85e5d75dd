// The event loop of a guest: timers, the engine's poll until the next of them, its events, immediates, closed sockets;
// after each callback the ticks and the microtasks. It ends when nothing is left that keeps the program alive.
// libuv: uv_run; node: src/api/callback.cc

import type { ComponentEngine } from '../../binding/component.ts';
import { Immediates } from './immediates.ts';
import { runTicks } from './ticks.ts';
import { type Clock, Timers } from './timers.ts';

const NANOSECONDS = 1_000_000;

export interface LoopHost extends Clock {
  /** What a callback threw. Returns when the program goes on. */
  uncaught(error: unknown): void;
  /** Rejections that nobody handled by the end of a turn. True when there were any. */
  rejections(): boolean;
}

export class Loop {
  readonly timers: Timers;
  readonly immediates = new Immediates();
  readonly #host: LoopHost;
  readonly #engine: ComponentEngine;

  constructor(host: LoopHost, engine: ComponentEngine) {
    this.#host = host;
    this.#engine = engine;
    this.timers = new Timers(host);
  }

  /** Runs until nothing keeps the program alive. */
  run(): void {
    this.settle();
    this.#runTimers();
    while (this.alive) {
      this.#poll();
      this.#guarded(() => this.immediates.run(this.#after));
      this.#tell(() => this.#engine.tellClosed());
      this.#runTimers();
    }
  }

  /** The end of a callback: ticks, microtasks, rejections. */
  settle(): void {
    do this.#guarded(runTicks);
    while (this.#host.rejections());
  }

  readonly #after = () => this.settle();

  get alive(): boolean {
    return this.timers.referenced > 0 || this.immediates.referenced > 0 || this.#engine.holds();
  }

  #runTimers(): void {
    this.#guarded(() => this.timers.run(this.#after));
  }

  #poll(): void {
    this.#engine.poll(this.#until());
    this.#tell(() => this.#engine.tellNext());
  }

  /** As the engine's `wait` has it. */
  #until(): number {
    if (this.immediates.referenced > 0) return 0;
    const { due } = this.timers;
    return due === Infinity ? -1 : due * NANOSECONDS;
  }

  #tell(next: () => boolean): void {
    let told = true;
    while (told) {
      this.#guarded(() => {
        told = next();
      });
      this.settle();
    }
  }

  /** Runs `callback` again after each error that the program survives. */
  #guarded(callback: () => void): void {
    for (;;) {
      try {
        return callback();
      } catch (error) {
        this.#host.uncaught(error);
        this.settle();
      }
    }
  }
}

// The event loop of a guest: timers, the engine's poll until the next of them, its events, immediates, closed sockets;
// at the end of each callback the ticks and the microtasks. It ends when nothing is left that keeps the program alive.
// A callback that throws ends without its ticks, which then wait for the end of the next one.
// libuv: uv_run; node: src/api/callback.cc

import type { ComponentEngine } from '../../binding/component.ts';
import { Immediates } from './immediates.ts';
import { rejectionsSeen, rejectionsWait } from './promise.ts';
import { runTicks } from './ticks.ts';
import { Timers, type TimersHost } from './timers.ts';

const NANOSECONDS = 1_000_000;
/** How long the input is left alone, in milliseconds. */
const AGAIN = 10;
/** Events of one turn, at most: whatever they bring about, timers come between. */
const EVENTS = 1024;

export interface LoopHost extends TimersHost {
  /** What a callback threw. Returns when the program goes on. */
  uncaught(error: unknown): void;
  /** Tells of rejections that nobody handled. True when there were any. */
  rejections(): boolean;
}

/** What the loop asks of the engine. */
export type LoopEngine = Pick<ComponentEngine, 'poll' | 'tellNext' | 'tellClosed' | 'holds' | 'live'>;

/** Something to read that the engine does not know of. */
export interface Input {
  /** Somebody asked for what comes next. */
  readonly wanted: boolean;
  /** It keeps the program alive. */
  readonly holds: boolean;
  /** Takes what has come, if anything has. */
  receive(): void;
  /** Blocks until something has. */
  block(): void;
}

export class Loop {
  input: Input | undefined;
  readonly timers: Timers;
  readonly immediates = new Immediates();
  readonly #host: LoopHost;
  readonly #engine: LoopEngine;
  readonly #settle = () => {
    runTicks();
    if (rejectionsWait) this.settle();
  };
  readonly #tellNext = () => this.#engine.tellNext();
  readonly #tellClosed = () => this.#engine.tellClosed();

  constructor(host: LoopHost, engine: LoopEngine) {
    this.#host = host;
    this.#engine = engine;
    this.timers = new Timers(host);
  }

  /** Runs until nothing keeps the program alive. */
  run(): void {
    if (this.alive) this.#runTimers();
    while (this.alive) {
      this.#poll();
      this.#tell(this.#tellNext);
      if (!this.immediates.none) this.#runImmediates();
      this.#tell(this.#tellClosed);
      this.#runTimers();
    }
  }

  /** Runs the callback as one of the loop's. */
  call(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      return this.#host.uncaught(error);
    }
    this.#end();
  }

  /** Ticks, microtasks, rejections, until there are none. An error comes out with the rest still waiting. */
  settle(): void {
    runTicks();
    while (rejectionsWait) {
      rejectionsSeen();
      if (this.#host.rejections()) runTicks();
    }
  }

  get alive(): boolean {
    if (this.timers.referenced > 0 || this.immediates.referenced > 0 || this.#engine.holds()) return true;
    return this.input?.holds === true;
  }

  /** Looks at the input again and again, unless it is all that there is to wait for. */
  #poll(): void {
    const until = this.#until();
    const { input } = this;
    if (!input?.wanted) return this.#engine.poll(until);
    if (until === -1 && !this.#engine.holds() && this.#engine.live() === 0) input.block();
    else {
      const again = (this.#host.now() + AGAIN) * NANOSECONDS;
      this.#engine.poll(until === -1 ? Math.ceil(again) : Math.min(until, Math.ceil(again)));
    }
    this.call(() => input.receive());
  }

  /** The end of a callback. */
  #end(): void {
    try {
      runTicks();
      if (rejectionsWait) this.settle();
    } catch (error) {
      this.#host.uncaught(error);
    }
  }

  /** As the engine's `wait` has it: nanoseconds, 0 not to wait, -1 to wait for events alone. */
  #until(): number {
    if (this.immediates.referenced > 0) return 0;
    const { due } = this.timers;
    return due === Infinity ? -1 : Math.ceil(due * NANOSECONDS);
  }

  /** All timers that are due are one callback of the runtime: those that throw do not end it. */
  #runTimers(): void {
    const { timers } = this;
    if (timers.due === Infinity) return;
    const now = this.#host.now();
    if (timers.due > now) return;
    for (;;) {
      try {
        timers.run(now, this.#settle);
        break;
      } catch (error) {
        this.#host.uncaught(error);
      }
    }
    this.#end();
  }

  /** The immediates of a turn are one callback, or one from each that throws to the next. */
  #runImmediates(): void {
    for (;;) {
      try {
        this.immediates.run(this.#settle);
        break;
      } catch (error) {
        this.#host.uncaught(error);
        if (this.immediates.interrupted) continue;
        return;
      }
    }
    this.#end();
  }

  #tell(next: () => boolean): void {
    for (let left = EVENTS; left > 0; left--) {
      try {
        if (!next()) return;
      } catch (error) {
        this.#host.uncaught(error);
        continue;
      }
      this.#end();
    }
  }
}

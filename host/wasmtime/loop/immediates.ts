// setImmediate: what was asked for before this turn of the loop runs in it, the rest in the next.
// node: lib/internal/timers.js

import { context, enterContext } from './async-context.ts';
import type { Callback } from './timers.ts';

/** The names of its fields are Node's where others look at them. */
export class Immediate {
  declare _onImmediate: Callback | null;
  declare readonly _argv: unknown[] | undefined;
  declare _destroyed: boolean;
  /** Null when it is over. */
  declare referenced: boolean | null;
  declare readonly context: unknown;

  constructor(callback: Callback, args: unknown[] | undefined) {
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this.referenced = true;
    this.context = context;
  }
}

export class Immediates {
  #waiting: Immediate[] = [];
  #running: Immediate[] = [];
  #ran = 0;
  /** Those waiting that keep the program alive. */
  referenced = 0;

  start(callback: Callback, args: unknown[] | undefined): Immediate {
    const immediate = new Immediate(callback, args);
    this.#waiting.push(immediate);
    this.referenced++;
    return immediate;
  }

  clear(immediate: Immediate): void {
    if (immediate._destroyed) return;
    immediate._destroyed = true;
    immediate._onImmediate = null;
    if (immediate.referenced) this.referenced--;
    immediate.referenced = null;
  }

  setRef(immediate: Immediate, ref: boolean): void {
    if (immediate.referenced === null || immediate.referenced === ref) return;
    immediate.referenced = ref;
    this.referenced += ref ? 1 : -1;
  }

  /** Nothing waits, not even what does not keep the program alive. */
  get none(): boolean {
    return this.#waiting.length === 0;
  }

  /** One of this turn's threw, and there are more. */
  get interrupted(): boolean {
    if (this.#ran < this.#running.length) return true;
    this.#running.length = 0;
    this.#ran = 0;
    return false;
  }

  /** Runs this turn's, `between` two callbacks. An error comes out with the rest still waiting: call it again. */
  run(between: () => void): void {
    if (this.#running.length === 0) {
      const present = this.#waiting;
      this.#waiting = this.#running;
      this.#running = present;
    }
    const running = this.#running;
    const first = this.#ran;
    for (let next = first; next < running.length; next++) {
      if (next > first) between();
      this.#ran = next + 1;
      const immediate = running[next];
      // Cleared, if not before this turn, by what ran in it.
      if (immediate._destroyed) continue;
      const callback = immediate._onImmediate as Callback;
      immediate._destroyed = true;
      immediate._onImmediate = null;
      if (immediate.referenced) this.referenced--;
      immediate.referenced = null;
      if (immediate.context !== context) enterContext(immediate.context);
      if (immediate._argv === undefined) callback.call(immediate);
      else callback.apply(immediate, immediate._argv);
    }
    running.length = 0;
    this.#ran = 0;
  }
}

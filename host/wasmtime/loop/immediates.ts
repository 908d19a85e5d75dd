// setImmediate: what was asked for before this turn of the loop runs in it, the rest in the next.

import { currentContext, enterContext } from './async-context.ts';

type Callback = (...args: unknown[]) => void;

export class Immediate {
  readonly #immediates: Immediates;
  callback: Callback | undefined;
  readonly args: unknown[];
  readonly context = currentContext();
  #referenced = true;

  constructor(immediates: Immediates, callback: Callback, args: unknown[]) {
    this.#immediates = immediates;
    this.callback = callback;
    this.args = args;
  }

  ref(): this {
    if (!this.#referenced && this.callback) this.#immediates.referenced++;
    this.#referenced = true;
    return this;
  }

  unref(): this {
    if (this.#referenced && this.callback) this.#immediates.referenced--;
    this.#referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.#referenced;
  }
}

export class Immediates {
  #waiting: Immediate[] = [];
  #running: Immediate[] = [];
  /** Those waiting that keep the program alive. */
  referenced = 0;

  start(callback: Callback, args: unknown[]): Immediate {
    const immediate = new Immediate(this, callback, args);
    this.#waiting.push(immediate);
    this.referenced++;
    return immediate;
  }

  clear(immediate: Immediate): void {
    if (!immediate.callback) return;
    immediate.callback = undefined;
    if (immediate.hasRef()) this.referenced--;
  }

  /** Runs this turn's, `after` each. An error comes out with the rest still waiting: call it again. */
  run(after: () => void): void {
    if (this.#running.length === 0) {
      this.#running = this.#waiting.reverse();
      this.#waiting = [];
    }
    for (let next = this.#running.pop(); next; next = this.#running.pop()) {
      const { callback } = next;
      if (!callback) continue;
      this.clear(next);
      const before = enterContext(next.context);
      try {
        callback(...next.args);
      } finally {
        enterContext(before);
      }
      after();
    }
  }
}

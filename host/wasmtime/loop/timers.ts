// setTimeout and setInterval. Timers of one duration wait in one list, in the order of their start, so starting and
// clearing cost the same however many there are; the lists stand in order of their next expiry. Times are whole
// milliseconds of a monotonic clock, cut off. node: lib/internal/timers.js

import { currentContext, enterContext } from './async-context.ts';

type Callback = (...args: unknown[]) => void;

const LONGEST = 2 ** 31 - 1;

/** Timers of one duration, oldest first. */
interface List {
  readonly duration: number;
  readonly timers: Set<Timeout>;
  /** No timer of the list is due before. */
  expiry: number;
}

export interface Clock {
  /** Whole milliseconds. */
  now(): number;
}

export class Timeout {
  readonly #timers: Timers;
  callback: Callback | undefined;
  readonly args: unknown[];
  readonly repeats: boolean;
  duration: number;
  start = 0;
  list: List | undefined = undefined;
  readonly context = currentContext();
  #referenced = true;

  constructor(timers: Timers, callback: Callback, delay: unknown, args: unknown[], repeats: boolean) {
    this.#timers = timers;
    this.callback = callback;
    this.args = args;
    this.repeats = repeats;
    const milliseconds = Number(delay);
    this.duration = milliseconds >= 1 && milliseconds <= LONGEST ? Math.trunc(milliseconds) : 1;
  }

  ref(): this {
    if (!this.#referenced && this.list) this.#timers.referenced++;
    this.#referenced = true;
    return this;
  }

  unref(): this {
    if (this.#referenced && this.list) this.#timers.referenced--;
    this.#referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.#referenced;
  }

  refresh(): this {
    if (this.callback) this.#timers.begin(this);
    return this;
  }

  close(): this {
    this.#timers.clear(this);
    return this;
  }
}

export class Timers {
  readonly #clock: Clock;
  readonly #lists = new Map<number, List>();
  /** In order of expiry. */
  #order: List[] = [];
  /** Timers under way that keep the program alive. */
  referenced = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(callback: Callback, delay: unknown, args: unknown[], repeats: boolean): Timeout {
    const timer = new Timeout(this, callback, delay, args, repeats);
    this.begin(timer);
    return timer;
  }

  /** From now on. */
  begin(timer: Timeout): void {
    this.#take(timer);
    timer.start = this.#clock.now();
    this.#put(timer);
  }

  clear(timer: Timeout): void {
    this.#take(timer);
    timer.callback = undefined;
  }

  /** When the next is due, in milliseconds of the clock; Infinity when there is none. */
  get due(): number {
    return this.#order[0]?.expiry ?? Infinity;
  }

  /** Runs what is due, `after` each callback. An error comes out with the rest still waiting: call it again. */
  run(after: () => void): void {
    let now = this.#clock.now();
    for (;;) {
      const list = this.#order[0];
      if (!list) return;
      if (list.expiry > now) {
        now = this.#clock.now();
        if (list.expiry > now) return;
      }
      this.#runList(list, now, after);
    }
  }

  #runList(list: List, at: number, after: () => void): void {
    let now = at;
    for (const timer of list.timers) {
      const age = now - timer.start;
      if (age < list.duration) {
        // Those behind it are younger still.
        now = this.#clock.now();
        if (now - timer.start < list.duration) {
          list.expiry = Math.max(timer.start + list.duration, at + 1);
          this.#sort(list);
          return;
        }
      }
      this.#fire(timer);
      after();
    }
    if (list.timers.size === 0) this.#forget(list);
  }

  #fire(timer: Timeout): void {
    const { callback } = timer;
    this.#take(timer);
    const before = enterContext(timer.context);
    try {
      if (timer.repeats) callback?.apply(timer, timer.args);
      else {
        timer.callback = undefined;
        callback?.apply(timer, timer.args);
      }
    } finally {
      enterContext(before);
      if (timer.repeats && timer.callback && !timer.list) this.begin(timer);
    }
  }

  #put(timer: Timeout): void {
    let list = this.#lists.get(timer.duration);
    if (!list) {
      list = { duration: timer.duration, timers: new Set(), expiry: timer.start + timer.duration };
      this.#lists.set(timer.duration, list);
      this.#order.push(list);
      this.#sort(list);
    }
    list.timers.add(timer);
    timer.list = list;
    if (timer.hasRef()) this.referenced++;
  }

  #take(timer: Timeout): void {
    const { list } = timer;
    if (!list) return;
    list.timers.delete(timer);
    timer.list = undefined;
    if (timer.hasRef()) this.referenced--;
    if (list.timers.size === 0) this.#forget(list);
  }

  #forget(list: List): void {
    if (this.#lists.get(list.duration) !== list) return;
    this.#lists.delete(list.duration);
    this.#order.splice(this.#order.indexOf(list), 1);
  }

  /** Moves the list to its place: behind those that expire at the same time. */
  #sort(list: List): void {
    const order = this.#order;
    order.splice(order.indexOf(list), 1);
    let i = order.length;
    while (i > 0 && order[i - 1].expiry > list.expiry) i--;
    order.splice(i, 0, list);
  }
}

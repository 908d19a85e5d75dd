// setTimeout and setInterval. Timers of one duration wait in one list, in the order of their start, so that starting and
// clearing cost the same however many there are; the lists stand in the order of their expiry.
// A list that runs empty keeps its place until its time: the next timer of that duration is likely to come before.
// Times are milliseconds of a monotonic clock, and no timer fires early by it. Timers that are started within a
// millisecond count from the last of them, so that they fire together as in Node, whose clock has whole ones.
// node: lib/internal/timers.js

import { context, enterContext } from './async-context.ts';

export type Callback = (...args: unknown[]) => void;

const LONGEST = 2 ** 31 - 1;
/** An interval that fires late by less than this keeps its rhythm. */
const LATE = 1;
/** Above this many lists, empty ones are given up. */
const MANY = 64;

/** When the timers of about a millisecond were started. */
interface Start {
  first: number;
  last: number;
}

/** Timers of one duration, oldest first. */
interface List {
  readonly duration: number;
  readonly timers: Set<Timeout>;
  /** No timer of the list is due before. */
  expiry: number;
}

export interface TimersHost {
  /** Milliseconds of a monotonic clock, with fractions. */
  now(): number;
  warn(message: string, type: string): void;
}

/** The names of its fields are Node's where others look at them. */
export class Timeout {
  declare _onTimeout: Callback | null;
  declare _timerArgs: unknown[] | undefined;
  declare _idleTimeout: number;
  declare _repeat: number | null;
  /** It is not under way. */
  declare _destroyed: boolean;
  declare referenced: boolean;
  declare start: Start;
  declare readonly context: unknown;

  constructor(
    callback: Callback,
    delay: number,
    args: unknown[] | undefined,
    repeats: boolean,
    ref: boolean,
  ) {
    this._onTimeout = callback;
    this._timerArgs = args;
    this._idleTimeout = delay;
    this._repeat = repeats ? delay : null;
    this._destroyed = false;
    this.referenced = ref;
    this.start = NEVER;
    this.context = context;
  }
}

function call(timer: Timeout): void {
  const args = timer._timerArgs;
  if (args === undefined) (timer._onTimeout as Callback)();
  else (timer._onTimeout as Callback).apply(timer, args);
}

const NEVER: Start = { first: -Infinity, last: -Infinity };

export class Timers {
  readonly #host: TimersHost;
  readonly #lists = new Map<number, List>();
  /** In order of expiry. */
  readonly #order: List[] = [];
  #start = NEVER;
  /** These are warned of once. */
  #negative = false;
  #noNumber = false;
  /** Timers under way that keep the program alive. */
  referenced = 0;

  constructor(host: TimersHost) {
    this.#host = host;
  }

  start(
    callback: Callback,
    delay: unknown,
    args: unknown[] | undefined,
    repeats: boolean,
    ref = true,
  ): Timeout {
    const timer = new Timeout(callback, this.#durationOf(delay), args, repeats, ref);
    if (ref) this.referenced++;
    this.#put(timer, this.#startNow());
    return timer;
  }

  clear(timer: Timeout): void {
    timer._onTimeout = null;
    if (timer._destroyed) return;
    timer._destroyed = true;
    if (timer.referenced) this.referenced--;
    this.#take(timer);
    timer._idleTimeout = -1;
  }

  /** Starts it from now on, also when it has fired, but not when it was cleared. */
  refresh(timer: Timeout): void {
    if (timer._idleTimeout < 0) return;
    this.#take(timer);
    this.#put(timer, this.#startNow());
    if (!timer._destroyed) return;
    timer._destroyed = false;
    if (timer.referenced) this.referenced++;
  }

  setRef(timer: Timeout, ref: boolean): void {
    if (timer.referenced === ref) return;
    timer.referenced = ref;
    if (!timer._destroyed) this.referenced += ref ? 1 : -1;
  }

  /** When the next is due, in milliseconds of the clock; Infinity when there is none. */
  get due(): number {
    return this.#order.length === 0 ? Infinity : this.#order[0].expiry;
  }

  /** Runs what is due `now`, `between` two callbacks. An error comes out with the rest still waiting: call it again. */
  run(now: number, between: () => void): void {
    let ran = false;
    while (this.#order.length > 0) {
      const list = this.#order[0];
      if (list.expiry > now) return;
      for (const timer of list.timers) {
        const due = timer.start.last + list.duration;
        if (due > now) {
          this.#move(list, due);
          break;
        }
        if (ran) between();
        ran = true;
        list.timers.delete(timer);
        // A tick between may have cleared it; or it was, after it fired, and refreshed then.
        if (timer._onTimeout !== null) this.#fire(timer, due, now);
        else if (!timer._destroyed) this.clear(timer);
      }
      if (list.timers.size === 0) this.#forget(list);
    }
  }

  #fire(timer: Timeout, due: number, now: number): void {
    if (timer.context !== context) enterContext(timer.context);
    if (timer._repeat !== null) return this.#repeat(timer, due, now);
    timer._destroyed = true;
    if (timer.referenced) this.referenced--;
    call(timer);
  }

  #repeat(timer: Timeout, due: number, now: number): void {
    try {
      call(timer);
    } finally {
      if (timer._repeat === null) this.clear(timer);
      else if (timer._idleTimeout !== -1) {
        this.#take(timer);
        timer._idleTimeout = timer._repeat;
        const at = now - due < LATE ? due : now;
        this.#put(timer, { first: at, last: at });
      }
    }
  }

  #startNow(): Start {
    const now = this.#host.now();
    if (now - this.#start.first < 1) this.#start.last = now;
    else this.#start = { first: now, last: now };
    return this.#start;
  }

  #put(timer: Timeout, start: Start): void {
    const duration = Math.trunc(timer._idleTimeout);
    timer.start = start;
    let list = this.#lists.get(duration);
    if (list === undefined) {
      if (this.#lists.size >= MANY) this.#tidy();
      list = { duration, timers: new Set(), expiry: start.last + duration };
      this.#lists.set(duration, list);
      this.#order.push(list);
      this.#move(list, list.expiry);
    } else if (list.timers.size === 0) this.#move(list, start.last + duration);
    list.timers.add(timer);
  }

  #take(timer: Timeout): void {
    this.#lists.get(Math.trunc(timer._idleTimeout))?.timers.delete(timer);
  }

  #forget(list: List): void {
    if (this.#lists.get(list.duration) !== list) return;
    this.#lists.delete(list.duration);
    this.#order.splice(this.#order.indexOf(list), 1);
  }

  #tidy(): void {
    for (const list of this.#order.slice()) if (list.timers.size === 0) this.#forget(list);
  }

  /** Moves the list to its place: behind those that expire at the same time. */
  #move(list: List, expiry: number): void {
    const order = this.#order;
    list.expiry = expiry;
    if (order.length === 1) return;
    let i = order.indexOf(list);
    // Mostly it goes on the way to the end, where it may be already.
    while (i + 1 < order.length && order[i + 1].expiry <= expiry) order[i] = order[++i];
    while (i > 0 && order[i - 1].expiry > expiry) order[i] = order[--i];
    order[i] = list;
  }

  /** What is out of range is 1, as in browsers. */
  #durationOf(delay: unknown): number {
    if (delay === undefined) return 1;
    const milliseconds = (delay as number) * 1;
    if (milliseconds >= 1 && milliseconds <= LONGEST) return milliseconds;
    if (milliseconds > LONGEST) {
      this.#warn(`${milliseconds} does not fit into a 32-bit signed integer.`, 'TimeoutOverflowWarning');
    } else if (milliseconds < 0 && !this.#negative) {
      this.#negative = true;
      this.#warn(`${milliseconds} is a negative number.`, 'TimeoutNegativeWarning');
    } else if (Number.isNaN(milliseconds) && !this.#noNumber) {
      this.#noNumber = true;
      this.#warn(`${milliseconds} is not a number.`, 'TimeoutNaNWarning');
    }
    return 1;
  }

  #warn(what: string, type: string): void {
    this.#host.warn(`${what}\nTimeout duration was set to 1.`, type);
  }
}

// Virtual time: a queue of what happens when, ordered by time and then by the order in which it was put in.
// Time stands still while something happens and jumps to the next event, so a run costs what its events cost
// and two runs with the same events are the same.

interface Entry {
  readonly time: number;
  readonly sequence: number;
  action: (() => void) | undefined;
}

export class Clock {
  #now = 0;
  #sequence = 0;
  /** A binary heap: each entry is before both at twice its place. */
  readonly #heap: Entry[] = [];
  #ticks: (() => void)[] = [];

  /** Milliseconds since the beginning. */
  now(): number {
    return this.#now;
  }

  /** Runs `action` once, `delay` milliseconds from now; the result cancels it. */
  after(delay: number, action: () => void): () => void {
    return this.at(this.#now + Math.max(0, delay), action);
  }

  /** Runs `action` once at `time`, or as soon as can be when that has passed; the result cancels it. */
  at(time: number, action: () => void): () => void {
    const entry: Entry = { time: Math.max(time, this.#now), sequence: this.#sequence++, action };
    this.#push(entry);
    return () => {
      entry.action = undefined;
    };
  }

  /** Runs `action` after the present event and before the next one. */
  tick(action: () => void): void {
    this.#ticks.push(action);
  }

  /** The time of the next event, or infinity when there is none. */
  next(): number {
    while (this.#heap.length > 0 && this.#heap[0].action === undefined) this.#pop();
    return this.#heap.length > 0 ? this.#heap[0].time : Infinity;
  }

  /** Lets the next event happen, if it is due by `limit`; false when there was none. */
  step(limit = Infinity): boolean {
    this.#runTicks();
    const time = this.next();
    if (time === Infinity || time > limit) return false;
    const { action } = this.#pop();
    this.#now = time;
    action?.();
    this.#runTicks();
    return true;
  }

  /** Lets everything happen that is due within `milliseconds`; the clock then stands at their end. */
  run(milliseconds: number): void {
    const end = this.#now + milliseconds;
    while (this.step(end));
    this.#now = Math.max(this.#now, end);
  }

  /** Lets everything happen until nothing is left. */
  runUntilIdle(): void {
    while (this.step());
  }

  #runTicks(): void {
    while (this.#ticks.length > 0) {
      const due = this.#ticks;
      this.#ticks = [];
      for (const action of due) action();
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(entry, heap[above])) break;
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = entry;
  }

  /** Takes the first entry; the caller knows that there is one. */
  #pop(): Entry {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop() as Entry;
    if (heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let at = 0;
    while (true) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1], heap[below])) below++;
      if (!isBefore(heap[below], entry)) break;
      heap[at] = heap[below];
      at = below;
    }
    heap[at] = entry;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
}

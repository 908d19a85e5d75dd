// The connections of a listener that nobody has accepted yet: half-open ones, whose third packet is under way,
// and complete ones, which wait in order. Both count.

import type { SimSocket } from './socket.ts';

export class Backlog {
  size = 1;
  readonly #halfOpen = new Set<SimSocket>();
  readonly #waiting: SimSocket[] = [];

  hasRoom(): boolean {
    return this.#halfOpen.size + this.#waiting.length < this.size;
  }

  begin(child: SimSocket): void {
    this.#halfOpen.add(child);
  }

  /** False when the connection has come to nothing meanwhile. */
  complete(child: SimSocket): boolean {
    if (!this.#halfOpen.delete(child)) return false;
    this.#waiting.push(child);
    return true;
  }

  forget(child: SimSocket): void {
    this.#halfOpen.delete(child);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  next(): SimSocket | undefined {
    return this.#waiting.shift();
  }

  /** Takes all of them: the listener closes. */
  clear(): SimSocket[] {
    const all = [...this.#halfOpen, ...this.#waiting];
    this.#halfOpen.clear();
    this.#waiting.length = 0;
    return all;
  }
}

// The sockets that gather small writes until the tick ends. One of them schedules the flush for all; the end of
// the program flushes what is left, so that `write(); write(); process.exit()` loses nothing.

import { Duplex } from 'node:stream';
import type { SocketMethods } from './socket.ts';
import { sendGathered, ungather } from './writing.ts';

export class Gatherer {
  #gathering: SocketMethods[] = [];
  readonly #nextTick: (callback: () => void) => void;
  #ticking = true;

  constructor(nextTick: (callback: () => void) => void, onExit: (callback: () => void) => void) {
    this.#nextTick = nextTick;
    onExit(() => {
      this.#ticking = false;
      this.#take().forEach(ungather);
    });
  }

  /** There will be another tick: false once the program ends, when what is written has to go at once. */
  get ticking(): boolean {
    return this.#ticking;
  }

  /** Corks `socket` until the tick ends. */
  add(socket: SocketMethods): void {
    Duplex.prototype.cork.call(socket);
    this.#gathering.push(socket);
    if (this.#gathering.length === 1) this.#nextTick(this.#flush);
  }

  readonly #flush = (): void => this.#take().forEach(sendGathered);

  #take(): SocketMethods[] {
    const gathered = this.#gathering;
    this.#gathering = [];
    return gathered;
  }
}

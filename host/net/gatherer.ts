// Which tick it is, and the sockets that gather small writes until it ends, each in a tick of its own so that its
// callbacks run in its own context and order. The end of the program sends what is left, so that `write(); write();
// process.exit()` loses nothing.

import { Duplex } from 'node:stream';
import type { SocketMethods } from './socket.ts';
import { sendGathered, ungather } from './writing.ts';

type NextTick = (callback: (socket: SocketMethods) => void, socket?: SocketMethods) => void;

export class Gatherer {
  readonly #gathering = new Set<SocketMethods>();
  readonly #nextTick: NextTick;
  #ticking = true;
  #tick = 1;
  #counted = false;

  constructor(nextTick: NextTick, onExit: (callback: () => void) => void) {
    this.#nextTick = nextTick;
    onExit(() => {
      this.#ticking = false;
      for (const socket of this.#gathering) ungather(socket);
    });
  }

  /** There will be another tick: false once the program ends, when what is written has to go at once. */
  get ticking(): boolean {
    return this.#ticking;
  }

  /** The number of the present tick: it changes only where `countTick` was called. */
  get tick(): number {
    return this.#tick;
  }

  /** The number of the present tick, and one that differs from the next. */
  countTick(): number {
    if (!this.#counted) {
      this.#counted = true;
      this.#nextTick(this.#count);
    }
    return this.#tick;
  }

  /** Corks `socket` until the tick ends. */
  add(socket: SocketMethods): void {
    Duplex.prototype.cork.call(socket);
    this.#gathering.add(socket);
    this.#nextTick(this.#send, socket);
  }

  readonly #count = (): void => {
    this.#counted = false;
    this.#tick++;
  };

  readonly #send = (socket: SocketMethods): void => {
    this.#gathering.delete(socket);
    sendGathered(socket);
  };
}

// How a simulated socket tells what is ready: in an event of its own, never from within a call, and only what
// is still watched by then. Several things that become ready at once are told at once.

import { READY_FAILED } from '../../../assembly/abi.ts';
import type { Ready } from '../provider.ts';
import type { Clock } from './clock.ts';

export class Readiness {
  /** The engine's handle; 0 while there is none. */
  handle: number;
  /** READY_ bits that the engine wants to know of. */
  watched = 0;
  #untold = 0;
  readonly #clock: Clock;
  readonly #ready: Ready;

  constructor(clock: Clock, ready: Ready, handle: number) {
    this.#clock = clock;
    this.#ready = ready;
    this.handle = handle;
  }

  tell(readiness: number): void {
    const wanted = readiness & (this.watched | READY_FAILED);
    if (wanted === 0) return;
    if (this.#untold === 0) this.#clock.after(0, () => this.#deliver());
    this.#untold |= wanted;
  }

  #deliver(): void {
    const bits = this.#untold & (this.watched | READY_FAILED);
    this.#untold = 0;
    if (bits !== 0 && this.handle !== 0) this.#ready(this.handle, bits);
  }
}

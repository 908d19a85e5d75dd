// What a command is doing, on stderr: in one line that is written anew on a terminal, else a line for each step.

import type { WriteStream } from 'node:tty';

const PREFIX = 'wasi-net: ';
const CLEAR = '\r\x1b[K';

export class Progress {
  readonly #out: WriteStream;
  readonly #started = performance.now();
  #shown = false;

  constructor(out: WriteStream = process.stderr) {
    this.#out = out;
  }

  step(text: string): void {
    this.#out.write(this.#out.isTTY ? `${CLEAR}${PREFIX}${text} …` : `${PREFIX}${text}\n`);
    this.#shown = true;
  }

  /** Takes the line of the last step away. */
  clear(): void {
    if (this.#shown && this.#out.isTTY) this.#out.write(CLEAR);
    this.#shown = false;
  }

  /** A line that stays. */
  tell(text: string): void {
    this.clear();
    this.#out.write(`${PREFIX}${text}\n`);
  }

  get seconds(): string {
    return `${((performance.now() - this.#started) / 1000).toFixed(1)} s`;
  }
}

// What the package has for programs in guests: the parts of dist/guest, the WIT of their world, the engine and what
// joins it to them.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { guestWit } from '../compose/guest-wit.ts';

export class Parts {
  readonly #dist: string;

  /** @param dist the folder in which the package was built */
  constructor(dist: string) {
    this.#dist = resolve(dist);
  }

  /** The modules of dist/guest, each with its path below it. */
  modules(): Map<string, string> {
    const folder = join(this.#dist, 'guest');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map(file => file.replaceAll('\\', '/'))
      .filter(file => file.endsWith('.mjs'))
      .sort();
    return new Map(files.map(file => [file, readFileSync(join(folder, file), 'utf8')]));
  }

  /** The world of a guest and all that it names. */
  wit(): string {
    return `${this.#text('guest.wit')}\n${guestWit(this.#text('engine.wit'), this.#text('mirror.wit'), this.#text('hashes.wit'))}`;
  }

  engine(): Uint8Array {
    return readFileSync(join(this.#dist, 'engine.component.wasm'));
  }

  get composer(): string {
    return join(this.#dist, 'compose.wasm');
  }

  /** The command itself, which decides what a component becomes of all this. */
  get command(): string {
    return join(this.#dist, 'cli.mjs');
  }

  #text(name: string): string {
    return readFileSync(join(this.#dist, 'guest', name), 'utf8');
  }
}

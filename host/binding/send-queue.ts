// What one write still has to send: chunks, and how far into them the engine has come. The host's stream owns
// the write; this only remembers the place between two sends.

export class SendQueue {
  readonly #chunks: readonly Uint8Array[];
  #index = 0;
  #offset = 0;

  constructor(chunks: readonly Uint8Array[]) {
    this.#chunks = chunks;
    this.#skipEmpty();
  }

  get empty(): boolean {
    return this.#index === this.#chunks.length;
  }

  /** Bytes left of the present chunk. */
  get left(): number {
    return this.#chunks[this.#index].length - this.#offset;
  }

  /** Whether a chunk of at least `large` bytes is left. */
  hasLarge(large: number): boolean {
    if (this.empty || this.left >= large) return !this.empty;
    for (let i = this.#index + 1; i < this.#chunks.length; i++)
      if (this.#chunks[i].length >= large) return true;
    return false;
  }

  /** Whether a chunk of less than `large` bytes is left, and has any. */
  hasSmall(large: number): boolean {
    for (let i = this.#index; i < this.#chunks.length; i++) {
      const length = this.#chunks[i].length - (i === this.#index ? this.#offset : 0);
      if (length > 0 && length < large) return true;
    }
    return false;
  }

  /** Bytes left, counted up to `most`. */
  upTo(most: number): number {
    let total = -this.#offset;
    for (let i = this.#index; i < this.#chunks.length && total < most; i++) total += this.#chunks[i].length;
    return Math.min(total, most);
  }

  /** Bytes to gather: chunks from here on that are shorter than `large`, up to `most` bytes. */
  gatherable(large: number, most: number): number {
    let total = 0;
    let offset = this.#offset;
    for (let i = this.#index; i < this.#chunks.length; i++) {
      const length = this.#chunks[i].length - offset;
      if (length >= large) break;
      if (total + length > most) return most;
      total += length;
      offset = 0;
    }
    return total;
  }

  /** The next `most` bytes of the present chunk, by reference; the place moves past them. */
  slice(most: number): Uint8Array {
    const chunk = this.#chunks[this.#index];
    const end = Math.min(this.#offset + most, chunk.length);
    const part = this.#offset === 0 && end === chunk.length ? chunk : chunk.subarray(this.#offset, end);
    this.#moveTo(end);
    return part;
  }

  /** The next `bytes` in pieces, by reference; several shorter than `large` on end are copied into one. */
  pieces(bytes: number, large: number, allocate: (length: number) => Uint8Array): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    for (let rest = bytes; rest > 0; rest -= pieces[pieces.length - 1].length) {
      const gathered = this.gatherable(large, rest);
      if (gathered <= this.left) {
        pieces.push(this.slice(rest));
      } else {
        const copy = allocate(gathered);
        this.copyTo(copy, 0, gathered);
        pieces.push(copy);
      }
    }
    return pieces;
  }

  /** Copies the next `bytes` into `memory` at `at`; the place moves past them. */
  copyTo(memory: Uint8Array, at: number, bytes: number): void {
    let left = bytes;
    let place = at;
    while (left > 0) {
      const part = this.slice(left);
      if (part.length <= 32) for (let i = 0; i < part.length; i++) memory[place + i] = part[i];
      else memory.set(part, place);
      place += part.length;
      left -= part.length;
    }
  }

  #moveTo(offset: number): void {
    this.#offset = offset;
    if (offset < this.#chunks[this.#index].length) return;
    this.#index++;
    this.#offset = 0;
    this.#skipEmpty();
  }

  #skipEmpty(): void {
    while (this.#index < this.#chunks.length && this.#chunks[this.#index].length === 0) this.#index++;
  }
}

/** Of a write that the engine has all of. */
export const NOTHING_LEFT = new SendQueue([]);

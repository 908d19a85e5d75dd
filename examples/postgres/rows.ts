// The data: a reading is a pure function of its number, so what comes back from the database can be compared
// with what went in without keeping it. Text holds letters of two, three and four bytes, because a socket
// counts bytes where a string counts characters.
import { createHash } from 'node:crypto';

export interface Reading {
  id: number;
  sensor: string;
  value: number;
  note: string;
}

const PLACES = ['Zürich', 'København', 'Αθήνα', '東京', 'Nairobi', 'Tromsø 🌌'];

/** The reading of number `id`, from 1. */
export function reading(id: number): Reading {
  const value = (id * 7919) % 10_007;
  const note = value % 3 === 0 ? `${'·'.repeat(value % 40)} checked` : '';
  return { id, sensor: `${PLACES[id % PLACES.length]} ${id % 97}`, value, note };
}

/** Adds readings up, in order, to what the two ends compare. */
export class Summary {
  count = 0;
  total = 0;
  readonly #hash = createHash('sha256');

  add(rows: Iterable<Reading>): void {
    let text = '';
    for (const { id, sensor, value, note } of rows) {
      this.count += 1;
      this.total += value;
      text += `${id}\t${sensor}\t${value}\t${note}\n`;
    }
    this.#hash.update(text);
  }

  /** The start of the SHA-256 of all rows, in hex. Ask once, at the end. */
  checksum(): string {
    return this.#hash.digest('hex').slice(0, 16);
  }
}

/** Readings `first` to `last`, both included. */
export function readings(first: number, last: number): Reading[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => reading(first + i));
}

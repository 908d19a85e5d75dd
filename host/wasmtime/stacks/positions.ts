// Where in its sources a position of the program is. Each line is mapped by itself, so that one line is read when a stack
// has been asked for, and the rest stays text.

import { decode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';

export interface Position {
  readonly source: string;
  /** From 1 on, as a stack has them. */
  readonly line: number;
  readonly column: number;
}

export class Positions {
  readonly #sources: readonly string[];
  readonly #mappings: string;
  #lines: string[] | undefined;

  /** @param mappings of each line as if there were no other, with `;` between them */
  constructor(sources: readonly string[], mappings: string) {
    this.#sources = sources;
    this.#mappings = mappings;
  }

  /** Undefined for what is in no source. */
  find(line: number, column: number): Position | undefined {
    this.#lines ??= this.#mappings.split(';');
    const mappings = this.#lines[line - 1];
    if (!mappings) return undefined;
    let last: SourceMapSegment | undefined;
    for (const segment of decode(mappings)[0]) {
      if (segment[0] > column - 1) break;
      last = segment;
    }
    if (last === undefined || last.length === 1) return undefined;
    return { source: this.#sources[last[1]], line: last[2] + 1, column: last[3] + 1 };
  }
}

// What a command tells instead of its result, one line each, and the exit code it ends with.

/** The command line was wrong. */
export const USAGE = 2;
/** The work failed. */
export const FAILED = 1;

export class Failure extends Error {
  readonly lines: readonly string[];
  readonly exitCode: number;

  constructor(lines: string | readonly string[], exitCode = FAILED) {
    const all = typeof lines === 'string' ? [lines] : lines;
    super(all.join('\n'));
    this.lines = all;
    this.exitCode = exitCode;
  }
}

// What a command tells instead of its result, one line each, and the exit code it ends with.

/** The command line was wrong. */
export const USAGE = 2;
/** The work failed. */
export const FAILED = 1;

/** What should have been started is not there: as shells say it. */
export const NOT_FOUND = 127;

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

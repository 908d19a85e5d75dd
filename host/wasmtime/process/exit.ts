// The end of the program.

import { exitWithCode } from 'wasi:cli/exit@0.2.12';

/** Does not return. What was written has been written. */
export function leave(code: number): void {
  exitWithCode(code & 255);
}

// A child process that speaks in lines of JSON on its standard output.

import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Calls `onLine` with each line that `child` writes. Resolves when it has ended and all was read. */
export function readLines(child: ChildProcess, onLine: (line: never) => void): Promise<number | null> {
  const { stdout } = child;
  if (!stdout) throw new Error('the output is not a pipe');
  createInterface({ input: stdout }).on('line', line => onLine(JSON.parse(line) as never));
  return new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('close', ended);
  });
}

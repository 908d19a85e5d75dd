// Errors that nobody caught: told to the process, which ends unless somebody takes them.
// node: lib/internal/process/execution.js, src/node_errors.cc

import { inspect } from 'node:util';
import { getStderr } from 'wasi:cli/stderr@0.2.12';
import { captured } from './process/capture.ts';
import { process } from './process.ts';
import { writeNow } from './stdio.ts';

export type Origin = 'uncaughtException' | 'unhandledRejection';

/** The exit code where the handling of an error failed. */
const FAILED_TO_HANDLE = 7;

/** Returns when the program goes on. */
export function uncaught(error: unknown, origin: Origin = 'uncaughtException'): void {
  try {
    process.emit('uncaughtExceptionMonitor', error, origin);
    if (captured(error) || process.emit('uncaughtException', error, origin)) return;
  } catch (another) {
    report(another);
    process.reallyExit(FAILED_TO_HANDLE);
  }
  try {
    if (!process._exiting) {
      process.exitCode = 1;
      process.tellExit(1);
    }
  } catch {
    // The first error counts.
  }
  report(error);
  process.reallyExit(process.exitCode ?? 1);
}

/** Where the source is not at hand there is no excerpt of it: the stack says where. */
function report(error: unknown): void {
  writeNow(getStderr(), `${shown(error)}\n\nwasi-net (Node.js ${process.version})\n`);
}

function shown(error: unknown): string {
  if (typeof error === 'symbol') return '';
  if ((typeof error !== 'object' || error === null) && typeof error !== 'function') return String(error);
  return inspect(error);
}

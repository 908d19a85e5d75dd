// The start of a program: its modules, then the event loop until nothing is left, then the end.

import { getStderr } from 'wasi:cli/stderr@0.2.12';
import { beginTime } from './clock.ts';
import { loop, survive } from './event-loop.ts';
import { type Origin, uncaught } from './fatal.ts';
import { process } from './process.ts';
import { writeNow } from './stdio.ts';

/** The exit code where a module waits for something that never comes. */
const UNSETTLED = 13;

/**
 * What the component exports as `wasi:cli/run`: `load` evaluates the program's modules, and returns a promise where the
 * first is an ES module.
 */
export function start(load: () => unknown): { run(): void } {
  return {
    run() {
      beginTime();
      let settled = true;
      const failed = (error: unknown, origin?: Origin) => {
        settled = true;
        survive(error, origin);
      };
      loop.call(() => {
        try {
          const loaded = load();
          if (!(loaded instanceof Promise)) return;
          settled = false;
          loaded.then(
            () => (settled = true),
            error => failed(error, 'unhandledRejection'),
          );
        } catch (error) {
          failed(error);
        }
      });
      do {
        loop.run();
        loop.call(() => process.emit('beforeExit', Number(process.exitCode ?? 0)));
      } while (loop.alive);
      end(settled);
    },
  };
}

function end(settled: boolean): void {
  if (!settled && process.exitCode === undefined) {
    writeNow(getStderr(), 'Warning: Detected unsettled top-level await\n');
    process.exitCode = UNSETTLED;
  }
  try {
    process.exit();
  } catch (error) {
    uncaught(error);
  }
}

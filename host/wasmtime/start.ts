// The start of a program: its modules, then the event loop until nothing is left, then the end.

import { beginTime } from './clock.ts';
import { loop } from './event-loop.ts';
import { process } from './process.ts';

/** What the component exports as `wasi:cli/run`: `load` evaluates the program's modules. */
export function start(load: () => unknown): { run(): void } {
  return {
    run() {
      beginTime();
      loop.call(load);
      do {
        loop.run();
        process.emit('beforeExit', process.exitCode ?? 0);
      } while (loop.alive);
      process.exit();
    },
  };
}

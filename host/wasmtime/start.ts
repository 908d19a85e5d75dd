// The start of a program: its modules, then the event loop until nothing is left, then the end.

import { loop } from './event-loop.ts';
import { uncaught } from './fatal.ts';
import { process } from './process.ts';

/** What the component exports as `wasi:cli/run`: `load` evaluates the program's modules. */
export function start(load: () => unknown): { run(): void } {
  return {
    run() {
      try {
        load();
      } catch (error) {
        uncaught(error);
      }
      do {
        loop.run();
        process.emit('beforeExit', process.exitCode ?? 0);
      } while (loop.alive);
      process.exit();
    },
  };
}

// The present async context: what an AsyncLocalStorage reads. It is one value; promises, ticks, timers and sockets keep
// the one in which they were made and bring it back for their callbacks.

import type { Scope } from '../../provider/provider.ts';

let current: unknown;

export function currentContext(): unknown {
  return current;
}

/** Makes `next` the present context and returns the one before. */
export function enterContext(next: unknown): unknown {
  const before = current;
  current = next;
  return before;
}

/** Keeps the present context. */
export function snapshot(): Scope {
  const kept = current;
  return {
    runInAsyncScope(run) {
      const before = enterContext(kept);
      try {
        return run();
      } finally {
        enterContext(before);
      }
    },
  };
}

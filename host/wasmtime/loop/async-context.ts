// The present async context: what an AsyncLocalStorage reads. It is one value; promises, ticks, timers and sockets keep
// the one in which they were made and bring it back for their callbacks.

import type { Scope } from '../../provider/provider.ts';

/** Read where a call would cost too much: whoever enters one for a callback compares first. */
export let context: unknown;

export function currentContext(): unknown {
  return context;
}

/** Makes `next` the present context and returns the one before. */
export function enterContext(next: unknown): unknown {
  const before = context;
  context = next;
  return before;
}

/** Keeps the present context. */
export function snapshot(): Scope {
  const kept = context;
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

let lastAsyncId = 1;

/** The number of the next resource that is asked for one. */
export function nextAsyncId(): number {
  return ++lastAsyncId;
}

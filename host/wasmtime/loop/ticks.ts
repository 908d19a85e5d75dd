// process.nextTick, and the end of every turn: the ticks, then the microtasks, again and again until there are
// neither, then the rejections that nobody handled. node: lib/internal/process/task_queues.js

import { currentContext, enterContext } from './async-context.ts';
import { drainMicrotasks } from './microtasks.ts';

type Callback = (...args: unknown[]) => void;

interface Tick {
  callback: Callback;
  args: unknown[];
  context: unknown;
}

let ticks: Tick[] = [];
let head = 0;

export function nextTick(callback: Callback, ...args: unknown[]): void {
  ticks.push({ callback, args, context: currentContext() });
}

/** Runs what waits. An error comes out with the rest still waiting: call it again. True when something ran. */
export function runTicks(): void {
  do {
    while (head < ticks.length) {
      const { callback, args, context } = ticks[head++];
      const before = enterContext(context);
      try {
        callback(...args);
      } finally {
        enterContext(before);
      }
    }
    ticks = [];
    head = 0;
    drainMicrotasks();
  } while (ticks.length > 0);
}

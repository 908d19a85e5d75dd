// process.nextTick, and the end of every callback: the ticks, then the microtasks, again and again until there are
// neither, then the rejections that nobody handled. node: lib/internal/process/task_queues.js

import { context, enterContext } from './async-context.ts';
import { drainMicrotasks } from './microtasks.ts';

export type TickCallback = (...args: unknown[]) => void;

/** Callback, arguments and context of each tick, in turn. */
const ticks: unknown[] = [];
let head = 0;
/** A number of its own for each tick, and for what runs before the next one. */
export let tick = 0;

/** Above this many, what has run is cut off while the ticks run. */
const CUT = 3 * 1024;

export function nextTick(callback: TickCallback, ...args: unknown[]): void {
  ticks.push(callback, args, context);
}

/** The same with the arguments in a list that is given away. */
export function queueTick(callback: TickCallback, args: unknown[]): void {
  ticks.push(callback, args, context);
}

/** Runs what waits. An error comes out with the rest still waiting: call it again. */
export function runTicks(): void {
  tick++;
  if (ticks.length === 0) {
    drainMicrotasks();
    if (ticks.length === 0) return;
  }
  const before = context;
  try {
    do {
      while (head < ticks.length) {
        const callback = ticks[head] as TickCallback;
        const args = ticks[head + 1] as unknown[];
        const own = ticks[head + 2];
        head += 3;
        tick++;
        if (head === CUT) cut();
        if (own !== context) enterContext(own);
        if (args.length === 0) callback();
        else if (args.length === 1) callback(args[0]);
        else callback.apply(undefined, args);
      }
      ticks.length = 0;
      head = 0;
      enterContext(before);
      drainMicrotasks();
    } while (ticks.length > 0);
  } finally {
    enterContext(before);
  }
}

function cut(): void {
  ticks.splice(0, head);
  head = 0;
}

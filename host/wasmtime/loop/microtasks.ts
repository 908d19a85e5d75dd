// The queue of microtasks: reactions of promises and what `queueMicrotask` was given. JavaScript's own queue cannot be
// drained from JavaScript, and a loop that leaves the guest for it pays for each turn; so guests have promises
// on a queue of ours (promise.ts), drained by a call.
// A job is an array: QuickJS makes one in a third of the time that an object of the same fields takes.

import { context, enterContext } from './async-context.ts';

/** A function, and what else it needs. */
export type Job = [run: (job: never, argument: unknown) => void, ...rest: unknown[]];
type Runnable = [run: (job: Job, argument: unknown) => void];

/** Each job and what it is for, in turn. */
const queue: unknown[] = [];
let head = 0;

/** Above this many, what has run is cut off while the queue is drained. */
const CUT = 4096;

export function enqueue(job: Job, argument: unknown): void {
  queue.push(job, argument);
}

/**
 * Runs jobs until there are none, each in a context of its own. What a job throws comes out; the rest is still there.
 */
export function drainMicrotasks(): void {
  if (queue.length === 0) return;
  const before = context;
  try {
    while (head < queue.length) {
      const job = queue[head] as Job;
      const argument = queue[head + 1];
      head += 2;
      if (head === CUT) cut();
      (job as unknown as Runnable)[0](job, argument);
    }
    queue.length = 0;
    head = 0;
  } finally {
    enterContext(before);
  }
}

/** `queueMicrotask`, its argument checked. */
export function queueCallback(callback: () => void): void {
  queue.push([callBack, callback, context], undefined);
}

type CallBack = [run: unknown, callback: () => void, context: unknown];

function callBack(job: CallBack): void {
  if (job[2] !== context) enterContext(job[2]);
  job[1]();
}

function cut(): void {
  queue.splice(0, head);
  head = 0;
}

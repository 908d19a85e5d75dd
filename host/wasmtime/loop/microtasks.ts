// The queue of microtasks: reactions of promises and what `queueMicrotask` was given. JavaScript's own queue cannot be
// drained from JavaScript, and a loop that leaves the guest for it pays for each turn; so guests have promises
// on a queue of ours (promise.ts), drained by a call.

/** A job and what it is for. */
export interface Job {
  run(argument: unknown): void;
}

const jobs: (Job | undefined)[] = [];
const given: unknown[] = [];
let head = 0;

/** Above this many, what has run is cut off while the queue is drained. */
const CUT = 4096;

export function enqueue(job: Job, argument: unknown): void {
  jobs.push(job);
  given.push(argument);
}

/** Runs jobs until there are none. What a job throws comes out; the rest is still there. */
export function drainMicrotasks(): void {
  while (head < jobs.length) {
    const job = jobs[head] as Job;
    const argument = given[head++];
    if (head === CUT) cut();
    job.run(argument);
  }
  if (head > 0) cut();
}

function cut(): void {
  jobs.splice(0, head);
  given.splice(0, head);
  head = 0;
}

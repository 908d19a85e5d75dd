// Runs a scenario on one `net` and gives its trace as text. A scenario is over when all its sockets have
// emitted 'close' and all its servers are unbound; one that is not over after 5 s, that throws, or in whose
// run anything is thrown from a callback, fails with the trace as far as it came.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Net } from './implementation.ts';
import { Trace } from './trace.ts';

/** A story about sockets, told to any `net`. */
export interface Scenario {
  /** A sentence; it is the name of the test. */
  readonly name: string;
  /** Compares the order of events between actors too: only where one tick or one await decides it. */
  readonly strict?: boolean;
  run(net: Net, t: Trace): Promise<void>;
}

/** How long a scenario may take, in milliseconds. Nothing in a passing one depends on it. */
const GUARD_MS = 5000;

/** The trace of one run; throws an Error whose message ends with the partial trace. `limit` is in milliseconds. */
export async function traceOf(scenario: Scenario, net: Net, limit = GUARD_MS): Promise<string> {
  const trace = new Trace();
  const guard = new Guard(limit);
  try {
    await Promise.race([guard.failed, whole(scenario, net, trace)]);
    return trace.render(scenario.strict);
  } catch (cause) {
    const open = trace.open().map(actor => actor.name);
    const left = open.length > 0 ? `still open: ${open.join(', ')}\n` : '';
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${reason}\n${left}${trace.render(scenario.strict)}`, { cause });
  } finally {
    await trace.dispose();
    guard.dispose();
  }
}

async function whole(scenario: Scenario, net: Net, trace: Trace): Promise<void> {
  await scenario.run(net, trace);
  for (let [actor] = trace.open(); actor !== undefined; [actor] = trace.open()) await actor.closed();
  // What comes after the last 'close' (a second 'close', a late callback) belongs into the trace as well.
  for (let turn = 0; turn < 3; turn++) await nextTurn();
}

/** Fails when time is up, or when something is thrown where no scenario can catch it. */
class Guard {
  readonly failed: Promise<never>;
  #fail: (cause: unknown) => void = () => {};
  #timer: NodeJS.Timeout;

  constructor(limit: number) {
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
    this.#timer = setTimeout(() => this.#fail(new Error(`not over after ${limit} ms`)), limit);
    process.on('uncaughtException', this.#fail);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    process.off('uncaughtException', this.#fail);
  }
}

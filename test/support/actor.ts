// What every actor of a trace has in common: a name, lines, and moments that a scenario can wait for.
// The recorder stands in `emit`, not among the listeners, because a listener changes what it watches:
// 'data' makes a stream flow, and whether 'error' has a listener decides over the life of the process.
import type { EventEmitter } from 'node:events';
import type { Trace } from './trace.ts';
import { error } from './trace-format.ts';

/** Someone whose events are written into a trace in the order in which they happen. */
export abstract class Actor {
  readonly name: string;
  protected readonly trace: Trace;
  #waiting: { event: string; resolve: () => void }[] = [];

  constructor(trace: Trace, name: string, emitter: EventEmitter) {
    this.trace = trace;
    this.name = name;
    tap(emitter, (event, args) => {
      this.seen(event, args);
      this.happened(event);
    });
    // An 'error' that nobody listens to throws; every trace wants it as a line instead.
    emitter.on('error', () => {});
  }

  /** Writes a line of the scenario's own into this actor's sequence. */
  log(text: string): void {
    this.trace.log(text, this.name);
  }

  /** A callback that logs that it was called, and with which error. */
  callback(label: string): (failure?: unknown) => void {
    return failure => this.log(calledBack(label, failure));
  }

  /** Resolves when the event is next emitted. */
  next(event: string): Promise<void> {
    return new Promise(resolve => this.#waiting.push({ event, resolve }));
  }

  /** Lets those go on who wait for an event, or for a moment of the actor's own. */
  protected happened(event: string): void {
    const due = this.#waiting.filter(w => w.event === event);
    this.#waiting = this.#waiting.filter(w => w.event !== event);
    for (const waiting of due) waiting.resolve();
  }

  /** Logs an event, just before its listeners run. */
  protected abstract seen(event: string, args: unknown[]): void;
}

/** The line of a callback, with its error if it was given one. */
export function calledBack(label: string, failure: unknown): string {
  return `${label} called back${failure ? ` with (${error(failure)})` : ''}`;
}

/** Calls `seen` for each event just before its listeners run. */
function tap(emitter: EventEmitter, seen: (event: string, args: unknown[]) => void): void {
  const emit = emitter.emit;
  emitter.emit = function tapped(this: EventEmitter, event: string | symbol, ...args: unknown[]): boolean {
    if (typeof event === 'string') seen(event, args);
    return Reflect.apply(emit, this, [event, ...args]);
  };
}

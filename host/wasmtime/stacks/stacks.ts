// `error.stack` as in Node: begins with the error, names the sources, and is made when it is first read. Both engines
// have an accessor for all errors, which gives the bare frames.

import { type Program, shownFrames } from './frames.ts';
import { Positions } from './positions.ts';

interface Captured {
  stack?: unknown;
}

const LIMIT = 10;
/** So many frames of the engine's are kept for each that is shown: most of an async call's are hidden. */
const FOR_EACH = 3;

const { get, set } = Object.getOwnPropertyDescriptor(Error.prototype, 'stack') as {
  get(this: Captured): unknown;
  set(this: Captured, value: unknown): void;
};
/** SpiderMonkey keeps all frames. */
const engineLimit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
const capture = Error.captureStackTrace;
const made = new WeakSet<object>();
let program: Program = { file: '', hidden: [], positions: new Positions([], '') };
let limit: unknown;

/** What the build knows of the program (host/cli/build/modules.ts). */
export function describeProgram(
  file: string,
  hidden: readonly string[],
  sources: readonly string[],
  mappings: string,
): void {
  program = { file, hidden, positions: new Positions(sources, mappings) };
}

function shownStack(error: object, frames: string): string {
  const most = typeof limit === 'number' ? limit : 0;
  return [headOf(error), ...shownFrames(frames, program, most)].join('\n');
}

function headOf(error: object): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

Object.defineProperty(Error.prototype, 'stack', {
  get(this: Captured) {
    const stack = get.call(this);
    if (typeof stack !== 'string' || made.has(this)) return stack;
    made.add(this);
    const shown = shownStack(this, stack);
    set.call(this, shown);
    return shown;
  },
  set(this: Captured, value: unknown) {
    made.add(this);
    set.call(this, value);
  },
  configurable: true,
});

Object.defineProperty(Error, 'captureStackTrace', {
  value(target: Captured, above?: CallableFunction): void {
    capture(target, above ?? Error.captureStackTrace);
    const frames = target.stack;
    if (typeof frames !== 'string') return;
    const keep = (value: unknown) =>
      Object.defineProperty(target, 'stack', { value, writable: true, configurable: true });
    Object.defineProperty(target, 'stack', {
      get() {
        const shown = shownStack(target, frames);
        keep(shown);
        return shown;
      },
      set: keep,
      configurable: true,
    });
  },
  writable: true,
  configurable: true,
});

Object.defineProperty(Error, 'stackTraceLimit', {
  get: () => limit,
  set(value: unknown) {
    limit = value;
    engineLimit?.set?.call(Error, typeof value === 'number' ? value * FOR_EACH : value);
  },
  enumerable: true,
  configurable: true,
});

Error.stackTraceLimit = LIMIT;

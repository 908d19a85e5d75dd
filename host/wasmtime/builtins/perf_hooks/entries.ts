// Marks, measures and their line in time. node: lib/internal/perf/usertiming.js; W3C User Timing 3

import { type Inspect, type InspectOptions, inspectAs } from '../../../net/shown-value.ts';
import { sinceStart } from '../../clock.ts';
import { coded, invalidType, validateNumber, validateObject } from '../errors.ts';

const kInspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;
/** Only these files make entries. */
export const MAKING = Symbol('making');

export class PerformanceEntry {
  readonly #name: string;
  readonly #type: string;
  readonly #start: number;
  readonly #duration: number;

  constructor(making: unknown, name: string, type: string, start: number, duration: number) {
    if (making !== MAKING) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    this.#name = name;
    this.#type = type;
    this.#start = start;
    this.#duration = duration;
  }

  get name(): string {
    return this.#name;
  }

  get entryType(): string {
    return this.#type;
  }

  get startTime(): number {
    return this.#start;
  }

  get duration(): number {
    return this.#duration;
  }

  toJSON(): Record<string, unknown> {
    const { name, entryType, startTime, duration } = this;
    return { name, entryType, startTime, duration };
  }

  [kInspect](left: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs(this.constructor.name, () => this.toJSON(), left, options, inspect);
  }
}

export interface MarkOptions {
  detail?: unknown;
  startTime?: number;
}

class Detailed extends PerformanceEntry {
  readonly #detail: unknown;

  constructor(name: string, type: string, start: number, duration: number, detail: unknown) {
    super(MAKING, name, type, start, duration);
    this.#detail = detail;
  }

  get detail(): unknown {
    return this.#detail;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), detail: this.#detail };
  }
}

export class PerformanceMark extends Detailed {
  constructor(...args: [name?: unknown, options?: MarkOptions | null]) {
    if (args.length === 0) throw missing('name');
    const [name, options] = args;
    if (options !== undefined && options !== null) validateObject(options, 'options');
    const start = options?.startTime ?? sinceStart();
    validateNumber(start, 'startTime');
    if (start < 0) throw invalidTime(start);
    super(`${name}`, 'mark', start, 0, copied(options?.detail));
  }
}

export class PerformanceMeasure extends Detailed {
  constructor(making: unknown, name: string, start: number, duration: number, detail: unknown) {
    if (making !== MAKING) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super(name, 'measure', start, duration, detail);
  }
}

export interface MeasureOptions {
  detail?: unknown;
  start?: string | number;
  end?: string | number;
  duration?: number;
}

/** `timeOf` gives the time of the last mark of a name. */
export function measured(
  name: unknown,
  startOrOptions: string | MeasureOptions | undefined,
  endMark: string | undefined,
  timeOf: (mark: string) => number,
): PerformanceMeasure {
  if (typeof name !== 'string') throw invalidType('name', 'string', name);
  const options: MeasureOptions =
    typeof startOrOptions === 'object' && startOrOptions !== null
      ? startOrOptions
      : { start: startOrOptions };
  const timed = (mark: string | number) => {
    if (typeof mark !== 'number') return timeOf(`${mark}`);
    if (mark < 0) throw invalidTime(mark);
    return mark;
  };
  const { start, end = endMark, duration } = options;
  let until = sinceStart();
  if (end !== undefined) until = timed(end);
  else if (start !== undefined && duration !== undefined) until = timed(start) + duration;
  let from = 0;
  if (start !== undefined) from = timed(start);
  else if (end !== undefined && duration !== undefined) from = until - duration;
  return new PerformanceMeasure(MAKING, name, from, until - from, copied(options.detail));
}

export function missing(...names: string[]): Error {
  const list = names.map(name => `"${name}"`).join(' and ');
  const verb = names.length > 1 ? 'arguments' : 'argument';
  return coded(TypeError, 'ERR_MISSING_ARGS', `The ${list} ${verb} must be specified`);
}

function invalidTime(time: number): Error {
  return coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${time} is not a valid timestamp`);
}

function copied(detail: unknown): unknown {
  return detail === undefined || detail === null ? null : structuredClone(detail);
}

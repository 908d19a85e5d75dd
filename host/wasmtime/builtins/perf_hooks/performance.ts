// `performance`: the time since the program started, and marks and measures in it. What would tell of the runtime
// itself (nodeTiming, eventLoopUtilization, histograms) is absent. node: lib/internal/perf/performance.js

import { type Inspect, type InspectOptions, inspectAs } from '../../../net/shown-value.ts';
import { sinceStart, timeOrigin } from '../../clock.ts';
import { EventTarget } from '../../globals/event-target.ts';
import { coded, validateFunction } from '../errors.ts';
import {
  MAKING,
  type MarkOptions,
  type MeasureOptions,
  measured,
  PerformanceEntry,
  PerformanceMark,
  type PerformanceMeasure,
} from './entries.ts';
import { announce } from './observer.ts';

const kInspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

export class Performance extends EventTarget {
  #entries: PerformanceEntry[] = [];

  constructor(making?: unknown) {
    if (making !== MAKING) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super();
  }

  get timeOrigin(): number {
    return timeOrigin();
  }

  now(): number {
    return sinceStart();
  }

  mark(...args: [name?: unknown, options?: MarkOptions]): PerformanceMark {
    return this.#add(new PerformanceMark(...args));
  }

  measure(name: unknown, startOrOptions?: string | MeasureOptions, end?: string): PerformanceMeasure {
    return this.#add(measured(name, startOrOptions, end, mark => this.#timeOf(mark)));
  }

  getEntries(): PerformanceEntry[] {
    return this.#entries.toSorted((a, b) => a.startTime - b.startTime);
  }

  getEntriesByType(type: string): PerformanceEntry[] {
    return this.getEntries().filter(entry => entry.entryType === type);
  }

  getEntriesByName(name: string, type?: string): PerformanceEntry[] {
    return this.getEntries().filter(
      entry => entry.name === name && (type === undefined || entry.entryType === type),
    );
  }

  clearMarks(name?: string): void {
    this.#clear('mark', name);
  }

  clearMeasures(name?: string): void {
    this.#clear('measure', name);
  }

  /** The function, each of whose calls is told to observers of 'function'. */
  timerify<F extends (...args: never[]) => unknown>(fn: F): F {
    validateFunction(fn, 'fn');
    const timed = function (this: unknown, ...args: unknown[]) {
      const start = sinceStart();
      const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
      announce(new PerformanceEntry(MAKING, fn.name, 'function', start, sinceStart() - start));
      return result;
    };
    Object.defineProperty(timed, 'name', { value: `timerified ${fn.name}`, configurable: true });
    Object.defineProperty(timed, 'length', { value: fn.length, configurable: true });
    return timed as unknown as F;
  }

  toJSON(): Record<string, unknown> {
    return { timeOrigin: this.timeOrigin };
  }

  [kInspect](left: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs('Performance', () => this.toJSON(), left, options, inspect);
  }

  #add<E extends PerformanceEntry>(entry: E): E {
    this.#entries.push(entry);
    announce(entry);
    return entry;
  }

  #timeOf(mark: string): number {
    const found = this.#entries.findLast(entry => entry.entryType === 'mark' && entry.name === mark);
    if (found) return found.startTime;
    throw new DOMException(`The "${mark}" performance mark has not been set`, 'SyntaxError');
  }

  #clear(type: string, name: string | undefined): void {
    this.#entries = this.#entries.filter(
      entry => entry.entryType !== type || (name !== undefined && entry.name !== name),
    );
  }
}

export const performance = new Performance(MAKING);

// PerformanceObserver. Entries are told in an immediate, those that came until then together.
// node: lib/internal/perf/observe.js

import { loop } from '../../event-loop.ts';
import { coded, validateFunction, validateObject } from '../errors.ts';
import { MAKING, missing, type PerformanceEntry } from './entries.ts';

type Callback = (list: PerformanceObserverEntryList, observer: PerformanceObserver) => void;

const TYPES = Object.freeze(['function', 'mark', 'measure']);

const observers = new Set<PerformanceObserver>();
/** Those that have something to tell. */
const pending = new Set<PerformanceObserver>();

let give: (observer: PerformanceObserver, entry: PerformanceEntry) => void;
let tell: (observer: PerformanceObserver) => void;

export class PerformanceObserverEntryList {
  readonly #entries: PerformanceEntry[];

  constructor(making: unknown, entries: PerformanceEntry[]) {
    if (making !== MAKING) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    this.#entries = entries.sort((a, b) => a.startTime - b.startTime);
  }

  getEntries(): PerformanceEntry[] {
    return this.#entries.slice();
  }

  getEntriesByType(type: string): PerformanceEntry[] {
    return this.#entries.filter(entry => entry.entryType === type);
  }

  getEntriesByName(name: string, type?: string): PerformanceEntry[] {
    return this.#entries.filter(
      entry => entry.name === name && (type === undefined || entry.entryType === type),
    );
  }
}

interface ObserveOptions {
  type?: string;
  entryTypes?: string[];
}

export class PerformanceObserver {
  static readonly supportedEntryTypes = TYPES;
  readonly #callback: Callback;
  readonly #types = new Set<string>();
  #entries: PerformanceEntry[] = [];

  static {
    give = (observer, entry) => {
      if (!observer.#types.has(entry.entryType)) return;
      observer.#entries.push(entry);
      if (pending.size === 0) loop.immediates.start(tellAll, undefined);
      pending.add(observer);
    };
    tell = observer => {
      const list = new PerformanceObserverEntryList(MAKING, observer.takeRecords());
      if (list.getEntries().length > 0) observer.#callback(list, observer);
    };
  }

  constructor(callback: Callback) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }

  observe(options: ObserveOptions = {}): void {
    validateObject(options, 'options');
    const { type, entryTypes } = options;
    if (type === undefined && entryTypes === undefined) throw missing('options.entryTypes', 'options.type');
    if (entryTypes !== undefined) this.#types.clear();
    for (const each of entryTypes ?? [type as string]) if (TYPES.includes(each)) this.#types.add(each);
    if (this.#types.size > 0) observers.add(this);
    else this.disconnect();
  }

  disconnect(): void {
    observers.delete(this);
    pending.delete(this);
    this.#types.clear();
    this.#entries = [];
  }

  takeRecords(): PerformanceEntry[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }
}

/** Tells whoever observes such entries. */
export function announce(entry: PerformanceEntry): void {
  for (const observer of observers) give(observer, entry);
}

function tellAll(): void {
  const present = [...pending];
  pending.clear();
  for (const observer of present) tell(observer);
}

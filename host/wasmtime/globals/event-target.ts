// Event, CustomEvent and EventTarget. node: lib/internal/event_target.js; WHATWG DOM 2

import { type Inspect, type InspectOptions, inspectAs } from '../../net/shown-value.ts';
import { coded, invalidType, nodeError } from '../builtins/errors.ts';
import { kListeners, targetMaxListeners } from '../builtins/events/targets.ts';
import { nameClass } from './define.ts';

const kInspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

interface EventOptions {
  bubbles?: boolean;
  cancelable?: boolean;
  composed?: boolean;
}

/** What only the target that dispatches an event changes of it. */
interface Dispatch {
  target: EventTarget | null;
  running: boolean;
  stopped: boolean;
  passive: boolean;
}

let dispatchOf: (event: Event) => Dispatch;

export class Event {
  static readonly NONE = 0;
  static readonly CAPTURING_PHASE = 1;
  static readonly AT_TARGET = 2;
  static readonly BUBBLING_PHASE = 3;
  readonly #dispatch: Dispatch = { target: null, running: false, stopped: false, passive: false };
  #type: string;
  #bubbles: boolean;
  #cancelable: boolean;
  readonly #composed: boolean;
  readonly #timeStamp = performance.now();
  #prevented = false;
  #cancelBubble = false;

  static {
    dispatchOf = event => event.#dispatch;
  }

  constructor(...args: [type?: unknown, options?: EventOptions | null]) {
    if (args.length === 0) throw nodeError('ERR_MISSING_ARGS', 'type');
    const [type, options] = args;
    if (options !== undefined && options !== null && typeof options !== 'object') {
      throw invalidType('options', 'Object', options);
    }
    this.#type = `${type}`;
    this.#bubbles = Boolean(options?.bubbles);
    this.#cancelable = Boolean(options?.cancelable);
    this.#composed = Boolean(options?.composed);
  }

  initEvent(type: unknown, bubbles = false, cancelable = false): void {
    if (this.#dispatch.running) return;
    this.#type = `${type}`;
    this.#bubbles = Boolean(bubbles);
    this.#cancelable = Boolean(cancelable);
  }

  get type(): string {
    return this.#type;
  }

  get target(): EventTarget | null {
    return this.#dispatch.target;
  }

  get srcElement(): EventTarget | null {
    return this.#dispatch.target;
  }

  get currentTarget(): EventTarget | null {
    return this.#dispatch.running ? this.#dispatch.target : null;
  }

  get bubbles(): boolean {
    return this.#bubbles;
  }

  get cancelable(): boolean {
    return this.#cancelable;
  }

  get composed(): boolean {
    return this.#composed;
  }

  get defaultPrevented(): boolean {
    return this.#cancelable && this.#prevented;
  }

  get returnValue(): boolean {
    return !this.defaultPrevented;
  }

  get timeStamp(): number {
    return this.#timeStamp;
  }

  get eventPhase(): number {
    return this.#dispatch.running ? Event.AT_TARGET : Event.NONE;
  }

  get isTrusted(): boolean {
    return false;
  }

  get cancelBubble(): boolean {
    return this.#cancelBubble;
  }

  set cancelBubble(value: boolean) {
    if (value) this.stopPropagation();
  }

  composedPath(): EventTarget[] {
    return this.#dispatch.running ? [this.#dispatch.target as EventTarget] : [];
  }

  preventDefault(): void {
    if (!this.#dispatch.passive) this.#prevented = true;
  }

  stopPropagation(): void {
    this.#cancelBubble = true;
  }

  stopImmediatePropagation(): void {
    this.#dispatch.stopped = true;
  }

  [kInspect](left: number, options: InspectOptions, inspect: Inspect): string {
    const { type, defaultPrevented, cancelable, timeStamp } = this;
    const shown = { type, defaultPrevented, cancelable, timeStamp };
    return inspectAs(this.constructor.name, () => shown, left, options, inspect);
  }
}

export class CustomEvent extends Event {
  readonly #detail: unknown;

  constructor(...args: [type?: unknown, options?: (EventOptions & { detail?: unknown }) | null]) {
    super(...args);
    this.#detail = args[1]?.detail ?? null;
  }

  get detail(): unknown {
    return this.#detail;
  }
}

type Callback = (this: unknown, event: Event) => unknown;
type EventListener = Callback | { handleEvent: Callback };

interface Options {
  once?: boolean;
  capture?: boolean;
  passive?: boolean;
  signal?: AbortSignal;
}

interface Entry {
  readonly callback: EventListener;
  readonly once: boolean;
  readonly capture: boolean;
  readonly passive: boolean;
  removed: boolean;
}

export class EventTarget {
  readonly #listeners = new Map<string, Entry[]>();
  #warned = false;

  addEventListener(...args: [type: unknown, listener: unknown, options?: Options | boolean]): void {
    if (args.length < 2) throw nodeError('ERR_MISSING_ARGS', 'type', 'listener');
    const [type, listener, given] = args;
    const options: Options = typeof given === 'boolean' ? { capture: given } : (given ?? {});
    if (options.signal !== undefined && !(options.signal instanceof EventTarget)) {
      throw invalidType('options.signal', 'AbortSignal', options.signal);
    }
    if (!isListener(listener)) return;
    if (options.signal?.aborted) return;
    const name = `${type}`;
    const capture = Boolean(options.capture);
    const entries = this.#listeners.get(name) ?? [];
    if (entries.some(entry => entry.callback === listener && entry.capture === capture)) return;
    const { once = false, passive = false } = options;
    entries.push({ callback: listener, once, capture, passive, removed: false });
    this.#listeners.set(name, entries);
    options.signal?.addEventListener('abort', () => this.removeEventListener(name, listener, { capture }), {
      once: true,
    });
    this.#warnOfMany(name, entries.length);
  }

  removeEventListener(...args: [type: unknown, listener: unknown, options?: Options | boolean]): void {
    if (args.length < 2) throw nodeError('ERR_MISSING_ARGS', 'type', 'listener');
    const [type, listener, options] = args;
    const capture = Boolean(typeof options === 'object' && options !== null ? options.capture : options);
    const name = `${type}`;
    const entries = this.#listeners.get(name) ?? [];
    const at = entries.findIndex(entry => entry.callback === listener && entry.capture === capture);
    if (at < 0) return;
    entries[at].removed = true;
    this.#listeners.set(name, entries.toSpliced(at, 1));
  }

  dispatchEvent(event: unknown): boolean {
    if (!(event instanceof Event)) throw invalidType('event', 'Event', event);
    const dispatch = dispatchOf(event);
    if (dispatch.running) {
      const message = `The event "${event.type}" is already being dispatched`;
      throw coded(Error, 'ERR_EVENT_RECURSION', message);
    }
    dispatch.running = true;
    dispatch.target = this;
    try {
      for (const entry of [...(this.#listeners.get(event.type) ?? [])]) {
        if (entry.removed) continue;
        if (entry.once) this.removeEventListener(event.type, entry.callback, { capture: entry.capture });
        dispatch.passive = entry.passive;
        this.#call(entry.callback, event);
        // As in Node, for all after the first the event is at rest.
        dispatch.running = false;
        if (dispatch.stopped) break;
      }
    } finally {
      dispatch.running = false;
      dispatch.passive = false;
    }
    return !event.defaultPrevented;
  }

  /** What a listener throws is an uncaught error of a later tick, or a promise of it that is rejected. */
  #call(callback: EventListener, event: Event): void {
    const fail = (error: unknown) =>
      globalThis.process.nextTick(() => {
        throw error;
      });
    try {
      const result =
        typeof callback === 'function' ? callback.call(this, event) : callback.handleEvent(event);
      if (result instanceof Promise) result.then(undefined, fail);
    } catch (error) {
      fail(error);
    }
  }

  #warnOfMany(type: string, count: number): void {
    const most = targetMaxListeners(this);
    if (this.#warned || most === 0 || count <= most) return;
    this.#warned = true;
    const message =
      `Possible EventTarget memory leak detected. ${count} ${type} listeners added to ${this.constructor.name}. ` +
      `MaxListeners is ${most}. Use events.setMaxListeners() to increase limit`;
    const warning = Object.assign(new Error(message), { target: this, type, count });
    warning.name = 'MaxListenersExceededWarning';
    globalThis.process.emitWarning(warning);
  }

  [kListeners](type: string): unknown[] {
    return (this.#listeners.get(type) ?? []).map(entry => entry.callback);
  }

  [kInspect](left: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs(this.constructor.name, () => ({}), left, options, inspect);
  }
}

function isListener(value: unknown): value is EventListener {
  if (typeof value === 'function' || (typeof value === 'object' && value !== null)) return true;
  if (value === undefined || value === null) return false;
  throw invalidType('listener', 'EventListener', value);
}

for (const [name, Class] of Object.entries({ Event, CustomEvent, EventTarget })) {
  nameClass(name, Class);
  for (const name of Object.getOwnPropertyNames(Class.prototype)) {
    if (name !== 'constructor') Object.defineProperty(Class.prototype, name, { enumerable: true });
  }
}

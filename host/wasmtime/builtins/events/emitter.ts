// EventEmitter: a function, for most who inherit from it call it without `new`. Listeners of an event are one function
// or an array, in `_events`, where programs look for them. node: lib/events.js

import { shown } from '../../../net/shown.ts';
import { coded, invalidType, outOfRange, validateBoolean } from '../errors.ts';

const kCapture = Symbol('kCapture');
export const kRejection = Symbol.for('nodejs.rejection');
export const kErrorMonitor = Symbol('events.errorMonitor');

export type Name = string | symbol;
export type Listener = ((...args: unknown[]) => unknown) & { listener?: Listener };
type Listeners = Listener | (Listener[] & { warned?: boolean });

export interface Emitter {
  _events: Record<Name, Listeners | undefined>;
  _eventsCount: number;
  _maxListeners: number | undefined;
  [kCapture]: boolean;
  emit(name: Name, ...args: unknown[]): boolean;
  on(name: Name, listener: Listener): this;
  once(name: Name, listener: Listener): this;
  removeListener(name: Name, listener: Listener): this;
  getMaxListeners(): number;
  [kRejection]?(error: unknown, name: Name, ...args: unknown[]): void;
}

let defaultMaxListeners = 10;

export function EventEmitter(this: Emitter, options?: { captureRejections?: boolean }): void {
  init.call(this, options);
}

export function init(this: Emitter, options?: { captureRejections?: boolean }): void {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  if (options?.captureRejections) {
    validateBoolean(options.captureRejections, 'options.captureRejections');
    this[kCapture] = Boolean(options.captureRejections);
  } else this[kCapture] = prototype[kCapture];
}

/** Throws unless it is a number of listeners. */
export function checkMax(value: unknown, name = 'n'): void {
  if (typeof value !== 'number') throw invalidType(name, 'number', value);
  if (!(value >= 0)) throw outOfRange(name, '>= 0', value);
}

export function checkListener(listener: unknown): asserts listener is Listener {
  if (typeof listener !== 'function') throw invalidType('listener', 'Function', listener);
}

function maxOf(emitter: Emitter): number {
  return emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;
}

function emit(this: Emitter, name: Name, ...args: unknown[]): boolean {
  const events = this._events;
  if (name === 'error') {
    if (events?.[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
    if (events?.error === undefined) throw unhandled(args[0]);
  }
  const found = events?.[name];
  if (found === undefined) return false;
  if (typeof found === 'function') call(this, found, name, args);
  else for (const listener of found.slice()) call(this, listener, name, args);
  return true;
}

function call(emitter: Emitter, listener: Listener, name: Name, args: unknown[]): void {
  const result = args.length === 1 ? listener.call(emitter, args[0]) : listener.apply(emitter, args);
  if (result !== undefined && result !== null && emitter[kCapture]) capture(emitter, result, name, args);
}

/** What a listener returned may be a promise that rejects: then `error` is emitted. */
function capture(emitter: Emitter, result: unknown, name: Name, args: unknown[]): void {
  try {
    const { then } = result as PromiseLike<unknown>;
    if (typeof then !== 'function') return;
    then.call(result, undefined, error => {
      globalThis.process.nextTick(tellRejection, emitter, error, name, args);
    });
  } catch (error) {
    emitter.emit('error', error);
  }
}

function tellRejection(emitter: Emitter, error: unknown, name: Name, args: unknown[]): void {
  const own = emitter[kRejection];
  if (typeof own === 'function') return own.call(emitter, error, name, ...args);
  const captures = emitter[kCapture];
  try {
    emitter[kCapture] = false;
    emitter.emit('error', error);
  } finally {
    emitter[kCapture] = captures;
  }
}

function unhandled(error: unknown): unknown {
  if (error instanceof Error) return error;
  const made = coded(Error, 'ERR_UNHANDLED_ERROR', `Unhandled error. (${textOf(error)})`);
  return Object.assign(made, { context: error });
}

function textOf(error: unknown): string {
  try {
    return shown.inspect(error);
  } catch {
    return String(error);
  }
}

function add(emitter: Emitter, name: Name, listener: Listener, first: boolean): void {
  checkListener(listener);
  if (emitter._events === undefined) {
    emitter._events = Object.create(null);
    emitter._eventsCount = 0;
  } else if (emitter._events.newListener !== undefined) {
    emitter.emit('newListener', name, listener.listener ?? listener);
  }
  const events = emitter._events;
  const before = events[name];
  if (before === undefined) {
    events[name] = listener;
    emitter._eventsCount++;
    return;
  }
  if (typeof before === 'function') events[name] = first ? [listener, before] : [before, listener];
  else if (first) before.unshift(listener);
  else before.push(listener);
  warnOfMany(emitter, name);
}

function warnOfMany(emitter: Emitter, name: Name): void {
  const listeners = emitter._events[name] as Listener[] & { warned?: boolean };
  const max = maxOf(emitter);
  if (!(max > 0) || listeners.length <= max || listeners.warned) return;
  listeners.warned = true;
  const what = `${listeners.length} ${String(name)} listeners added to [${emitter.constructor?.name || 'Object'}]. MaxListeners is ${max}.`;
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${what} Use emitter.setMaxListeners() to increase limit`,
  );
  warning.name = 'MaxListenersExceededWarning';
  globalThis.process.emitWarning(Object.assign(warning, { emitter, type: name, count: listeners.length }));
}

/** Listens once: what `listeners` gives is the function that was given. */
function onceOnly(emitter: Emitter, name: Name, listener: Listener): Listener {
  checkListener(listener);
  let fired = false;
  const wrapped: Listener = (...args) => {
    if (fired) return undefined;
    emitter.removeListener(name, wrapped);
    fired = true;
    return listener.apply(emitter, args);
  };
  wrapped.listener = listener;
  return wrapped;
}

function remove(this: Emitter, name: Name, listener: Listener): Emitter {
  checkListener(listener);
  const events = this._events;
  const found = events?.[name];
  if (found === undefined) return this;
  if (found === listener || (found as Listener).listener === listener) {
    forget(this, name);
    if (events.removeListener) this.emit('removeListener', name, (found as Listener).listener ?? listener);
    return this;
  }
  if (typeof found === 'function') return this;
  const at = found.findLastIndex(each => each === listener || each.listener === listener);
  if (at < 0) return this;
  found.splice(at, 1);
  if (found.length === 1) events[name] = found[0];
  if (events.removeListener !== undefined) this.emit('removeListener', name, listener);
  return this;
}

function forget(emitter: Emitter, name: Name): void {
  emitter._eventsCount--;
  if (emitter._eventsCount === 0) emitter._events = Object.create(null);
  else delete emitter._events[name];
}

function removeAll(this: Emitter, ...names: Name[]): Emitter {
  const events = this._events;
  if (events === undefined) return this;
  if (events.removeListener === undefined) {
    if (names.length === 0) {
      this._events = Object.create(null);
      this._eventsCount = 0;
    } else if (events[names[0]] !== undefined) forget(this, names[0]);
    return this;
  }
  if (names.length === 0) {
    for (const name of Reflect.ownKeys(events)) if (name !== 'removeListener') removeAll.call(this, name);
    removeAll.call(this, 'removeListener');
    this._events = Object.create(null);
    this._eventsCount = 0;
    return this;
  }
  for (const listener of rawListeners.call(this, names[0]).reverse()) this.removeListener(names[0], listener);
  return this;
}

function rawListeners(this: Emitter, name: Name): Listener[] {
  const found = this._events?.[name];
  if (found === undefined) return [];
  return typeof found === 'function' ? [found] : found.slice();
}

function listenerCount(this: Emitter, name: Name, listener?: Listener): number {
  const all = rawListeners.call(this, name);
  if (listener === undefined || listener === null) return all.length;
  return all.filter(each => each === listener || each.listener === listener).length;
}

const prototype = EventEmitter.prototype as Emitter & Record<PropertyKey, unknown>;

Object.assign(prototype, {
  _events: undefined,
  _eventsCount: 0,
  _maxListeners: undefined,
  setMaxListeners(this: Emitter, n: number) {
    checkMax(n, 'setMaxListeners');
    this._maxListeners = n;
    return this;
  },
  getMaxListeners(this: Emitter) {
    return maxOf(this);
  },
  emit,
  addListener(this: Emitter, name: Name, listener: Listener) {
    add(this, name, listener, false);
    return this;
  },
  on: undefined,
  prependListener(this: Emitter, name: Name, listener: Listener) {
    add(this, name, listener, true);
    return this;
  },
  once(this: Emitter, name: Name, listener: Listener) {
    return this.on(name, onceOnly(this, name, listener));
  },
  prependOnceListener(this: Emitter & { prependListener: Emitter['on'] }, name: Name, listener: Listener) {
    return this.prependListener(name, onceOnly(this, name, listener));
  },
  removeListener: remove,
  off: remove,
  removeAllListeners: removeAll,
  listeners(this: Emitter, name: Name) {
    return rawListeners.call(this, name).map(each => each.listener ?? each);
  },
  rawListeners,
  listenerCount,
  eventNames(this: Emitter) {
    return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
  },
});
Object.assign(prototype, { on: prototype.addListener });
Object.defineProperty(prototype, kCapture, { value: false, writable: true });

Object.defineProperties(EventEmitter, {
  defaultMaxListeners: {
    enumerable: true,
    get: () => defaultMaxListeners,
    set(n: number) {
      checkMax(n, 'defaultMaxListeners');
      defaultMaxListeners = n;
    },
  },
  captureRejections: {
    enumerable: true,
    get: () => prototype[kCapture],
    set(value: boolean) {
      validateBoolean(value, 'EventEmitter.captureRejections');
      prototype[kCapture] = value;
    },
  },
});

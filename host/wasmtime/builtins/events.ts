// node:events. npm's `events` is Node 10's: it has neither `on` nor errorMonitor nor captureRejections, and its errors
// have no codes.

import { AsyncResource } from './async_hooks.ts';
import { invalidType, validateAbortSignal } from './errors.ts';
import {
  checkMax,
  type Emitter,
  EventEmitter,
  init,
  kErrorMonitor,
  kRejection,
  type Listener,
  type Name,
} from './events/emitter.ts';
import { kListeners, type ListenedTo, setTargetMaxListeners, targetMaxListeners } from './events/targets.ts';
import { on, once } from './events/waiting.ts';

function isTarget(value: unknown): value is EventTarget {
  return typeof (value as EventTarget | undefined)?.addEventListener === 'function';
}

function isEmitter(value: unknown): value is Emitter {
  return typeof (value as Emitter | undefined)?.on === 'function';
}

function neither(name: string, value: unknown): Error {
  return invalidType(name, ['EventEmitter', 'EventTarget'], value);
}

function getEventListeners(source: unknown, name: Name): unknown[] {
  if (isEmitter(source)) return (source as Emitter & { listeners(n: Name): Listener[] }).listeners(name);
  if (!isTarget(source)) throw neither('emitter', source);
  return (source as unknown as ListenedTo)[kListeners]?.(name as string) ?? [];
}

function getMaxListeners(source: unknown): number {
  if (typeof (source as Emitter | undefined)?.getMaxListeners === 'function') {
    return (source as Emitter).getMaxListeners();
  }
  if (!isTarget(source)) throw neither('emitter', source);
  return targetMaxListeners(source);
}

function setMaxListeners(n: number = defaults.defaultMaxListeners, ...sources: unknown[]): void {
  checkMax(n, 'setMaxListeners');
  if (sources.length === 0) setTargetMaxListeners(n);
  for (const source of sources) {
    const own = (source as { setMaxListeners?: (n: number) => void } | undefined)?.setMaxListeners;
    if (isTarget(source)) setTargetMaxListeners(n, source);
    else if (typeof own === 'function') own.call(source, n);
    else throw neither('eventTargets', source);
  }
}

function addAbortListener(signal: AbortSignal, listener: () => void): { [key: symbol]: () => void } {
  if (signal === undefined) throw invalidType('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  if (typeof listener !== 'function') throw invalidType('listener', 'Function', listener);
  let remove: (() => void) | undefined;
  if (signal.aborted) queueMicrotask(() => listener());
  else {
    signal.addEventListener('abort', listener, { once: true });
    remove = () => signal.removeEventListener('abort', listener);
  }
  return { [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: () => remove?.() };
}

const Base = EventEmitter as unknown as new (options?: object) => Emitter;

/** Its listeners run in the async context in which it was made. */
class EventEmitterAsyncResource extends Base {
  readonly #resource: AsyncResource;

  constructor(options?: string | { name?: string; captureRejections?: boolean }) {
    const given = typeof options === 'string' ? { name: options } : options;
    super(given);
    this.#resource = new AsyncResource(given?.name ?? new.target.name);
  }

  override emit(name: Name, ...args: unknown[]): boolean {
    return this.#resource.runInAsyncScope(() => super.emit(name, ...args)) as boolean;
  }

  emitDestroy(): void {
    this.#resource.emitDestroy();
  }

  get asyncId(): number {
    return this.#resource.asyncId();
  }

  get triggerAsyncId(): number {
    return this.#resource.triggerAsyncId();
  }

  get asyncResource(): AsyncResource {
    return this.#resource;
  }
}

const defaults = EventEmitter as unknown as { defaultMaxListeners: number };

export default Object.assign(EventEmitter, {
  addAbortListener,
  once,
  on,
  getEventListeners,
  getMaxListeners,
  EventEmitter,
  usingDomains: false,
  captureRejectionSymbol: kRejection,
  EventEmitterAsyncResource,
  errorMonitor: kErrorMonitor,
  setMaxListeners,
  init,
  listenerCount(emitter: Emitter, name: Name): number {
    return (emitter as Emitter & { listenerCount(n: Name): number }).listenerCount(name);
  },
});

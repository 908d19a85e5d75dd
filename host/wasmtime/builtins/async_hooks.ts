// node:async_hooks. The async context goes where promises, ticks, timers, immediates and sockets of the guest take it
// (loop/async-context.ts). The engine tells nobody of what is created and destroyed: createHook refuses.

import { currentContext, enterContext } from '../loop/async-context.ts';
import { coded, invalidType, validateFunction, validateString } from './errors.ts';

type Callback = (...args: unknown[]) => unknown;
/** The stores of all AsyncLocalStorages; never changed once it is somebody's context. */
type Stores = ReadonlyMap<object, unknown> | undefined;

function runIn(context: unknown, callback: Callback, self: unknown, args: unknown[]): unknown {
  const before = enterContext(context);
  try {
    return Reflect.apply(callback, self, args);
  } finally {
    enterContext(before);
  }
}

/** The present stores with this one changed. */
function having(storage: object, store: unknown): Stores {
  return new Map(currentContext() as Stores).set(storage, store);
}

export class AsyncLocalStorage {
  readonly #default: unknown;
  readonly #name: string;
  #enabled = true;

  constructor(options: { defaultValue?: unknown; name?: string } = {}) {
    this.#default = options.defaultValue;
    this.#name = options.name === undefined ? '' : `${options.name}`;
  }

  static bind(callback: Callback): Callback {
    return AsyncResource.bind(callback);
  }

  static snapshot(): Callback {
    const context = currentContext();
    return (callback, ...args) => runIn(context, callback as Callback, undefined, args);
  }

  get name(): string {
    return this.#name;
  }

  disable(): void {
    this.#enabled = false;
    const stores = new Map(currentContext() as Stores);
    if (stores.delete(this)) enterContext(stores);
  }

  enterWith(store: unknown): void {
    this.#enabled = true;
    enterContext(having(this, store));
  }

  run(store: unknown, callback: Callback, ...args: unknown[]): unknown {
    if (Object.is(store, this.getStore())) return Reflect.apply(callback, null, args);
    this.#enabled = true;
    return runIn(having(this, store), callback, null, args);
  }

  exit(callback: Callback, ...args: unknown[]): unknown {
    if (!this.#enabled) return Reflect.apply(callback, null, args);
    return runIn(having(this, undefined), callback, null, args);
  }

  getStore(): unknown {
    if (!this.#enabled) return this.#default;
    const stores = currentContext() as Stores;
    return stores?.has(this) ? stores.get(this) : this.#default;
  }
}

let lastId = 1;
let executing = 1;
let triggering = 0;

export class AsyncResource {
  readonly #context = currentContext();
  readonly #id = ++lastId;
  readonly #trigger: number;

  constructor(type: string, options: number | { triggerAsyncId?: number } = {}) {
    validateString(type, 'type');
    const trigger = typeof options === 'object' ? (options.triggerAsyncId ?? executing) : options;
    if (!Number.isSafeInteger(trigger) || trigger < -1) {
      throw coded(RangeError, 'ERR_INVALID_ASYNC_ID', `Invalid triggerAsyncId value: ${trigger}`);
    }
    this.#trigger = trigger;
  }

  static bind(callback: Callback, type?: string, self?: unknown): Callback {
    return new AsyncResource(type || callback.name || 'bound-anonymous-fn').bind(callback, self);
  }

  runInAsyncScope(callback: Callback, self?: unknown, ...args: unknown[]): unknown {
    const [id, trigger] = [executing, triggering];
    executing = this.#id;
    triggering = this.#trigger;
    try {
      return runIn(this.#context, callback, self, args);
    } finally {
      executing = id;
      triggering = trigger;
    }
  }

  bind(callback: Callback, self?: unknown): Callback {
    validateFunction(callback, 'fn');
    const resource = this;
    const bound = function (this: unknown, ...args: unknown[]) {
      return resource.runInAsyncScope(callback, self === undefined ? this : self, ...args);
    };
    return Object.defineProperty(bound, 'length', { value: callback.length, configurable: true });
  }

  emitDestroy(): this {
    return this;
  }

  asyncId(): number {
    return this.#id;
  }

  triggerAsyncId(): number {
    return this.#trigger;
  }
}

function createHook(callbacks: unknown): never {
  if (typeof callbacks !== 'object' || callbacks === null)
    throw invalidType('callbacks', 'Object', callbacks);
  const code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';
  const what = 'async_hooks.createHook is unavailable in a WebAssembly guest: its engine has no hooks';
  throw coded(TypeError, code, what);
}

export default {
  AsyncLocalStorage,
  AsyncResource,
  createHook,
  executionAsyncId: () => executing,
  triggerAsyncId: () => triggering,
  executionAsyncResource: () => ({}),
  asyncWrapProviders: Object.freeze({}),
};

// node:diagnostics_channel. node: lib/diagnostics_channel.js

import { invalidType, validateFunction } from './errors.ts';

type Subscriber = (message: unknown, name: string | symbol) => void;
type Transform = (message: unknown) => unknown;
interface Storage {
  run(store: unknown, callback: () => unknown): unknown;
}
type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** Weak: a channel that nobody holds and nobody listens to is forgotten. */
const channels = new Map<string | symbol, WeakRef<Channel>>();
const held = new Set<Channel>();

function later(error: unknown): void {
  globalThis.process.nextTick(() => {
    throw error;
  });
}

class Channel {
  readonly name: string | symbol;
  #subscribers: Subscriber[] = [];
  readonly #stores = new Map<Storage, Transform | undefined>();

  constructor(name: string | symbol) {
    this.name = name;
  }

  subscribe(subscriber: Subscriber): void {
    validateFunction(subscriber, 'subscription');
    this.#subscribers = [...this.#subscribers, subscriber];
    this.#hold();
  }

  unsubscribe(subscriber: Subscriber): boolean {
    const at = this.#subscribers.indexOf(subscriber);
    if (at < 0) return false;
    this.#subscribers = this.#subscribers.toSpliced(at, 1);
    this.#hold();
    return true;
  }

  bindStore(store: Storage, transform?: Transform): void {
    this.#stores.set(store, transform);
    this.#hold();
  }

  unbindStore(store: Storage): boolean {
    const found = this.#stores.delete(store);
    this.#hold();
    return found;
  }

  get hasSubscribers(): boolean {
    return this.#subscribers.length > 0 || this.#stores.size > 0;
  }

  publish(message: unknown): void {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(message, this.name);
      } catch (error) {
        later(error);
      }
    }
  }

  runStores(message: unknown, callback: AnyFunction, self?: unknown, ...args: unknown[]): unknown {
    let run = (): unknown => {
      this.publish(message);
      return Reflect.apply(callback, self, args);
    };
    for (const [store, transform] of this.#stores) {
      const inner = run;
      run = () => {
        let context = message;
        try {
          if (transform) context = transform(message);
        } catch (error) {
          later(error);
          return inner();
        }
        return store.run(context, inner);
      };
    }
    return run();
  }

  #hold(): void {
    if (this.hasSubscribers) held.add(this);
    else held.delete(this);
  }
}

function channel(name: string | symbol): Channel {
  const known = channels.get(name)?.deref();
  if (known) return known;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw invalidType('channel', ['string', 'symbol'], name);
  }
  const made = new Channel(name);
  channels.set(name, new WeakRef(made));
  return made;
}

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
type Event = (typeof EVENTS)[number];
type Handlers = Partial<Record<Event, Subscriber>>;

class TracingChannel {
  readonly start: Channel;
  readonly end: Channel;
  readonly asyncStart: Channel;
  readonly asyncEnd: Channel;
  readonly error: Channel;

  constructor(given: string | Record<Event, Channel>) {
    const of = (event: Event) =>
      typeof given === 'string' ? channel(`tracing:${given}:${event}`) : given[event];
    if (typeof given !== 'string' && (typeof given !== 'object' || given === null)) {
      throw invalidType('nameOrChannels', ['string', 'object', 'TracingChannel'], given);
    }
    this.start = of('start');
    this.end = of('end');
    this.asyncStart = of('asyncStart');
    this.asyncEnd = of('asyncEnd');
    this.error = of('error');
  }

  get hasSubscribers(): boolean {
    return held.size > 0 && EVENTS.some(event => this[event].hasSubscribers);
  }

  subscribe(handlers: Handlers): void {
    for (const event of EVENTS) if (handlers[event]) this[event].subscribe(handlers[event]);
  }

  unsubscribe(handlers: Handlers): boolean {
    return EVENTS.filter(event => handlers[event])
      .map(event => this[event].unsubscribe(handlers[event] as Subscriber))
      .every(Boolean);
  }

  traceSync(
    callback: AnyFunction,
    context: Record<string, unknown> = {},
    self?: unknown,
    ...args: unknown[]
  ): unknown {
    if (!this.hasSubscribers) return Reflect.apply(callback, self, args);
    return this.start.runStores(context, () => {
      try {
        context.result = Reflect.apply(callback, self, args);
        return context.result;
      } catch (error) {
        this.#fail(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  tracePromise(
    callback: AnyFunction,
    context: Record<string, unknown> = {},
    self?: unknown,
    ...args: unknown[]
  ): unknown {
    if (!this.hasSubscribers) return Reflect.apply(callback, self, args);
    const settled = (report: () => void) => {
      report();
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    return this.start.runStores(context, () => {
      try {
        const promise = Promise.resolve(Reflect.apply(callback, self, args));
        return promise.then(
          result => {
            settled(() => {
              context.result = result;
            });
            return result;
          },
          error => {
            settled(() => this.#fail(context, error));
            throw error;
          },
        );
      } catch (error) {
        this.#fail(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  traceCallback(
    callback: AnyFunction,
    position = -1,
    context: Record<string, unknown> = {},
    self?: unknown,
    ...args: unknown[]
  ): unknown {
    if (!this.hasSubscribers) return Reflect.apply(callback, self, args);
    const at = position < 0 ? args.length + position : position;
    const original = args[at];
    validateFunction(original, 'callback');
    const channels = this;
    args[at] = function (this: unknown, error: unknown, result: unknown, ...rest: unknown[]) {
      if (error) channels.#fail(context, error);
      else context.result = result;
      return channels.asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(original as AnyFunction, this, [error, result, ...rest]);
        } finally {
          channels.asyncEnd.publish(context);
        }
      });
    };
    return this.start.runStores(context, () => {
      try {
        return Reflect.apply(callback, self, args);
      } catch (error) {
        this.#fail(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  #fail(context: Record<string, unknown>, error: unknown): void {
    context.error = error;
    this.error.publish(context);
  }
}

export default {
  channel,
  hasSubscribers: (name: string | symbol) => channels.get(name)?.deref()?.hasSubscribers ?? false,
  subscribe(name: string | symbol, subscriber: Subscriber): void {
    channel(name).subscribe(subscriber);
  },
  unsubscribe: (name: string | symbol, subscriber: Subscriber) => channel(name).unsubscribe(subscriber),
  tracingChannel: (given: string | Record<Event, Channel>) => new TracingChannel(given),
  Channel,
};

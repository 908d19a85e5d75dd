// `events.once` and `events.on`: events as a promise and as an async iterator. node: lib/events.js

import { abortError, invalidType, validateAbortSignal, validateObject } from '../errors.ts';
import type { Emitter, Listener, Name } from './emitter.ts';

interface Options {
  signal?: AbortSignal;
  close?: Name[];
  highWaterMark?: number;
  highWatermark?: number;
  lowWaterMark?: number;
  lowWatermark?: number;
}
type Source = Emitter & EventTarget & { pause?(): void; resume?(): void };

function listen(source: Source, name: Name, listener: Listener, once = false): void {
  if (typeof source?.on === 'function') {
    if (once) source.once(name, listener);
    else source.on(name, listener);
  } else if (typeof source?.addEventListener === 'function') {
    source.addEventListener(name as string, listener, { once });
  } else throw invalidType('emitter', 'EventEmitter', source);
}

export function unlisten(source: Source, name: Name, listener: Listener): void {
  if (typeof source.removeListener === 'function') source.removeListener(name, listener);
  else source.removeEventListener(name as string, listener);
}

function signalOf(options: Options | undefined): AbortSignal | undefined {
  const signal = options?.signal;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw abortError({ cause: signal.reason });
  return signal;
}

/** The arguments of the next event of that name; an `error` before it rejects. */
export async function once(source: Source, name: Name, options: Options = {}): Promise<unknown[]> {
  validateObject(options, 'options');
  const signal = signalOf(options);
  return new Promise((resolve, reject) => {
    const fails = typeof source?.removeListener === 'function' && name !== 'error';
    const happened = (...args: unknown[]) => {
      if (fails) source.removeListener('error', failed);
      signal?.removeEventListener('abort', aborted);
      resolve(args);
    };
    const failed = (error: unknown) => {
      unlisten(source, name, happened);
      signal?.removeEventListener('abort', aborted);
      reject(error);
    };
    const aborted = () => {
      unlisten(source, name, happened);
      if (fails) source.removeListener('error', failed);
      reject(abortError({ cause: signal?.reason }));
    };
    listen(source, name, happened, true);
    if (fails) source.once('error', failed as Listener);
    signal?.addEventListener('abort', aborted, { once: true });
  });
}

interface Waiting {
  resolve(result: IteratorResult<unknown>): void;
  reject(error: unknown): void;
}

/** All events of that name from now on, in order, each as the array of its arguments. */
export function on(source: Source, name: Name, options: Options = {}): AsyncIterableIterator<unknown> {
  validateObject(options, 'options');
  const signal = signalOf(options);
  const events = new EventQueue(source, options);
  const happened = (...args: unknown[]) => events.add(args);
  const failed = (error: unknown) => events.fail(error);
  const finished = () => events.finish();
  const aborted = () => events.fail(abortError({ cause: signal?.reason }));
  listen(source, name, happened);
  if (name !== 'error' && typeof source.on === 'function') listen(source, 'error', failed);
  for (const each of options.close ?? []) listen(source, each, finished);
  signal?.addEventListener('abort', aborted, { once: true });
  events.stop = () => {
    unlisten(source, name, happened);
    unlisten(source, 'error', failed);
    for (const each of options.close ?? []) unlisten(source, each, finished);
    signal?.removeEventListener('abort', aborted);
  };
  return Object.setPrototypeOf(
    {
      next: () => events.next(),
      return: () => events.finish(),
      throw(error: unknown) {
        if (!(error instanceof Error)) throw invalidType('EventEmitter.AsyncIterator', 'Error', error);
        events.fail(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
    asyncIteratorPrototype(),
  );
}

/** ECMA-262 27.1.3.1. Looked for when it is needed: the build makes something else of `async function*`. */
function asyncIteratorPrototype(): object {
  const { AsyncIterator } = globalThis as { AsyncIterator?: { prototype: object } };
  return AsyncIterator?.prototype ?? Object.prototype;
}

/** Events that came before they were asked for, or promises that wait for one. */
class EventQueue {
  readonly #source: Source;
  readonly #high: number;
  readonly #low: number;
  readonly #events: unknown[][] = [];
  readonly #waiting: Waiting[] = [];
  #error: unknown;
  #failed = false;
  #finished = false;
  #paused = false;
  stop = () => {};

  constructor(source: Source, options: Options) {
    this.#source = source;
    this.#high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
    this.#low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  }

  add(args: unknown[]): void {
    const waiting = this.#waiting.shift();
    if (waiting) return waiting.resolve({ value: args, done: false });
    this.#events.push(args);
    if (this.#paused || this.#events.length <= this.#high) return;
    this.#paused = true;
    this.#source.pause?.();
  }

  fail(error: unknown): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting.reject(error);
    else {
      this.#error = error;
      this.#failed = true;
    }
    this.finish();
  }

  finish(): Promise<IteratorResult<unknown>> {
    this.stop();
    this.#finished = true;
    for (const waiting of this.#waiting.splice(0)) waiting.resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  }

  next(): Promise<IteratorResult<unknown>> {
    if (this.#events.length > 0) {
      const value = this.#events.shift();
      if (this.#paused && this.#events.length < this.#low) {
        this.#paused = false;
        this.#source.resume?.();
      }
      return Promise.resolve({ value, done: false });
    }
    if (this.#failed) {
      this.#failed = false;
      return Promise.reject(this.#error);
    }
    if (this.#finished) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }
}

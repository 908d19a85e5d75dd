// AbortController and AbortSignal. Timers of `AbortSignal.timeout` do not keep the program alive.
// node: lib/internal/abort_controller.js

import { type Inspect, type InspectOptions, inspectAs } from '../../net/shown-value.ts';
import { coded, validateInteger } from '../builtins/errors.ts';
import { nameClass } from './define.ts';
import { Event, EventTarget } from './event-target.ts';

const kInspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;
const LONGEST = 2 ** 32 - 1;

/** Only this file makes signals. */
const MAKING = Symbol('making');

type Handler = ((this: AbortSignal, event: Event) => void) | null;

let abort: (signal: AbortSignal, reason: unknown) => void;

export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason: unknown;
  #handler: Handler = null;
  /** Signals of `any` that go with this one. */
  readonly #dependents = new Set<AbortSignal>();
  #sources: readonly AbortSignal[] = [];

  static {
    abort = (signal, reason) => {
      if (signal.#aborted) return;
      const all = [signal, ...signal.#dependents].filter(each => !each.#aborted);
      for (const each of all) {
        each.#aborted = true;
        each.#reason = reason;
      }
      for (const each of all) each.dispatchEvent(new Event('abort'));
    };
  }

  constructor(making?: unknown) {
    if (making !== MAKING) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super();
  }

  static abort(reason: unknown = new DOMException('This operation was aborted', 'AbortError')): AbortSignal {
    const signal = new AbortSignal(MAKING);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }

  static timeout(delay: number): AbortSignal {
    validateInteger(delay, 'delay', 0, LONGEST);
    const signal = new AbortSignal(MAKING);
    const expired = () =>
      abort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    globalThis.setTimeout(expired, delay).unref();
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    if (typeof (signals as { [Symbol.iterator]?: unknown } | undefined)?.[Symbol.iterator] !== 'function') {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'signals cannot be converted to sequence.');
    }
    const list = [...signals];
    for (const [i, each] of list.entries()) {
      if (each instanceof AbortSignal) continue;
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', `signals[${i}] is not of type AbortSignal.`);
    }
    const aborted = list.find(each => each.#aborted);
    if (aborted) return AbortSignal.abort(aborted.#reason);
    const signal = new AbortSignal(MAKING);
    // Those that stand for others give way to them.
    signal.#sources = list.flatMap(each => (each.#sources.length > 0 ? each.#sources : [each]));
    for (const source of signal.#sources) source.#dependents.add(signal);
    return signal;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  get onabort(): Handler {
    return this.#handler;
  }

  set onabort(handler: unknown) {
    if (this.#handler) this.removeEventListener('abort', this.#handler);
    this.#handler = typeof handler === 'function' ? (handler as Handler) : null;
    if (this.#handler) this.addEventListener('abort', this.#handler);
  }

  [kInspect](left: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs('AbortSignal', () => ({ aborted: this.#aborted }), left, options, inspect);
  }
}

export class AbortController {
  readonly #signal = new AbortSignal(MAKING);

  get signal(): AbortSignal {
    return this.#signal;
  }

  abort(reason: unknown = new DOMException('This operation was aborted', 'AbortError')): void {
    abort(this.#signal, reason);
  }

  [kInspect](left: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs('AbortController', () => ({ signal: this.signal }), left, options, inspect);
  }
}

nameClass('AbortSignal', AbortSignal);
nameClass('AbortController', AbortController);

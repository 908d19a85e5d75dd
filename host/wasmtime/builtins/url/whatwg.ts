// URL and URLSearchParams: npm's whatwg-url, with Node's errors and Node's look.

import inspected from 'node-inspect-extracted';
import * as whatwg from 'whatwg-url';
import { called } from '../../../net/callable.ts';
import { type Inspect, type InspectOptions, inspectAs } from '../../../net/shown-value.ts';
import { coded, nodeError } from '../errors.ts';

const kInspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;
const SHOWN = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
] as const;

function invalidUrl(input: string, base: string | undefined): Error {
  const error = Object.assign(coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL'), { input });
  return base === undefined ? error : Object.assign(error, { base });
}

export class URL extends whatwg.URL {
  constructor(...args: [input?: unknown, base?: unknown]) {
    if (args.length === 0) throw nodeError('ERR_MISSING_ARGS', 'url');
    const input = `${args[0]}`;
    const base = args[1] === undefined ? undefined : `${args[1]}`;
    try {
      super(input, base);
    } catch {
      throw invalidUrl(input, base);
    }
  }

  static parse(...args: [input?: unknown, base?: unknown]): URL | null {
    if (args.length === 0) throw nodeError('ERR_MISSING_ARGS', 'url');
    return URL.canParse(...args) ? new URL(...args) : null;
  }

  static override canParse(...args: [input?: unknown, base?: unknown]): boolean {
    if (args.length === 0) throw nodeError('ERR_MISSING_ARGS', 'url');
    return whatwg.URL.canParse(`${args[0]}`, args[1] === undefined ? undefined : `${args[1]}`);
  }

  override get href(): string {
    return super.href;
  }

  override set href(value: unknown) {
    try {
      super.href = `${value}`;
    } catch {
      throw invalidUrl(`${value}`, undefined);
    }
  }

  override get searchParams(): URLSearchParams {
    const params = super.searchParams;
    if (!(params instanceof URLSearchParams)) Object.setPrototypeOf(params, URLSearchParams.prototype);
    return params as URLSearchParams;
  }

  [kInspect](left: number, options: InspectOptions, inspect: Inspect): string {
    const shown: Record<string, unknown> = Object.fromEntries(SHOWN.map(name => [name, this[name]]));
    Object.assign(shown, { search: this.search, searchParams: this.searchParams, hash: this.hash });
    return inspectAs(this.constructor.name, () => shown, left, options, inspect);
  }
}

export class URLSearchParams extends whatwg.URLSearchParams {
  constructor(init?: unknown) {
    if (typeof init === 'object' && init !== null && Symbol.iterator in init) {
      super(pairsOf(init as Iterable<unknown>));
    } else super(init === undefined ? undefined : ((init ?? 'null') as string));
  }

  [kInspect](left: number, options: InspectOptions): string {
    if (left < 0) return options.stylize('[Object]', 'special');
    const inner = { ...options, depth: options.depth ? options.depth - 1 : options.depth };
    const pairs = [...this].map(pair => pair.map(text => inspected.inspect(text, inner)).join(' => '));
    if (pairs.length === 0) return `${this.constructor.name} {}`;
    const { breakLength = 80 } = options as { breakLength?: number };
    const length = pairs.reduce((sum, text) => sum + inspected.stripVTControlCharacters(text).length + 2, -2);
    if (length <= breakLength) return `${this.constructor.name} { ${pairs.join(', ')} }`;
    return `${this.constructor.name} {\n  ${pairs.join(',\n  ')} }`;
  }
}

function pairsOf(items: Iterable<unknown>): [string, string][] {
  if (typeof items[Symbol.iterator] !== 'function') {
    throw coded(TypeError, 'ERR_ARG_NOT_ITERABLE', 'Query pairs must be iterable');
  }
  return Array.from(items, item => {
    const isList =
      item !== null && (typeof item === 'object' || typeof item === 'function') && Symbol.iterator in item;
    const pair = isList ? [...(item as Iterable<unknown>)] : [];
    if (pair.length === 2) return [`${pair[0]}`, `${pair[1]}`];
    const message = 'Each query pair must be an iterable [name, value] tuple';
    throw coded(TypeError, 'ERR_INVALID_TUPLE', message);
  });
}

called(URL, 'URL', 1);
called(URLSearchParams, 'URLSearchParams', 0);

// Node says what is missing in its own words.
const NEEDED = { append: 2, delete: 1, get: 1, getAll: 1, has: 1, set: 2 };
for (const [name, count] of Object.entries(NEEDED)) {
  const method = (
    whatwg.URLSearchParams.prototype as unknown as Record<string, (...args: unknown[]) => unknown>
  )[name];
  const checked = function (this: unknown, ...args: unknown[]): unknown {
    if (args.length < count) throw nodeError('ERR_MISSING_ARGS', ...['name', 'value'].slice(0, count));
    return method.apply(this, args);
  };
  Object.defineProperty(URLSearchParams.prototype, name, {
    value: checked,
    writable: true,
    configurable: true,
  });
}

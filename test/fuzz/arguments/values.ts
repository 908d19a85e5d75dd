// Random values, right and wrong, made anew for each side of a comparison: equal seeds give equal values, and no
// two sides share an object that one of them may change.
import { Xorshift } from '../../support/xorshift.ts';

type Make = (values: Values) => unknown;
export type Pools = Record<string, readonly unknown[]>;

class Point {
  x = 1;
}

function named(): void {}

/** What a value of the program's own throws when it is looked at: it must come through as it is. */
export function looked(at: string): Error {
  return new RangeError(`looked at ${at}`);
}

const SIMPLE: readonly unknown[] = [
  ...[undefined, null, true, false, '', ' ', '0', 'abc', '-1', '80', ' 80 ', '0x50', '1e2', '65536', "it's"],
  ...['a\nb', 'x'.repeat(40), '\0', 'NaN', '127.0.0.1', '::1', 'ipv4', 'IPv6', 'utf8', 'hex'],
  ...[0, -0, 1, -1, 1.5, 80, 255, 256, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e21, -1e21],
  ...[Number.NaN, Infinity, -Infinity, 5e-324, 0n, 1n, -1n, 2n ** 64n, Symbol('s'), Symbol.iterator],
];

/** Objects of every kind, each made when it is needed. */
const OBJECTS: readonly Make[] = [
  () => ({}),
  () => ({ a: 1 }),
  () => [],
  () => [1, 2],
  () => ['127.0.0.1'],
  () => [undefined],
  () => Object.create(null),
  () => Object.assign(Object.create(null), { port: 1 }),
  () => new Point(),
  () => new (class {})(),
  () => new Date(0),
  () => new Date(Number.NaN),
  () => /x/g,
  () => new Map([[1, 2]]),
  () => new Set(['a']),
  () => Object.assign(new Error('a value'), { stack: 'Error: a value' }),
  () => new String('80'),
  () => new Number(80),
  () => new Boolean(false),
  () => Object(1n),
  () => Object(Symbol('boxed')),
  () => new Uint8Array(3),
  () => new Float64Array(1),
  () => new DataView(new ArrayBuffer(2)),
  () => new ArrayBuffer(2),
  () => Buffer.from('ab'),
  () => Promise.resolve(1),
  () => new WeakMap(),
  () => new URL('http://127.0.0.1/'),
  () => new AbortController().signal,
  () => AbortSignal.abort(),
  () => AbortSignal.abort('a reason'),
  () => ({ aborted: false }),
  () => new EventTarget(),
  () => () => {},
  () => named,
  () => class Named {},
  () => async () => {},
  () => Object.assign(() => {}, { port: 1, path: '' }),
  () => ({ toString: () => '127.0.0.1' }),
  () => ({ valueOf: () => 1 }),
  () => ({ [Symbol.toPrimitive]: () => 80 }),
  () => ({
    toString() {
      throw looked('toString');
    },
  }),
  () => ({
    get constructor() {
      throw looked('constructor');
    },
  }),
  () => ({ constructor: undefined }),
  () => ({ constructor: { name: 'Fake' } }),
  () => new Proxy({}, {}),
  () => new Proxy([1], {}),
  () => new Proxy(() => {}, {}),
  () => new Proxy({ port: 1 }, { get: () => undefined, has: () => false }),
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () =>
    new Proxy(
      {},
      {
        get() {
          throw looked('a Proxy');
        },
      },
    ),
];

export class Values {
  readonly random: Xorshift;
  /** Something was asked that never answers: no event is to be waited for. */
  silent = false;
  /** Options that are inherited, and so not to be seen in the object itself. */
  readonly inherited: unknown[] = [];

  constructor(seed: number) {
    this.random = new Xorshift(seed);
  }

  below(limit: number): number {
    return this.random.below(limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  /** Any value at all. */
  odd(): unknown {
    return this.once(2) ? this.pick(SIMPLE) : this.pick(OBJECTS)(this);
  }

  /** Mostly one of `right`; a function among them is called for its value. */
  mostly(right: readonly unknown[], times = 4): unknown {
    return this.once(times) ? this.odd() : this.oneOf(right);
  }

  oneOf(right: readonly unknown[]): unknown {
    const value = this.pick(right);
    return value instanceof Made ? value.make(this) : value;
  }

  /** Options in one of the forms that a program may give them, most keys right and one wrong. */
  options(pools: Pools, wrong: (key: string) => unknown = () => this.odd()): object {
    const keys = Object.keys(pools);
    const chosen: Record<string, unknown> = {};
    for (const key of keys) if (this.once(3)) chosen[key] = this.oneOf(pools[key]);
    const odd = this.pick(keys);
    if (!this.once(3)) chosen[odd] = wrong(odd);
    return this.#dress(chosen, odd);
  }

  #dress(options: Record<string, unknown>, odd: string): object {
    switch (this.below(12)) {
      case 0:
        this.inherited.push(options);
        return Object.create(options);
      case 1:
        return Object.assign(Object.create(null), options);
      case 2:
        return new Proxy(options, {});
      case 3:
        return Object.freeze(options);
      case 4:
        return Object.defineProperty(options, odd, {
          enumerable: true,
          configurable: true,
          get() {
            throw looked(odd);
          },
        });
      case 5:
        return Object.assign(this.pick([() => new Point(), () => [], () => new Date(0)])(), options);
      default:
        return options;
    }
  }
}

/** A right value that is made anew for each use. */
export class Made {
  readonly make: Make;

  constructor(make: Make) {
    this.make = make;
  }
}

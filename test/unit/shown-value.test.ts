// How rejected values are shown, compared with util.inspect and with messages of node:net on this machine.
import net from 'node:net';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inspectInText, inspectValue, specificType } from '../../host/net/shown-value.ts';
import { below, pick } from './beside-node.ts';

function thrownBy(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

class Foo {
  a = 1;
}
class Empty {}
class Shouting {
  toString() {
    return 'LOUD';
  }
}

const circular: Record<string, unknown> = { a: 1 };
circular.self = circular;

const sparse = new Array(4);
sparse[1] = 1;

const LEAVES: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    0,
    -0,
    1.5,
    1e21,
    Number.NaN,
    12n,
    Symbol('s'),
    Symbol(),
    '',
    'x',
    "it's",
    `'"`,
    '`\'"',
  ],
  ...['a\nb', 'tab\t\\', '\0\x7f\x9f', '\ud800', '😀', 'x'.repeat(90), `${'line\n'.repeat(20)}`, '${`\'"'],
  ...[
    new Date(0),
    new Date(Number.NaN),
    /x/g,
    Symbol.iterator,
    new String('s'),
    new Number(-0),
    new Boolean(false),
  ],
  ...[
    () => {},
    function named() {},
    class {},
    class Bar {},
    class Baz extends Foo {},
    async () => {},
    function* g() {},
  ],
  ...[
    new Foo(),
    new Empty(),
    Object.create(null),
    new Shouting(),
    Math,
    new Uint8Array(3),
    Buffer.from('ab'),
  ],
  ...[
    new Map(),
    new Set(),
    [],
    {},
    circular,
    sparse,
    Object.assign([1], { x: 2 }),
    Object.assign(() => {}, { b: 1 }),
  ],
  ...[
    {
      get a() {
        return 1;
      },
    },
    { set a(_: number) {} },
    {
      get a() {
        return 1;
      },
      set a(_: number) {},
    },
  ],
  ...[{ 'a-b': 1, __proto__: null, [Symbol('k')]: 1 }, { [Symbol.toStringTag]: 'Tagged' }, new Array(200)],
  ...[
    Object.assign(new Date(0), { x: 1 }),
    new net.BlockList(),
    new (class extends Map<number, number> {})([[1, 2]]),
  ],
];

/** Before Node 24 symbols that are keys stand in brackets, before Node 26 a nameless class counts as a name. */
function asNewest(text: string, value: unknown): string {
  return text
    .replace(/\[(Symbol\(.*?\))\]:/g, '$1:')
    .replace(/an instance of $/, () => inspect(value, { depth: -1 }));
}

/** Nodes differ in the length of a symbol as a key, and so in what fits on a line. */
const WITHOUT_SYMBOLS = LEAVES.filter(leaf => Object.getOwnPropertySymbols(Object(leaf)).length === 0);

/** Not more than six items in an array: beyond that Node begins to put them in columns. */
function tree(depth: number): unknown {
  if (depth === 0 || below(3) === 0) return pick(WITHOUT_SYMBOLS);
  const items = Array.from({ length: below(5) }, () => tree(depth - 1));
  const names = ['a', 'b', 'key', 'a long name', '__proto_', 'x1', '1x'];
  return pick<() => unknown>([
    () => items,
    () => Object.fromEntries(items.map(item => [pick(names), item])),
    () => new Map(items.map((item, i) => [i, item])),
    () => new Set(items),
  ])();
}

test('values are shown as util.inspect shows them', () => {
  for (const value of LEAVES) assert.is(inspectValue(value), asNewest(inspect(value), value));
  for (let i = 0; i < 3000; i++) {
    const value = tree(4);
    const depth = below(4);
    assert.is(inspectValue(value, depth), asNewest(inspect(value, { depth }), value));
  }
});

test('long lists are cut after a hundred items', () => {
  const shown = inspectValue(Array.from({ length: 102 }, (_, i) => i));
  assert.match(shown, /\n {2}99,\n {2}\.\.\. 2 more items\n\]$/);
});

test('what is received in the wrong type is described as by node:net', () => {
  for (const value of LEAVES) {
    if (typeof value === 'number') continue;
    const theirs = thrownBy(() => new net.Socket().setTimeout(value as number));
    const message = asNewest(theirs.message, value);
    assert.ok(message.endsWith(`Received ${specificType(value)}`), message);
  }
});

test('an address that is none is shown as by node:net, whatever it is', () => {
  for (const value of LEAVES) {
    const isText = typeof value !== 'symbol' && (value as object | undefined)?.toString !== undefined;
    if (!value || !isText) continue;
    const theirs = thrownBy(() => new net.Socket().connect({ port: 1, localAddress: value as string }));
    assert.is(`Invalid IP address: ${inspectInText(value)}`, asNewest(theirs.message, value));
  }
});

test.run();

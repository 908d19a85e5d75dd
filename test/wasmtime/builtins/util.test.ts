// node:util of guests beside Node's.

import theirs from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Any, compare, compareLater } from './beside.ts';
import { onNode } from './on-node.ts';

const { util: ours } = (await onNode('util')) as Any;

class Foo {
  a = 1;
}
class Bar extends Map<number, number> {}
const circular: Any = { a: 1 };
circular.self = circular;

const VALUES: unknown[] = [
  ...[1, -0, 'a', "it's", null, undefined, true, Symbol('x'), 10n, NaN],
  ...[
    [1, 2, 3],
    [undefined, null],
    Array.from({ length: 120 }, (_, i) => i),
    [['a'], ['b', ['c', ['d', ['e']]]]],
  ],
  ...[
    { a: 1, b: { c: { d: { e: 1 } } } },
    { 'a-b': 1 },
    { [Symbol('k')]: 1 },
    Object.create(null),
    { a: 'x'.repeat(100) },
  ],
  ...[
    new Foo(),
    new Bar([[1, 2]]),
    new Map([[{ a: 1 }, 'b']]),
    new Set([1, [2]]),
    new Date(0),
    new Date(NaN),
    /x/g,
  ],
  ...[() => {}, function named() {}, class A {}, class B extends Foo {}, Math.max],
  ...[new Uint8Array(3), new Float64Array([1.5]), new BigInt64Array(1), new DataView(new ArrayBuffer(2))],
  ...[
    circular,
    Buffer.from('bytes'),
    new WeakMap(),
    new WeakSet(),
    new Number(3),
    new String('boxed'),
    Object(Symbol('s')),
  ],
  ...[
    'x'.repeat(200),
    'line\nline',
    Object.defineProperty({}, 'a', { get: () => 1, set: () => {}, enumerable: true }),
    Object.assign(() => {}, { a: 1 }),
  ],
  ...[(function* () {})(), JSON, Math],
];

test('values are shown as Node shows them, with every option', () => {
  const options = [
    {},
    { depth: 0 },
    { depth: null },
    { compact: false },
    { breakLength: 40 },
    { sorted: true },
    { maxArrayLength: 2 },
    { maxStringLength: 5 },
    { getters: true },
    { numericSeparator: true },
  ];
  for (const [i, value] of VALUES.entries()) {
    for (const option of options) {
      // Node 20 forgets the sign.
      if (Object.is(value, -0) && 'numericSeparator' in option) continue;
      compare(
        () => theirs.inspect(value, option),
        () => ours.inspect(value, option),
        `value ${i} with ${JSON.stringify(option)}`,
      );
    }
  }
});

test('text is formatted as Node formats it', () => {
  const calls: unknown[][] = [
    ['%s %d %i %f %j %o %O %c %%', 1, '2', '3.5', 4, { a: 1 }, { b: 2 }, { c: [1] }, 'css', 'rest'],
    ['a', 'b', { c: 1 }],
    ['%s', Symbol('x')],
    ['%s', { a: { b: { c: 1 } } }],
    ['%d', 10n],
    ['%s', -0],
    ['%x', 1],
    ['%s', null, undefined],
    ['%i', 'a'],
    ['%s', new Foo()],
    ['%s', class A {}],
    ['%j', circular],
    ['%O', { a: { b: { c: { d: {} } } } }],
    [5, 'a'],
    [],
    ['%'],
  ];
  for (const args of calls) {
    compare(
      () => (theirs.format as Any)(...args),
      () => ours.format(...args),
      `format(${theirs.inspect(args)})`,
    );
    compare(
      () => (theirs.formatWithOptions as Any)({ compact: false }, ...args),
      () => ours.formatWithOptions({ compact: false }, ...args),
      'with options',
    );
  }
});

test('the type of a value is told as in Node', () => {
  for (const name of Object.keys(theirs.types)) {
    // Of these an engine tells nothing.
    if (['isProxy', 'isExternal', 'isAsyncFunction'].includes(name)) continue;
    for (const [i, value] of [
      ...VALUES,
      new ArrayBuffer(1),
      new SharedArrayBuffer(1),
      Promise.resolve(),
      new Error('e'),
      new RangeError(),
      Object.create(Date.prototype),
      { [Symbol.toStringTag]: 'Map' },
    ].entries()) {
      if (name === 'isModuleNamespaceObject') continue;
      compare(
        () => (theirs.types as Any)[name](value),
        () => ours.types[name](value),
        `${name} of value ${i}`,
      );
    }
  }
});

test('what is deeply equal in Node is so here', () => {
  const error = (message: string, more = {}) => Object.assign(new Error(message), more);
  const values = [
    ...VALUES.filter(value => typeof value !== 'function'),
    ...[
      [1, 2],
      [1, 2, 3],
      new Array(3),
      { a: 1 },
      { a: 1, b: undefined },
      { b: undefined, a: 1 },
      { a: '1' },
    ],
    ...[
      new Map([[{ a: 1 }, { b: 2 }]]),
      new Map([[{ a: 1 }, { b: 3 }]]),
      new Set([{ a: 1 }, [2]]),
      new Set([[2], { a: 1 }]),
    ],
    ...[
      error('a'),
      error('a'),
      error('b'),
      error('a', { code: 1 }),
      new TypeError('a'),
      new Date(0),
      new Date(1),
    ],
    ...[
      /x/g,
      /x/i,
      new Uint8Array([1, 2]),
      new Uint8Array([1, 2]),
      new Int8Array([1, 2]),
      Buffer.from([1, 2]),
    ],
    ...[
      new Number(3),
      new Number(4),
      Object(1n),
      Object(2n),
      [NaN],
      [0],
      [-0],
      new Float32Array([0]),
      new Float32Array([-0]),
    ],
    ...[
      Object.assign([1], { a: 1 }),
      Object.assign([1], { a: 2 }),
      { [Symbol.for('x')]: 1 },
      { [Symbol.for('x')]: 2 },
    ],
  ];
  for (const [i, a] of values.entries()) {
    for (const [j, b] of values.entries()) {
      assert.is(
        ours.isDeepStrictEqual(a, b),
        theirs.isDeepStrictEqual(a, b),
        `${theirs.inspect(a)} (${i}) and ${theirs.inspect(b)} (${j})`,
      );
    }
  }
  const deep = (depth: number): Any => {
    const value: Any = { depth };
    value.self = value;
    return value;
  };
  assert.ok(ours.isDeepStrictEqual(deep(1), deep(1)));
  assert.not.ok(ours.isDeepStrictEqual(deep(1), deep(2)));
});

test('functions with callbacks become functions with promises, and the reverse', async () => {
  const stories: ((util: Any) => unknown)[] = [
    util => util.promisify((a: number, done: Any) => done(null, a + 1))(1),
    util => util.promisify((done: Any) => done(new Error('failed')))(),
    util => util.promisify(5),
    util => util.promisify(Object.assign(() => {}, { [util.promisify.custom]: async () => 'custom' }))(),
    util => util.promisify(Object.assign(() => {}, { [util.promisify.custom]: 5 })),
    util =>
      util
        .promisify(function (this: Any, done: Any) {
          done(null, this.x);
        })
        .call({ x: 3 }),
    util => util.promisify(setTimeout)(1, 'later'),
    util =>
      Object.entries(
        Object.getOwnPropertyDescriptors(util.promisify(function name(_a: Any, _b: Any) {})),
      ).map(([key, { value }]) => [key, value]),
    util =>
      new Promise(done =>
        util.callbackify(async (a: number) => a * 2)(4, (...args: unknown[]) => done(args)),
      ),
    util =>
      new Promise(done =>
        util.callbackify(async () => {
          throw new Error('no');
        })((...args: unknown[]) => done(args.map(String))),
      ),
    util =>
      new Promise(done =>
        util.callbackify(() => Promise.reject(null))((error: Any) =>
          done([error.code, error.message, error.reason]),
        ),
      ),
    util => util.callbackify(async () => {})(),
    util => util.callbackify('x'),
    util => [
      util.callbackify(async function named(_a: Any) {}).name,
      util.callbackify(async (_a: Any) => {}).length,
    ],
  ];
  for (const story of stories)
    await compareLater(
      () => story(theirs),
      () => story(ours),
      `${story}`,
    );
});

test('the rest does as in Node', () => {
  const calls: ((util: Any) => unknown)[] = [
    util => util.styleText('red', 'text', { validateStream: false }),
    util => util.styleText(['bold', 'underline'], 'text', { validateStream: false }),
    util => util.styleText('red', 5),
    util => util.stripVTControlCharacters('\u001b[31mred\u001b[39m'),
    util => util.stripVTControlCharacters(5),
    util => util.toUSVString('a\ud800b\udc00'),
    util => util.getSystemErrorName(-2),
    util => util.getSystemErrorName(-111),
    util => util.getSystemErrorName(5),
    util => util.getSystemErrorName('x'),
    util => util.inherits(function a() {}, null),
    util => util.inherits(null, function a() {}),
    util =>
      util.inherits(
        function a() {},
        () => {},
      ),
    util => {
      function A() {}
      function B() {}
      util.inherits(A, B);
      return [(A as Any).super_ === B, new (A as Any)() instanceof B, Object.keys(A)];
    },
    util => util._extend({ a: 1 }, { b: 2 }),
    util => util._extend({ a: 1 }, null),
    util => util.deprecate(() => 5, 'old', 'DEP_TEST').name,
    util => ({ ...util.parseEnv('A=1\n# no\nexport B="x\\ny"\nC=\'q\' # c\n D = e f  # g\n\nE=') }),
    util =>
      util.parseArgs({
        args: ['-f', '--bar', 'b', '--no', 'x'],
        options: { f: { type: 'boolean', short: 'f' }, bar: { type: 'string' }, no: { type: 'boolean' } },
        allowPositionals: true,
      }),
    util => util.parseArgs({ args: ['--nope'], options: {} }),
    util => util.inspect.custom === Symbol.for('nodejs.util.inspect.custom'),
    util => util.isArray([]),
    util => util.types.isDate(5),
    util => util._errnoException(-2, 'open', 'file').message,
    util => util._exceptionWithHostPort(-111, 'connect', '::1', 5, 'Local').message,
  ];
  for (const call of calls)
    compare(
      () => call(theirs),
      () => call(ours),
      `${call}`,
    );
});

test('text is encoded and decoded as in Node, in pieces too', () => {
  const inputs = ['', 'aé€😀', '\ud800', '\ufeffa', 'x'.repeat(100)];
  for (const text of inputs) {
    compare(
      () => new TextEncoder().encode(text),
      () => new ours.TextEncoder().encode(text),
      text,
    );
    for (const size of [0, 1, 2, 5, 12]) {
      const [one, two] = [new Uint8Array(size), new Uint8Array(size)];
      compare(
        () => [new TextEncoder().encodeInto(text, one), one],
        () => [new ours.TextEncoder().encodeInto(text, two), two],
        `${text} into ${size}`,
      );
    }
  }
  const bytes = [
    [],
    [0xef, 0xbb, 0xbf, 0x61],
    [0xe2, 0x82, 0xac],
    [0xe2, 0x82],
    [0x80, 0x99, 0xff],
    [0xff, 0xfe, 0x61, 0],
    [0x3d, 0xd8, 0, 0xde],
    [0x3d, 0xd8],
    [0x61],
  ];
  for (const label of [
    'utf-8',
    ' UTF8 ',
    'utf-16le',
    'ucs-2',
    'utf-16be',
    'windows-1252',
    'latin1',
    'ascii',
  ]) {
    for (const options of [{}, { fatal: true }, { ignoreBOM: true }]) {
      for (const list of bytes) {
        // Node 20 takes windows-1252 for latin1.
        if (/1252|latin1|ascii/.test(label) && list.some(byte => byte > 0x7f)) continue;
        const input = Uint8Array.from(list);
        const what = `${label} ${JSON.stringify(options)} ${list}`;
        const decode = (Decoder: Any) => () => {
          const decoder = new Decoder(label, options);
          return [decoder.encoding, decoder.fatal, decoder.ignoreBOM, decoder.decode(input)];
        };
        compare(decode(TextDecoder), decode(ours.TextDecoder), what);
        const inPieces = (Decoder: Any) => () => {
          const decoder = new Decoder(label, options);
          return [...input]
            .map(byte => decoder.decode(Uint8Array.of(byte), { stream: true }))
            .concat(decoder.decode());
        };
        compare(
          () => (inPieces(TextDecoder)() as string[]).join(''),
          () => (inPieces(ours.TextDecoder)() as string[]).join(''),
          `${what} in pieces`,
        );
      }
    }
  }
  compare(
    () => new TextDecoder('nope'),
    () => new ours.TextDecoder('nope'),
    'an encoding that there is not',
  );
  compare(
    () => new TextDecoder().decode(5 as Any),
    () => new ours.TextDecoder().decode(5),
    'no bytes',
  );
});

test.run();

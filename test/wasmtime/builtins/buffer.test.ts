// Buffer of guests beside Node's: the same bytes, the same text, the same errors, for well-formed input and any other.

import { Buffer as Theirs } from 'node:buffer';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Any, compare } from './beside.ts';
import { onNode } from './on-node.ts';
import { Random } from './random.ts';

const { buffer } = (await onNode('buffer')) as Any;
const Ours = buffer.Buffer;
const random = new Random(0xb0ff);

const ENCODINGS = [
  'utf8',
  'utf-8',
  'latin1',
  'binary',
  'ascii',
  'hex',
  'base64',
  'base64url',
  'ucs2',
  'UTF16LE',
];
const ODD = [undefined, null, 'x', '', NaN, -1, 1.5, 0, 3, 1e9, {}, Symbol('s'), true, 2n];

/** A Symbol as size ends in an accident in Node. */
const NOT_SIZES = ODD.filter(odd => typeof odd !== 'symbol' && typeof odd !== 'bigint');

function both(length = random.below(40)): [Any, Any] {
  const bytes = random.bytes(length);
  return [Theirs.from(bytes), Ours.from(bytes)];
}

test('bytes become the same text in every encoding, also between any two places', () => {
  for (let i = 0; i < 3000; i++) {
    const [theirs, ours] = both(random.pick([0, 1, 2, 3, 4, 5, 7, 16, 33, 64, 200]));
    const encoding = random.pick(ENCODINGS);
    const args = random.pick([
      [],
      [random.below(8)],
      [random.below(5), random.below(40)],
      [-1, 3],
      [5, 2],
      ['2', null],
    ]);
    compare(
      () => theirs.toString(encoding, ...args),
      () => ours.toString(encoding, ...args),
      `${encoding} ${args} of ${theirs.toString('hex')}`,
    );
  }
});

test('text becomes the same bytes, and has the same length, in every encoding', () => {
  for (let i = 0; i < 3000; i++) {
    const encoding = random.pick(ENCODINGS);
    const bytes = Theirs.from(random.bytes(random.below(50)));
    const text = random.below(2)
      ? random.text(random.below(40))
      : bytes.toString(random.pick(['hex', 'base64', 'base64url']));
    // What Nodes make of wider characters in base64 differs among them.
    if (/[^\0-\xff]/.test(text) && encoding.startsWith('base64')) continue;
    const what = `${encoding} ${JSON.stringify(text)}`;
    compare(
      () => Theirs.from(text, encoding as BufferEncoding),
      () => Ours.from(text, encoding),
      what,
    );
    compare(
      () => Theirs.byteLength(text, encoding as BufferEncoding),
      () => Ours.byteLength(text, encoding),
      what,
    );
  }
});

test('long text and bytes become the same', () => {
  for (const unit of ['a', 'é', '€', '😀', '\ud800', 'aé€😀']) {
    const text = unit.repeat(70_000);
    assert.ok(Theirs.from(text).equals(Ours.from(text)), unit);
    assert.is(Ours.from(text).toString(), Theirs.from(text).toString());
    const cut = Theirs.from(text).subarray(1);
    assert.is(Ours.from(cut).toString(), cut.toString(), `${unit} without its first byte`);
    assert.is(Ours.from(cut).toString('latin1'), cut.toString('latin1'));
    assert.is(Ours.from(cut).toString('hex'), cut.toString('hex'));
  }
});

test('text is written to the same place, whole characters only', () => {
  for (let i = 0; i < 4000; i++) {
    const [theirs, ours] = both(random.below(12));
    const text = random.text(random.below(8));
    const encoding = random.pick(ENCODINGS);
    const args = random.pick<unknown[]>([
      [],
      [encoding],
      [random.below(14)],
      [random.below(14), encoding],
      [random.below(8), random.below(8), encoding],
      [random.pick(ODD), random.pick(ODD)],
    ]);
    if (/[^\0-\xff]/.test(text) && encoding.startsWith('base64')) continue;
    compare(
      () => [theirs.write(text, ...args), theirs],
      () => [ours.write(text, ...args), ours],
      `${JSON.stringify(text)} ${args.map(String)}`,
    );
  }
});

const SIZES = ['8', '16LE', '16BE', '32LE', '32BE'];
const NUMBERS = ['Float', 'Double', 'BigInt64', 'BigUInt64'].flatMap(kind => [`${kind}LE`, `${kind}BE`]);
const INTEGERS = ['Int', 'UInt', 'Uint'].flatMap(kind => SIZES.map(size => kind + size));
const SIZED = ['IntLE', 'IntBE', 'UIntLE', 'UIntBE', 'UintLE', 'UintBE'];

test('numbers are read as Node reads them, or refused with its errors', () => {
  for (let i = 0; i < 3000; i++) {
    const [theirs, ours] = both(random.below(12));
    const sized = random.below(3) === 0;
    const method = `read${sized ? random.pick(SIZED) : random.pick([...INTEGERS, ...NUMBERS])}`;
    const offset = random.below(6) ? random.below(8) : random.pick(ODD);
    const args = sized ? [offset, random.below(5) ? 1 + random.below(6) : random.pick(NOT_SIZES)] : [offset];
    compare(
      () => theirs[method](...args),
      () => ours[method](...args),
      `${method}(${args.map(String)}) of ${theirs.length}`,
    );
  }
});

test('numbers are written as Node writes them, or refused with its errors', () => {
  const values = [
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    -128,
    -129,
    32767,
    65535,
    65536,
    2 ** 31,
    2 ** 32,
    -(2 ** 31) - 1,
    1.5,
  ];
  const more = [...values, 2 ** 40, -(2 ** 40), 2 ** 48, NaN, Infinity, '7', undefined, null];
  const bigs = [0n, 1n, -1n, 2n ** 63n, 2n ** 64n, -(2n ** 63n), -(2n ** 63n) - 1n, 2n ** 64n - 1n];
  for (let i = 0; i < 4000; i++) {
    const [theirs, ours] = both(random.below(12));
    const sized = random.below(3) === 0;
    const method = `write${sized ? random.pick(SIZED) : random.pick([...INTEGERS, ...NUMBERS])}`;
    const value = method.includes('Big') ? random.pick(bigs) : random.pick(more);
    const offset = random.below(6) ? random.below(8) : random.pick(ODD);
    const args = sized
      ? [value, offset, random.below(5) ? 1 + random.below(6) : random.pick(NOT_SIZES)]
      : [value, offset];
    compare(
      () => [theirs[method](...args), theirs],
      () => [ours[method](...args), ours],
      `${method}(${args.map(String)}) of ${theirs.length}`,
    );
  }
});

test('what is sought is found in the same place', () => {
  for (let i = 0; i < 4000; i++) {
    const length = random.below(60);
    const alphabet = random.pick(['ab', 'abc', 'aé']);
    const text = Array.from({ length }, () => random.pick([...alphabet])).join('');
    const [theirs, ours] = [Theirs.from(text), Ours.from(text)];
    const sought = random.pick<unknown>([
      'a',
      'ab',
      'aab',
      'bbbb',
      '',
      'é',
      97,
      353,
      -159,
      98.7,
      Theirs.from('ba'),
      new Uint8Array([97, 98, 97]),
      null,
      {},
    ]);
    const method = random.pick(['indexOf', 'lastIndexOf', 'includes']);
    const args = random.pick<unknown[]>([
      [],
      [random.below(70)],
      [-random.below(70)],
      ['latin1'],
      [2, 'latin1'],
      [random.pick(ODD.filter(odd => typeof odd !== 'symbol' && typeof odd !== 'bigint'))],
      [0, 'nope'],
    ]);
    compare(
      () => (theirs as Any)[method](sought, ...args),
      () => ours[method](sought, ...args),
      `${text} ${method} ${String(sought)} ${args.map(String)}`,
    );
  }
});

test('buffers compare, fill, copy, swap and slice as in Node', () => {
  for (let i = 0; i < 4000; i++) {
    const [theirs, ours] = both(random.below(24));
    const other = random.below(3) ? Theirs.from(theirs) : Theirs.from(random.bytes(random.below(24)));
    if (random.below(2) && other.length) other[random.below(other.length)] ^= 1;
    const n = () =>
      random.below(8) ? random.below(26) : random.pick([-1, -3, 1.5, undefined, NaN, '2', null]);
    const call = random.pick<[string, () => unknown[]]>([
      ['equals', () => [random.pick<unknown>([other, 'x', null])]],
      ['compare', () => [other]],
      ['compare', () => [other, n(), n(), n(), n()]],
      ['fill', () => [random.pick<unknown>(['a', 'é', '', 0, 257, 'ab', other, true])]],
      [
        'fill',
        () => [
          random.pick<unknown>(['abc', 7, '61', other]),
          n(),
          n(),
          random.pick([undefined, 'hex', 'latin1']),
        ],
      ],
      ['fill', () => ['zz', random.pick(['hex', 'latin1', 'nope'])]],
      ['subarray', () => [n(), n()]],
      ['slice', () => [n(), n()]],
      ['swap16', () => []],
      ['swap32', () => []],
      ['swap64', () => []],
      ['toJSON', () => []],
      ['toLocaleString', () => ['hex']],
      ['inspect', () => []],
    ]);
    const args = call[1]();
    compare(
      () => [theirs[call[0]](...args), theirs],
      () => [ours[call[0]](...args), ours],
      `${call[0]}(${args.map(String)}) of ${theirs.toString('hex')}`,
    );
    const [one, two] = [Theirs.alloc(10), Ours.alloc(10)];
    const places = [n(), n(), n()];
    compare(
      () => [theirs.copy(one, ...places), one],
      () => [ours.copy(two, ...places), two],
      `copy(${places}) of ${theirs.length}`,
    );
  }
});

test('buffers are made of whatever Node makes them of', () => {
  class Text {
    toString() {
      return 'text';
    }
    [Symbol.toPrimitive]() {
      return 'primitive';
    }
  }
  const memory = Uint8Array.from([1, 2, 3, 4]).buffer;
  const sources: unknown[][] = [
    [[1, 256, -1, 3.7, 'x']],
    [new Uint16Array([1, 257])],
    [memory],
    [memory, 1],
    [memory, 1, 2],
    [memory, 9],
    [memory, 1, 9],
    [memory, 'x', -1],
    [{ length: 2, 0: 7, 1: 8 }],
    [{ length: '2' }],
    [{ type: 'Buffer', data: [1, 2] }],
    [{ type: 'Buffer' }],
    [new String('boxed')],
    [new Text()],
    [{}],
    [null],
    [undefined],
    [5],
    [true],
    [Symbol('s')],
    [() => {}],
    ['text', 'nope'],
    ['text', ''],
    ['text', 5],
    [new Map()],
    [new Date(0)],
    [{ valueOf: () => 'valued' }],
    [{ valueOf: () => null }],
    ['abc', 'hex'],
  ];
  for (const [i, args] of sources.entries()) {
    compare(
      () => (Theirs.from as Any)(...args),
      () => Ours.from(...args),
      `from, case ${i}`,
    );
  }
  const calls: [string, ...unknown[]][] = [
    ['alloc', 3],
    ['alloc', 3, 'ab'],
    ['alloc', 3, 'YQ==', 'base64'],
    ['alloc', 3, 5],
    ['alloc', 3, 'a', 5],
    ['alloc', 3, 'zz', 'hex'],
    ['alloc', -1],
    ['alloc', 'x'],
    ['alloc', NaN],
    ['allocUnsafe', '5'],
    ['concat', []],
    ['concat', [Theirs.from('ab'), new Uint8Array(2)]],
    ['concat', [Theirs.from('abc'), Theirs.from('def')], 4],
    ['concat', [Theirs.from('abc')], 6],
    ['concat', [Theirs.from('abc')], -1],
    ['concat', [Theirs.from('abc')], 'x'],
    ['concat', ['abc']],
    ['concat', 'abc'],
    ['byteLength', memory],
    ['byteLength', new DataView(memory)],
    ['byteLength', 5],
    ['byteLength', 'é', 'nope'],
    ['compare', Theirs.from('a'), Theirs.from('b')],
    ['compare', 'a', Theirs.from('b')],
    ['compare', Theirs.from('a'), 5],
    ['isEncoding', 'UTF-8'],
    ['isEncoding', 'utf-16le'],
    ['isEncoding', ''],
    ['isEncoding', 5],
    ['isBuffer', Theirs],
    ['isBuffer', new Uint8Array(1)],
    ['of', 1, 2, 300],
    ['copyBytesFrom', new Uint16Array([1, 2, 3]), 1, 1],
    ['copyBytesFrom', new Uint8Array([1, 2, 3]), 5],
    ['copyBytesFrom', [1]],
    ['copyBytesFrom', new Uint8Array(1), -1],
  ];
  for (const [method, ...args] of calls) {
    compare(
      () => (Theirs as Any)[method](...args),
      () => Ours[method](...args),
      `${method}(${args.map(String)})`,
    );
  }
});

test('a Buffer is a Uint8Array, made with `new` or without, and shares memory with its parts', () => {
  const made = Ours('abc');
  assert.instance(made, Uint8Array);
  assert.instance(made, Ours);
  assert.is(made.constructor, Ours);
  assert.ok(Ours.isBuffer(new Ours(3)));
  assert.is(made.slice(1).buffer, made.buffer);
  made.subarray(1)[0] = 0x7a;
  assert.is(`${made}`, 'azc');
  assert.ok(Ours.isBuffer(made.map((byte: number) => byte + 1)));
  assert.is(JSON.stringify(made), JSON.stringify(Theirs.from('azc')));
});

test('the rest of the module does as in Node', async () => {
  const theirs = (await import('node:buffer')) as Any;
  for (const input of [[], [0x61], [0x80], [0xc3, 0xa9], [0xe2, 0x82], [0xed, 0xa0, 0x80]]) {
    const bytes = Uint8Array.from(input);
    for (const name of ['isUtf8', 'isAscii'])
      assert.is(buffer[name](bytes), theirs[name](bytes), `${name} ${input}`);
  }
  for (const [from, to] of [
    ['utf8', 'latin1'],
    ['utf8', 'ascii'],
    ['latin1', 'utf8'],
    ['utf8', 'ucs2'],
    ['hex', 'utf8'],
  ]) {
    const bytes = Theirs.from('aé€');
    compare(
      () => theirs.transcode(bytes, from, to),
      () => buffer.transcode(bytes, from, to),
      `${from} to ${to}`,
    );
  }
});

test.run();

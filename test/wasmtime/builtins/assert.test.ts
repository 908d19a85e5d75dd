// node:assert of guests beside Node's.

import theirs from 'node:assert';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Any } from './beside.ts';
import { onNode } from './on-node.ts';

const { assert: ours } = (await onNode('assert')) as Any;

/** What comes of a call; of a message made of the values only its first line, for Nodes draw the rest differently. */
function outcome(call: (module: Any) => unknown, module: Any): unknown {
  try {
    return { returned: call(module) };
  } catch (error) {
    const { name, code, message, actual, expected, operator, generatedMessage } = error as Any;
    const [head] = message.split('\n');
    return {
      name,
      code,
      message: generatedMessage ? head : message,
      actual,
      expected,
      operator,
      generatedMessage,
    };
  }
}

const VALUES = [
  1,
  '1',
  true,
  null,
  undefined,
  NaN,
  0,
  -0,
  [1],
  [1, 2],
  { a: 1 },
  { a: '1' },
  new Date(0),
  /x/,
  new Set([1]),
  new Map([[1, 2]]),
  Buffer.from('a'),
  new Error('e'),
  Symbol.for('s'),
  10n,
];

test('whatever is compared is equal or not as in Node', () => {
  for (const a of VALUES) {
    for (const b of VALUES) {
      for (const name of [
        'equal',
        'notEqual',
        'strictEqual',
        'notStrictEqual',
        'deepEqual',
        'notDeepEqual',
        'deepStrictEqual',
        'notDeepStrictEqual',
      ]) {
        const thrown = (module: Any) => {
          try {
            module[name](a, b);
            return 'fine';
          } catch (error) {
            return (error as Any).code;
          }
        };
        assert.is(thrown(ours), thrown(theirs), `${name} ${String(a)} ${String(b)}`);
      }
    }
  }
});

test('failures are told as in Node', () => {
  const calls: ((assert: Any) => unknown)[] = [
    assert => assert(false, 'own'),
    assert => assert.ok(1),
    assert => assert.ok(0, 'own'),
    assert => assert(0, new TypeError('own')),
    assert => assert.equal(1, 2),
    assert => assert.strictEqual(1, 2),
    assert => assert.strictEqual(1, 2, 'own'),
    assert => assert.strictEqual('a\nb', 'a\nc'),
    assert => assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }),
    assert => assert.notStrictEqual(1, 1),
    assert => assert.notDeepStrictEqual({ a: 1 }, { a: 1 }),
    assert => assert.throws(() => {}),
    assert => assert.throws(() => {}, 'own'),
    assert =>
      assert.throws(() => {
        throw new Error('x');
      }, /x/),
    assert =>
      assert.throws(() => {
        throw new Error('x');
      }, Error),
    assert =>
      assert.throws(
        () => {
          throw new Error('x');
        },
        { message: 'x', name: 'Error' },
      ),
    assert =>
      assert.throws(
        () => {
          throw new Error('x');
        },
        { message: 'y' },
      ),
    assert =>
      assert.throws(
        () => {
          throw new Error('x');
        },
        (error: Error) => error.message === 'x',
      ),
    assert =>
      assert.throws(() => {
        throw new Error('x');
      }, TypeError),
    assert => assert.throws('not a function'),
    assert => assert.doesNotThrow(() => 1),
    assert =>
      assert.doesNotThrow(() => {
        throw new Error('x');
      }),
    assert => assert.ifError(null),
    assert => assert.ifError(undefined),
    assert => assert.ifError(new Error('x')),
    assert => assert.fail(),
    assert => assert.fail('own'),
    assert => assert.fail(new RangeError('own')),
    assert => assert.match('abc', /b/),
    assert => assert.match('abc', /x/, 'own'),
    assert => assert.doesNotMatch('abc', /x/),
    assert => assert.match(5, /x/),
    assert => assert.match('abc', 'x'),
    assert => assert.strict.equal(1, 1),
    assert => assert.strict.deepEqual([1], ['1']),
    assert =>
      new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual', message: 'm' }).name,
    assert => [assert.strict.strict === assert.strict, typeof assert.AssertionError],
  ];
  for (const call of calls) assert.equal(outcome(call, ours), outcome(call, theirs), `${call}`);
});

test('promises are looked into as in Node', async () => {
  const calls: ((assert: Any) => Promise<unknown>)[] = [
    assert => assert.rejects(Promise.reject(new Error('x')), /x/),
    assert =>
      assert.rejects(async () => {
        throw new TypeError('x');
      }, TypeError),
    assert => assert.rejects(Promise.resolve(1)),
    assert => assert.rejects(5),
    assert => assert.rejects(() => 5),
    assert => assert.doesNotReject(Promise.resolve(1)),
    assert => assert.doesNotReject(Promise.reject(new Error('x'))),
  ];
  for (const call of calls) {
    const settled = (module: Any) =>
      call(module).then(
        value => ({ value }),
        ({ name, code, message }) => ({ name, code, message }),
      );
    assert.equal(await settled(ours), await settled(theirs), `${call}`);
  }
});

test.run();

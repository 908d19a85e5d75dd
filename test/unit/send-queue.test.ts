// What a write hands to the network: chunks in order and whole, large ones as they are, small ones on end in one.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { SendQueue } from '../../host/binding/send-queue.ts';
import { Xorshift } from '../support/xorshift.ts';

const LARGE = 100;
const allocate = (length: number) => new Uint8Array(length);

test('several small chunks on end become one piece, a large one and a lone small one stay what they are', () => {
  const chunks = [5, 6, 200, 7, 300, 8, 9].map(length => new Uint8Array(length));
  const queue = new SendQueue(chunks);
  const pieces = queue.pieces(queue.upTo(10_000), LARGE, allocate);
  assert.equal(
    pieces.map(({ length }) => length),
    [11, 200, 7, 300, 17],
  );
  assert.is(pieces[1], chunks[2]);
  assert.is(pieces[2], chunks[3]);
  assert.ok(queue.empty);
});

test('whether a large chunk is left, or a small one, is asked of what is left', () => {
  const queue = new SendQueue([new Uint8Array(50), new Uint8Array(150), new Uint8Array(10)]);
  assert.ok(queue.hasLarge(LARGE));
  queue.pieces(110, LARGE, allocate);
  assert.not(queue.hasLarge(LARGE));
  assert.ok(queue.hasSmall(LARGE));
  const large = new SendQueue([new Uint8Array(150), new Uint8Array(0), new Uint8Array(200)]);
  assert.not(large.hasSmall(LARGE));
  large.slice(60);
  assert.ok(large.hasSmall(LARGE));
  assert.is(queue.upTo(1000), 100);
  assert.not(new SendQueue([]).hasLarge(LARGE));
});

test('pieces of any sizes, taken in any steps, are the bytes in their order', () => {
  const random = new Xorshift(11);
  for (let round = 0; round < 300; round++) {
    const sizes = Array.from({ length: 1 + random.below(12) }, () => random.below(2 * LARGE));
    const all = Buffer.from(
      Array.from({ length: sizes.reduce((a, b) => a + b, 0) }, () => random.below(256)),
    );
    const ends = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b, 0));
    const queue = new SendQueue(ends.map((end, i) => all.subarray(end - sizes[i], end)));
    const taken: Uint8Array[] = [];
    while (!queue.empty) taken.push(...queue.pieces(queue.upTo(1 + random.below(500)), LARGE, allocate));
    assert.ok(Buffer.concat(taken).equals(all), `round ${round}: ${sizes}`);
    assert.not(taken.some(({ length }) => length === 0));
  }
});

test.run();

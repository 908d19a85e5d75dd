// The order of things in a guest: small programs print what happens, on Node 26 and inside Wasmtime.

import { isDeepStrictEqual } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inWasmtime, MAIN, onNode } from './order/running.ts';

const node = onNode(MAIN);
const guest = await inWasmtime(MAIN);
const names: string[] = JSON.parse((await node()).output[0]);

test('there are programs to be traced', async () => {
  assert.ok(names.length >= 70, `${names.length} programs`);
  assert.equal(JSON.parse((await guest()).output[0]), names);
});

/** What a busy machine does to the order of timers it does not do three times. */
const ATTEMPTS = 3;

for (const name of names) {
  test(`as on Node: ${name}`, async () => {
    for (let left = ATTEMPTS; ; left--) {
      const [ours, theirs] = await Promise.all([guest(name), node(name)]);
      if (left > 1 && !isDeepStrictEqual(ours, theirs)) continue;
      return assert.equal(ours, theirs);
    }
  });
}

test.run();

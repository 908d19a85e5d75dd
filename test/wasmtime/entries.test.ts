// What the form of a program's first module makes of its beginning and its end, on Node 26 and inside Wasmtime.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inWasmtime, ranOnNode } from './order/running.ts';

const FORMS = {
  'module.ts': [
    ...['', 'awaits', 'waits forever', 'waits forever with a code', 'waits forever and exits', 'throws'],
    ...['throws text', 'throws later', 'throws, and somebody listens'],
  ],
  'commonjs.cjs': ['', 'throws', 'throws, and somebody listens', 'rejects', 'exits'],
};

for (const [file, forms] of Object.entries(FORMS)) {
  const entry = `test/wasmtime/order/entries/${file}`;
  const guest = await inWasmtime(entry);
  for (const form of forms) {
    test(`as on Node: ${file} ${form || 'as it is'}`, async () => {
      assert.equal(await guest(form), await ranOnNode(entry, form));
    });
  }
}

test.run();

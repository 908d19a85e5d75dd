// Node's own net tests on wasi-net under Deno: those that expected.txt names fail, and no others.
import { spawnSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

for (const list of ['node-net', 'node-net-more']) {
  test(`the tests of ${list} pass on Deno, but for those that are known`, () => {
    const args = ['test/conformance/run.mjs', '--runtime', 'deno', '--list', list, '--retries', '1'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.is(status, 0, `${stdout}\n${stderr}`);
  });
}

test.run();

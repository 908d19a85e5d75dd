// Runs test files under another Node than the one that runs the tests: there, what ours does is compared with that
// Node's own net. Each file is a test of its own.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

/** Longer than all of test/api takes on a busy machine, in milliseconds. */
const LIMIT_MS = 800_000;

/** `node` is a name in scripts/tools/table.mjs; each of `parts` selects files as for scripts/test.mjs. */
export function passesUnder(node: string, parts: readonly string[]): void {
  for (const part of parts) {
    test(`what ${part} says of Node holds under ${node}`, async () => {
      const args = ['scripts/test.mjs', '--node', node, part];
      const run = promisify(execFile)(process.execPath, args, { timeout: LIMIT_MS, maxBuffer: 2 ** 26 });
      const { stdout } = await run.catch(({ stdout, message }) => ({ stdout: `${stdout}\n${message}` }));
      assert.match(stdout, /^[1-9]\d* passed, 0 failed\n$/m, stdout);
    });
  }
}

// One program that uses every built-in says in Wasmtime what it says on Node.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { forNode } from '../../scripts/bundling.mjs';
import { needTool } from '../../scripts/fetch-tools.mjs';
import { guestProgram } from '../support/guest.ts';

const PROGRAM = 'test/wasmtime/builtins/self-check.ts';
const LIMIT_MS = 120_000;

test('every built-in does in Wasmtime what it does on Node', async () => {
  const bundled = join('.cache/test', 'wasmtime/builtins/self-check.mjs');
  await build({ entryPoints: [PROGRAM], outfile: bundled, ...forNode });
  const run = (file: string, args: string[]) =>
    execFileSync(file, args, { encoding: 'utf8', timeout: LIMIT_MS, stdio: ['ignore', 'pipe', 'pipe'] });
  const expected = run(needTool('node-26'), [bundled]);
  const seen = run(needTool('wasmtime'), ['run', '-S', 'inherit-network', await guestProgram(PROGRAM)]);
  assert.ok(expected.split('\n').length > 100);
  assert.fixture(seen, expected);
});

test.run();

// `wasi-net build` from the command line, and what it made in real Wasmtime.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { needTool } from '../../scripts/fetch-tools.mjs';

const FOLDER = '.cache/build-test';
mkdirSync(FOLDER, { recursive: true });

test('a program of sockets is built and runs', () => {
  const output = join(FOLDER, 'echo.wasm');
  const built = command('build', 'test/wasmtime/build/echo.ts', '-o', output);
  assert.is(built.status, 0, built.stderr);
  assert.match(built.stderr, /echo\.wasm: \d+\.\d MB in \d+\.\d s\n$/);
  const ran = spawnSync(needTool('wasmtime'), ['run', '-S', 'inherit-network', output, 'one', 'two'], {
    encoding: 'utf8',
  });
  assert.is(ran.stderr, '');
  assert.is(ran.stdout, 'echoed one two\n');
  assert.is(ran.status, 0);
});

test.run();

function command(...args: string[]) {
  return spawnSync(process.execPath, ['dist/cli.mjs', ...args], { encoding: 'utf8' });
}

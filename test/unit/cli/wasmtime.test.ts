// Where `wasi-net run` finds Wasmtime, and what it says of it.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findWasmtime, remark, TESTED } from '../../../host/cli/run/wasmtime.ts';

const FOLDER = resolve('.cache/cli-wasmtime');
const NAMED = join(FOLDER, 'named/any-name');
const ON_PATH = join(FOLDER, 'bin/wasmtime');
const WORK = join(FOLDER, 'project/src');
const OLDER_TOOL = join(FOLDER, 'project/.tools/wasmtime-9.0.0/wasmtime');
const TOOL = join(FOLDER, 'project/.tools/wasmtime-48.0.1/wasmtime');

test.before.each(() => rmSync(FOLDER, { recursive: true, force: true }));

test('the one that $WASMTIME names comes first, then PATH, then the newest of a .tools folder above', () => {
  for (const [path, version] of Object.entries({ [OLDER_TOOL]: '9.0.0', [TOOL]: '48.0.1' }))
    put(path, version);
  assert.equal(find({ PATH: '/nowhere' }), { path: TOOL, version: '48.0.1' });
  put(ON_PATH, '49.0.4');
  assert.equal(find({ PATH: dirname(ON_PATH) }), { path: ON_PATH, version: '49.0.4' });
  put(NAMED, '50.1.0');
  assert.equal(find({ PATH: dirname(ON_PATH), WASMTIME: NAMED }), { path: NAMED, version: '50.1.0' });
});

test('what $WASMTIME names must be there, whatever else is', () => {
  put(ON_PATH, '49.0.4');
  const find = () => findWasmtime({ PATH: dirname(ON_PATH), WASMTIME: '/no/wasmtime' }, WORK);
  assert.throws(find, /^\$WASMTIME is \/no\/wasmtime, which cannot be run$/);
});

test('where there is none one line says how to get one', () => {
  const find = () => findWasmtime({ PATH: '/nowhere' }, FOLDER.slice(0, FOLDER.indexOf('/', 1)));
  assert.throws(find, /^there is no Wasmtime: https:\/\/wasmtime\.dev has it; .* \$WASMTIME$/);
});

test('what does not say its version is no Wasmtime', () => {
  put(ON_PATH, 'none');
  assert.throws(() => find({ PATH: dirname(ON_PATH) }), /bin\/wasmtime is no Wasmtime that can be run: /);
});

test('versions older and newer than the tested one are named', () => {
  assert.is(remark({ path: 'w', version: `${TESTED}.1.2` }), undefined);
  assert.is(remark({ path: 'w', version: '48.0.1' }), 'w is Wasmtime 48.0.1, older than the tested 49');
  assert.is(remark({ path: 'w', version: '50.0.0' }), 'w is Wasmtime 50.0.0, newer than the tested 49');
});

test.run();

function find(env: NodeJS.ProcessEnv) {
  mkdirSync(WORK, { recursive: true });
  return findWasmtime(env, WORK);
}

function put(path: string, version: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho wasmtime ${version}\n`);
  chmodSync(path, 0o755);
}

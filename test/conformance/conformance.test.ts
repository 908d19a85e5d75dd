// Node's own tests on wasi-net, and what the command that runs them says to wrong options.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { listed } from './listed.ts';

listed(count => `Node's own net tests pass, all ${count}`, 'node-net');
listed(count => `Node's tests of http, https and tls pass on our net, all ${count}`, 'riding-http', '--http');

test('a test that fails without being expected to, and one that passes against expectation, fail the run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  const list = join(folder, 'list.txt');
  writeFileSync(list, 'parallel/test-net-isip.js\n');
  const empty = join(folder, 'empty.cjs');
  writeFileSync(empty, 'module.exports = {};\n');
  const good = conformance('--list', list);
  const bad = conformance('--list', list, '--impl', empty);
  rmSync(folder, { recursive: true });
  assert.is(good.status, 0, good.stdout + good.stderr);
  assert.match(good.stdout, '1 passed, 0 failed (0 expected), 0 skipped');
  assert.is(bad.status, 1);
  assert.match(bad.stdout, 'FAIL    parallel/test-net-isip.js');
});

test('wrong options are answered with one line and exit code 2', () => {
  const wrong = [
    ['--nonsense'],
    ['nonsense'],
    ['--list'],
    ['--list', 'nonsense'],
    ['--list', 'test'],
    ['--match', '('],
    ['--match', 'nonsense'],
    ['--runtime', 'nonsense'],
    ['--bin', 'package.json'],
    ['--bin', 'nonsense'],
    ['--impl', 'nonsense'],
    ['--jobs', '0'],
    ['--timeout', '1.5'],
    ['--retries', '-1'],
    ['--json', 'nonsense/file.json'],
    ['--http=yes'],
  ];
  for (const args of wrong) {
    const { status, stdout, stderr } = conformance(...args);
    assert.is(status, 2, args.join(' '));
    assert.match(stderr, /^conformance: [^\n]+\n$/, args.join(' '));
    assert.is(stdout, '');
  }
});

test('where apt is not, the way to Node’s tests is told in one line', () => {
  const nowhere = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  const env = { ...process.env, PATH: nowhere, CONFORMANCE_FOLDER: nowhere };
  const { status, stderr } = spawnSync(process.execPath, ['test/conformance/run.mjs'], {
    env,
    encoding: 'utf8',
  });
  rmSync(nowhere, { recursive: true });
  assert.is(status, 2);
  assert.match(stderr, /^conformance: Node's tests are fetched with apt-get, which is not here: [^\n]+\n$/);
});

test.run();

function conformance(...args: string[]) {
  return spawnSync(process.execPath, ['test/conformance/run.mjs', ...args], { encoding: 'utf8' });
}

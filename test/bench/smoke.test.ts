// The benchmark works: it runs a few rows with small amounts, its numbers make sense, and it refuses what it
// does not know. No limits on time: this machine may be slow, or busy.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RowResult } from '../../bench/results.ts';

const ROWS = ['receive', 'accepted-send', 'ping-pong-64', 'accept-close', 'idle-rss', 'timeout-set'];
const IN_WASMTIME = [
  'receive',
  'send-64k',
  'ping-pong-64',
  'sockets-1000',
  'sockets-promises',
  'start-net',
  'size-net',
];
const PACKED = ['wasi-net', 'jco-std'];

test('a quick run gives a finite value above zero for each row and implementation', () => {
  const { status, stdout, stderr } = bench('--quick', '--pairs', '1', '--json', '-', '--only', ROWS.join());
  assert.is(status, 0, stderr);
  const { rows, machine } = JSON.parse(stdout) as { rows: RowResult[]; machine: { node: string } };
  assert.is(machine.node, process.versions.node);
  const named = rows.map(({ name }) => name);
  for (const name of ROWS) assert.ok(named.includes(name), name);
  for (const { name, values, comparisons } of rows) {
    assert.equal(Object.keys(values), ['node:net', 'wasi-net'], name);
    const { ratio } = comparisons['wasi-net'];
    const numbers = [...Object.values(values).flat(), ratio.median, ratio.min, ratio.max];
    // Memory of a few hundred connections may come out below zero: a collection can free more than they took.
    for (const n of numbers)
      assert.ok(Number.isFinite(n) && (n > 0 || name.startsWith('idle')), `${name} ${n}`);
  }
});

test('preview2-shim runs the rows that it has part in, and the table says how far wasi-net is ahead of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasi-net-bench-'));
  const json = join(folder, 'results.json');
  const given = ['--only', 'receive,send-1m,ping-pong-64', '--impl', 'node:net,wasi-net,preview2-shim'];
  const { status, stdout, stderr } = bench('--quick', '--pairs', '1', '--json', json, ...given);
  assert.is(status, 0, stderr);
  const { rows } = JSON.parse(readFileSync(json, 'utf8')) as { rows: RowResult[] };
  rmSync(folder, { recursive: true });
  const parts = rows.filter(({ values }) => 'preview2-shim' in values);
  assert.equal(
    parts.map(({ name, leads }) => [name, leads['preview2-shim'].target]),
    [
      ['receive', 15],
      ['send-1m', 15],
      ['ping-pong-64', undefined],
    ],
  );
  for (const { name, values, leads } of parts) {
    const { ratio } = leads['preview2-shim'];
    assert.ok(values['preview2-shim'][0] > 0 && Number.isFinite(ratio.median) && ratio.median > 0, name);
  }
  assert.match(stdout, /^row +unit +node:net +wasi-net +ratio/);
  assert.match(stdout, /^row +unit +preview2-shim +ratio .* wasi-net : preview2-shim/m);
});

test('in Wasmtime each implementation has a value, and what hangs is said to hang', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasi-net-bench-'));
  const json = join(folder, 'results.json');
  const given = ['--only', IN_WASMTIME.join(), '--impl', 'wasi-net,jco-std,node:net'];
  const { status, stdout, stderr } = bench(
    '--runtime',
    'wasmtime',
    '--quick',
    '--pairs',
    '1',
    '--json',
    json,
    ...given,
  );
  assert.is(status, 0, stderr);
  const { rows } = JSON.parse(readFileSync(json, 'utf8')) as { rows: RowResult[] };
  rmSync(folder, { recursive: true });
  assert.equal(
    rows.map(({ name }) => name),
    IN_WASMTIME,
  );
  for (const { name, values } of rows) {
    assert.equal(Object.keys(values), name.startsWith('size') ? PACKED : [...PACKED, 'node:net'], name);
    for (const [implementation, [value]] of Object.entries(values)) {
      // Of what never comes JSON says null.
      if (name === 'sockets-promises' && implementation === 'jco-std') assert.is(value, null);
      else assert.ok(value > 0 && Number.isFinite(value), `${name} ${implementation} ${value}`);
    }
  }
  const [receive] = rows;
  assert.is(receive.leads['jco-std'].target, 1.2);
  assert.match(stdout, /^row +unit +wasi-net +jco-std +node:net +: jco-std +: node:net +aim/);
  assert.match(stdout, /^sockets-promises .* hangs /m);
});

test('every row has a name of its own and is listed', () => {
  for (const [runtime, known] of [
    ['node', ROWS],
    ['wasmtime', IN_WASMTIME],
  ] as const) {
    const { status, stdout } = bench('--runtime', runtime, '--list');
    const names = stdout
      .trim()
      .split('\n')
      .map(line => line.split(' ')[0]);
    assert.is(status, 0);
    assert.is(new Set(names).size, names.length);
    for (const name of known) assert.ok(names.includes(name), name);
  }
});

test('an argument that is not known is refused in one line with exit code 2', () => {
  for (const args of [
    ['--fast'],
    ['--only', 'nonsense'],
    ['--pairs', '0'],
    ['--impl', 'net'],
    ['--runtime', 'moon'],
    ['--runtime', 'wasmtime', '--grow'],
  ]) {
    const { status, stdout, stderr } = bench(...args);
    assert.is(status, 2, args.join(' '));
    assert.is(stdout, '');
    assert.match(stderr, /^bench: [^\n]+\n$/);
  }
});

function bench(...args: string[]) {
  return spawnSync(process.execPath, ['scripts/bench.mjs', ...args], { encoding: 'utf8', timeout: 300_000 });
}

test.run();

// `wasi-net build` and `wasi-net run` from the command line, and what they made in real Wasmtime.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cachedProgram } from '../../host/cli/build/cache.ts';
import { needTool } from '../../scripts/fetch-tools.mjs';
import { guestProgram } from '../support/guest.ts';
import { startGuest } from '../support/running.ts';

const PROGRAMS = 'test/wasmtime/build';
const TOLD = `${PROGRAMS}/told.ts`;
const FOLDER = '.cache/build-test';
const CACHE = join(FOLDER, 'cache');
const ENV = { ...process.env, WASMTIME: needTool('wasmtime'), XDG_CACHE_HOME: CACHE, WASI_NET_TOLD: 'yes' };
const STEPS = /^wasi-net: (bundling|making|composing|compiling) .*\n/gm;

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });

test('a program of sockets is built and runs, and is told of while it is built', async () => {
  const output = join(FOLDER, 'echo.wasm');
  const { status, stdout, stderr } = command('build', `${PROGRAMS}/echo.ts`, '-o', output);
  assert.is(status, 0, stderr);
  assert.is(stdout, '');
  const lines = stderr.trimEnd().split('\n');
  assert.equal(lines.slice(0, -1), [
    `wasi-net: bundling ${PROGRAMS}/echo.ts`,
    'wasi-net: making the component',
    'wasi-net: composing it with the engine',
  ]);
  const size = (statSync(output).size / 1e6).toFixed(1);
  assert.match(lines.at(-1) ?? '', new RegExp(`^wasi-net: ${output}: ${size} MB in \\d+\\.\\d s$`));
  assert.equal(await startGuest(output, ['one', 'two']).ended, { code: 0, out: 'echoed one two\n', err: '' });
});

test('a program runs with its arguments and its environment, and is built once', () => {
  const first = command('run', TOLD, 'tell', '--help', 'two words');
  assert.is(first.stderr.match(STEPS)?.length, 4);
  assert.equal(JSON.parse(first.stdout), { words: ['--help', 'two words'], env: 'yes' });
  const second = command('run', TOLD, 'tell');
  assert.is(second.stdout, '{"words":[],"env":"yes"}\n');
  assert.is(second.stderr, `wasi-net: bundling ${TOLD}\n`);
});

test('the exit code of a program is that of the command', () => {
  assert.is(command('run', TOLD, 'exit', '7').status, 7);
});

test('an error that nobody catches names the lines of the source, through async functions', () => {
  const { status, stderr } = command('run', TOLD, 'throw', 'on purpose');
  assert.is(status, 1);
  assert.match(stderr, `\nRangeError: on purpose\n    at inner (${TOLD}:7:13)\n`);
});

test('signals reach the program', async () => {
  const child = spawn(process.execPath, ['dist/cli.mjs', 'run', TOLD, 'wait'], {
    env: ENV,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  assert.equal(await once(child as ChildProcess, 'close'), [143, null]);
});

test('what goes wrong is told in one line', () => {
  const failed = (...args: string[]) => {
    const { status, stderr } = command(...args);
    return [status, stderr.replace(STEPS, '')];
  };
  assert.equal(failed('build', 'nothing.ts'), [1, 'wasi-net: there is no file nothing.ts\n']);
  assert.equal(failed('run', 'nothing.ts'), [1, 'wasi-net: there is no file nothing.ts\n']);
  assert.equal(failed('build'), [2, 'wasi-net: build: which program? For instance: wasi-net build app.ts\n']);
  const [code, text] = failed('build', TOLD, '-o', '/no/such/folder/a.wasm');
  assert.is(code, 1);
  assert.match(String(text), /^wasi-net: cannot write \/no\/such\/folder\/a\.wasm: ENOENT.*\n$/);
});

test('--help and --version are answered on standard output', () => {
  const help = command('--help');
  assert.is(help.status, 0);
  assert.match(help.stdout, /^wasi-net: .*\n\n {2}wasi-net build app\.ts /);
  assert.match(command('--version').stdout, /^\d+\.\d+\.\d+\n$/);
});

test('a CommonJS program knows what it is, and what is not there it finds missing', async () => {
  const folder = `/${PROGRAMS}/modules`;
  const missing = (name: string) => ['MODULE_NOT_FOUND', `Cannot find module '${name}'`];
  assert.equal(await printed(`${PROGRAMS}/modules/main.cjs`), [
    {
      dep: { name: `${folder}/dep.cjs`, main: false, self: true },
      data: { answer: 42 },
      name: `${folder}/main.cjs`,
      main: true,
      optional: missing('a-package-that-nobody-has'),
      computed: true,
      unknown: missing('no-thing'),
    },
    {
      default: 'lazy',
      url: `file://${folder}/lazy.mjs`,
      filename: `${folder}/lazy.mjs`,
      dirname: folder,
      main: false,
    },
    'MODULE_NOT_FOUND',
  ]);
});

test('an ES module knows what it is, and imports the rest when it is run', async () => {
  const folder = `/${PROGRAMS}/modules`;
  assert.equal(await printed(`${PROGRAMS}/modules/main.mts`), [
    {
      data: { answer: 42 },
      dep: { name: `${folder}/dep.cjs`, main: false, self: true },
      meta: { url: `file://${folder}/main.mts`, filename: `${folder}/main.mts`, dirname: folder, main: true },
      lazy: 'lazy',
      same: true,
      joined: 'main.mts',
    },
  ]);
});

test('a component with pg has less than 5 MB; functions of built-ins are native, those of the program have texts', async () => {
  const component = await guestProgram(`${PROGRAMS}/texts.ts`);
  assert.ok(statSync(component).size < 5_000_000, `${statSync(component).size} bytes`);
  const { out } = await startGuest(component).ended;
  assert.equal(out.trimEnd().split('\n'), [
    'function own(a){return a+1}',
    'function connect() { [native code] } true function',
    'Client Client Client {}',
  ]);
});

test('the same program runs in StarlingMonkey', async () => {
  const entry = `${PROGRAMS}/starlingmonkey.ts`;
  const options = { entry, guest: 'starlingmonkey', minify: false, dist: 'dist' } as const;
  const { code, out, err } = await startGuest(await cachedProgram(options, '.cache/guests')).ended;
  assert.equal(out.split('\n'), [
    'hello',
    'microtask,tick,immediate,timer true',
    'true 300000',
    'Error: on purpose',
    `    at failing (${entry}:29:9)`,
    `    at ${entry}:32:3`,
    '',
  ]);
  assert.equal([code, err], [0, '']);
});

test.run();

function command(...args: string[]) {
  return spawnSync(process.execPath, ['dist/cli.mjs', ...args], { encoding: 'utf8', env: ENV });
}

/** The lines of a program, those in JSON read. */
async function printed(entry: string): Promise<unknown[]> {
  const { code, out, err } = await startGuest(await guestProgram(entry)).ended;
  assert.equal([code, err], [0, '']);
  const lines = out.trimEnd().split('\n');
  return lines.map(line => (line.startsWith('{') ? JSON.parse(line) : line));
}

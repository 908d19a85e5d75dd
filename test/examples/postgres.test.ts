// `npm start`'s program as its user meets it: a process with arguments, standard output and an exit code.
// WASI_NET_IMPL names the implementation it runs on.
import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Report } from '../../examples/postgres/report.ts';
import { expectedOf, POOL_SOCKETS } from '../../examples/postgres/run.ts';

const IMPL = process.env.WASI_NET_IMPL ?? 'wasi-net';
const POOL = Array.from({ length: POOL_SOCKETS }, (_, i) => `pool ${i + 1}`);

test('the example moves rows to Postgres and back and reports it as JSON', async () => {
  const { code, out, err } = await example('--rows', '500', '--rounds', '1', '--impl', IMPL, '--json');
  assert.is(err, '');
  assert.is(code, 0);
  const report: Report = JSON.parse(out);
  assert.is(report.rounds, 1);
  assert.ok(report.sameBytes);
  assert.match(report.measurement, 'one measurement on this machine');

  const [result, ...others] = report.results;
  assert.equal(others, []);
  assert.is(result.name, IMPL);
  assert.is(result.rows, 500);
  assert.is(result.checksum, expectedOf(500).checksum);
  assert.is(result.refused.code, 'ECONNREFUSED');
  assert.match(result.refused.message, /^connect ECONNREFUSED 127\.0\.0\.1:\d+$/);
  assert.ok(result.idle.firedMs > result.idle.askedMs - 2);

  assert.equal(
    result.phases.map(phase => phase.name),
    ['connect', 'create', 'insert', 'stream', 'pool', 'close', 'idle', 'refused'],
  );
  for (const { name, ms, bytesWritten, bytesRead } of result.phases) {
    assert.ok(ms > 0, `${name} took ${ms} ms`);
    const moves = name !== 'idle' && name !== 'refused';
    assert.is(bytesWritten > 0, moves, `${name} wrote ${bytesWritten} bytes`);
    assert.is(bytesRead > 0, moves, `${name} read ${bytesRead} bytes`);
  }
  assert.equal(
    result.sockets.map(trace => trace.socket),
    ['client', ...POOL, 'idle', 'refused'],
  );
  for (const { socket, states } of result.sockets) assert.ok(states.length > 1, `${socket}: ${states}`);
});

test('the report for people fits a screen and names every socket, phase and implementation', async () => {
  const { code, out } = await example('--rows', '1', '--rounds', '1', '--impl', IMPL);
  assert.is(code, 0);
  const lines = out.trimEnd().split('\n');
  assert.ok(lines.length <= 40, `${lines.length} lines`);
  const words = ['insert', 'stream', 'timeout', 'refused', 'client', 'pool 1, 2, 3, 4', IMPL, 'measurement'];
  for (const word of words) assert.ok(out.includes(word), `no '${word}' in\n${out}`);
});

test('the same program runs inside Wasmtime and moves the same bytes', async () => {
  const { code, out, err } = await example('--rows', '500', '--rounds', '1', '--impl', 'wasmtime', '--json');
  assert.is(err, '');
  assert.is(code, 0);
  const { results, sameBytes }: Report = JSON.parse(out);
  assert.ok(sameBytes);
  const [{ name, rows, checksum, idle, refused, phases, sockets }, ...others] = results;
  assert.equal([name, others], ['Wasmtime', []]);
  assert.equal([rows, checksum], [500, expectedOf(500).checksum]);
  assert.match(refused.message, /^connect ECONNREFUSED 127\.0\.0\.1:\d+$/);
  assert.ok(idle.firedMs > idle.askedMs - 2);
  assert.is(phases.length, 8);
  assert.equal(
    sockets.map(trace => trace.socket),
    ['client', ...POOL, 'idle', 'refused'],
  );
});

test('without Wasmtime the example says in one line how to get it, and compares what there is', async () => {
  // No .tools is above this folder, and no program on this path.
  const options = { cwd: tmpdir(), env: { ...process.env, PATH: '', WASMTIME: '' } };
  const { code, out, err } = await outcomeOf(start(['--rows', '1', '--rounds', '1'], options));
  assert.is(code, 0);
  assert.match(out, / node:net +wasi-net +ratio\n/);
  const told = err.split('\n').filter(line => line.includes('Wasmtime'));
  assert.is(told.length, 1);
  assert.match(told[0], /^postgres: wasi-net: there is no Wasmtime: /);
});

test('an interrupted example takes its database with it', async () => {
  const child = start(['--rounds', '100', '--impl', IMPL]);
  await new Promise<void>(running => {
    child.stderr.on('data', text => `${text}`.includes('listens') && running());
  });
  child.kill('SIGINT');
  // The database holds the same standard error, so 'close' tells that both processes have gone.
  const [code] = await once(child, 'close');
  assert.is(code, 130);
});

for (const args of [
  ['--rows', 'many'],
  ['--rows', '0'],
  ['--rows', '-5'],
  ['--rows'],
  ['--rounds', '1.5'],
  ['--impl', 'deno:net'],
  ['--colour'],
  ['extra'],
]) {
  test(`the arguments '${args.join(' ')}' are refused in one line with exit code 2`, async () => {
    const { code, out, err } = await example(...args);
    assert.is(code, 2);
    assert.is(out, '');
    assert.match(err, /^postgres: [^\n]+\n$/);
    assert.ok(err.includes(args[0]), err);
  });
}

test('--help names every option and succeeds', async () => {
  const { code, out, err } = await example('--help');
  assert.is(code, 0);
  assert.is(err, '');
  for (const option of ['--rows', '--rounds', '--impl', '--json', '--help']) {
    assert.ok(out.includes(option), `no ${option} in the help`);
  }
});

function start(args: string[], options: SpawnOptions = {}) {
  const program = [resolve('scripts/run-example.mjs'), resolve('examples/postgres.ts'), ...args];
  const env = { ...process.env, XDG_CACHE_HOME: resolve('.cache'), ...options.env };
  return spawn(process.execPath, program, { ...options, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function example(...args: string[]) {
  return outcomeOf(start(args));
}

async function outcomeOf(child: ReturnType<typeof start>) {
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', text => (out += text));
  child.stderr.setEncoding('utf8').on('data', text => (err += text));
  const [code] = await once(child, 'close');
  return { code, out, err };
}

test.run();

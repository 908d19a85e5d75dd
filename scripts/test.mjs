// Runs the tests: bundles each test/**/*.test.ts with esbuild, runs every bundle in a process of its own,
// and adds up what uvu counted. `node scripts/test.mjs [--long] [--jobs N] [--node node-26] [part of a file name…]`
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { forNode } from './bundling.mjs';
import { needTool } from './fetch-tools.mjs';

const args = process.argv.slice(2);
const long = take('--long');
const LIMIT_MS = long ? 900_000 : 300_000;
const jobs = Number(take('--jobs', true) ?? 1);
if (!Number.isInteger(jobs) || jobs < 1) fail('--jobs takes a whole number of 1 or more');
// Another Node runs bundles of its own, so that two runs at a time do not meet.
const other = take('--node', true);
const NODE = other ? needTool(other) : process.execPath;
const OUT = other ? `.cache/test-${other}` : '.cache/test';
const unknown = args.find(a => a.startsWith('-'));
if (unknown) fail(`unknown option ${unknown}`);

const files = walk('test')
  .map(f => f.replaceAll('\\', '/'))
  .filter(f => f.endsWith('.long.test.ts') === long)
  .filter(f => args.length === 0 || args.some(a => f.includes(a)))
  .sort();
if (files.length === 0) fail('no test file matches');

await build({
  entryPoints: files,
  outdir: OUT,
  outbase: 'test',
  ...forNode,
});

const total = { passed: 0, failed: 0 };
const queue = files.slice();
await Promise.all(Array.from({ length: jobs }, worker));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function worker() {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) await runFile(file);
}

function runFile(file) {
  return new Promise(done => {
    const bundle = join(OUT, file.replace(/^test\//, '').replace(/\.ts$/, '.mjs'));
    const started = Date.now();
    const child = spawn(NODE, ['--enable-source-maps', '--expose-gc', bundle], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', d => (output += d));
    child.stderr.on('data', d => (output += d));
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, LIMIT_MS);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const ran = Number(/Total:\s+(\d+)/.exec(output)?.[1] ?? 0);
      const passed = Number(/Passed:\s+(\d+)/.exec(output)?.[1] ?? 0);
      const died = late || signal !== null || ran === 0 || (code !== 0 && passed === ran);
      const failed = ran - passed + (died ? 1 : 0);
      total.passed += passed;
      total.failed += failed;
      console.log(
        `${failed ? 'FAIL' : 'ok  '} ${file}  ${passed}/${ran}  ${((Date.now() - started) / 1000).toFixed(1)} s`,
      );
      if (failed) {
        console.log(output);
        if (late) console.log(`${file}: stopped after ${LIMIT_MS / 1000} s`);
        else if (died) console.log(`${file}: ended with ${signal ?? `exit code ${code}`} and ${ran} tests`);
      }
      done();
    });
  });
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(e =>
    e.isDirectory() ? walk(join(folder, e.name)) : e.name.endsWith('.test.ts') ? [join(folder, e.name)] : [],
  );
}

function take(name, value = false) {
  const i = args.indexOf(name);
  if (i < 0) return value ? undefined : false;
  const taken = args.splice(i, value ? 2 : 1);
  return value ? taken[1] : true;
}

function fail(why) {
  console.error(`test: ${why}`);
  process.exit(2);
}

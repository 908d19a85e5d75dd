// Node's own net tests against our implementation, each in a process of its own:
// `node test/conformance/run.mjs [--list NAME|FILE] [--http] [--match REGEXP] [--runtime node|deno|bun] [--bin PATH]
//  [--impl FILE|node:net] [--jobs N] [--timeout SECONDS] [--retries N] [--json FILE] [--hosts6]`
// Exit code 0 when exactly the failures of expected.txt occur, 1 when not, 2 when it could not begin.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endAll, runTest } from './one-test.mjs';
import { here, linesOf, Refused, readOptions } from './options.mjs';

const options = understood();
if (options?.hosts6) process.exitCode = runWithIPv6Names();
else if (options) await main();

function understood() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.error(`conformance: ${error.message}`);
    process.exitCode = 2;
    return undefined;
  }
}

async function main() {
  const scratch = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  const { implementation, tests, jobs } = options;
  const settings = {
    ...options,
    suite: realpathSync(options.suite),
    implementation: implementation && realpathSync(implementation),
    scratch,
  };
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      endAll();
      process.exit(130);
    });
  }
  // As Node's own runner has it: the sequential ones alone, after the others.
  const alone = tests.filter(test => test.startsWith('sequential/'));
  const others = tests.filter(test => !alone.includes(test));
  const results = [...(await runAll(others, jobs, settings)), ...(await runAll(alone, 1, settings))];
  rmSync(scratch, { recursive: true, force: true });
  report(results, settings);
}

async function runAll(tests, jobs, settings) {
  const queue = [...tests];
  const results = [];
  const worker = async slot => {
    for (let test = queue.shift(); test !== undefined; test = queue.shift()) {
      const result = await runWithRetries(test, slot, settings);
      results.push(result);
      const { status, milliseconds, reason } = result;
      console.log(
        `${status.padEnd(7)} ${`${milliseconds}`.padStart(6)} ms  ${test}${reason ? `  ${reason}` : ''}`,
      );
    }
  };
  await Promise.all(Array.from({ length: jobs }, (_, slot) => worker(slot)));
  return results;
}

async function runWithRetries(test, slot, settings) {
  let result = await runTest(test, slot, settings);
  for (let left = options.retries; left > 0 && !isGood(result); left--) {
    result = await runTest(test, slot, settings);
  }
  return result;
}

function isGood({ status }) {
  return status === 'pass' || status === 'skip';
}

function report(results, settings) {
  const count = status => results.filter(result => result.status === status).length;
  const failed = results.filter(result => !isGood(result)).map(({ test }) => test);
  const expected = settings.implementation ? expectedFailures(results, settings.runtime) : [];
  const unexpected = failed.filter(test => !expected.includes(test));
  const better = expected.filter(test => !failed.includes(test));
  const idle = settings.implementation ? results.filter(({ used }) => !used).map(({ test }) => test) : [];
  for (const test of unexpected) console.log(`FAIL    ${test}`);
  for (const test of better) console.log(`passes now, take it out of expected.txt: ${test}`);
  for (const test of idle) console.log(`never asked for net: ${test}`);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
  const rest = `${failed.length} failed (${expected.length} expected), ${count('skip')} skipped`;
  console.log(`${count('pass')} passed, ${rest}`);
  process.exitCode = unexpected.length + better.length + idle.length > 0 || count('pass') === 0 ? 1 : 0;
}

/** Of the tests that ran, those which expected.txt says this runtime fails. */
function expectedFailures(results, runtime) {
  const known = linesOf(here('expected.txt')).map(line => line.split(/\s+/));
  return known
    .filter(([where, test]) => where === runtime && results.some(result => result.test === test))
    .map(([, test]) => test);
}

/** The same command where `localhost` is also ::1: in a mount namespace of its own, with `hosts` as /etc/hosts. */
function runWithIPv6Names() {
  const args = process.argv.slice(2).filter(arg => arg !== '--hosts6');
  const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
  const command = [
    'bash',
    '-c',
    script,
    here('hosts'),
    process.execPath,
    fileURLToPath(import.meta.url),
    ...args,
  ];
  const { status, error } = spawnSync('unshare', ['-m', ...command], { stdio: 'inherit' });
  if (error) console.error(`conformance: --hosts6 needs unshare: ${error.message}`);
  return status ?? 2;
}

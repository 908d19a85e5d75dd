// Runs one test in a process of its own, in a group of its own: whatever the test started and left behind, found
// by a mark in its environment, goes with it.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { commandOf } from './command.mjs';

const OUTPUT_MAX = 200_000;
const ERROR_LINE =
  /^(?:Uncaught |error: |Uncaught \(in promise\) )*(?:\w*Error|AssertionError|DOMException)\b.*|^error: .*|^Mismatched .*function calls.*|^thread '.*panicked.*/;

let started = 0;
const running = new Set();

/**
 * Resolves to `{ test, status, reason, milliseconds, used, output }`; status is pass, fail, timeout or skip.
 * `settings` are commandOf's and `timeout` in milliseconds. `slot` keeps the ports of parallel tests apart.
 */
export function runTest(test, slot, settings) {
  const id = `${process.pid}.${++started}`;
  const folder = join(settings.scratch, id);
  const used = join(settings.scratch, `${id}.used`);
  mkdirSync(folder);
  const { command, args, env } = commandOf(test, settings);
  Object.assign(env, {
    CONFORMANCE_MARK: id,
    CONFORMANCE_USED: used,
    NODE_TEST_DIR: folder,
    TEST_THREAD_ID: `${slot}`,
    NODE_COMMON_PORT: `${20_000 + (process.pid % 200) * 50 + slot * 20}`,
  });
  // Node runs its tests from the folder above `test`, and messages name paths from there.
  const cwd = basename(settings.suite) === 'test' ? dirname(settings.suite) : settings.suite;
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(id);
  return ended(child, id, settings.timeout).then(result => {
    running.delete(id);
    const outcome = { test, ...result, used: existsSync(used) };
    rmSync(folder, { recursive: true, force: true });
    rmSync(used, { force: true });
    return outcome;
  });
}

/** Ends what is still running: the runner is told to stop. */
export function endAll() {
  for (const id of running) endMarked(id);
}

function ended(child, id, timeout) {
  const begun = Date.now();
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].on('data', data => {
      if (output[name].length < OUTPUT_MAX) output[name] += data;
    });
  }
  return new Promise(resolve => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeout);
    const finish = (code, signal) => {
      clearTimeout(timer);
      endMarked(id);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ ...judge(output, code, signal, late), milliseconds: Date.now() - begun, output });
    };
    child.on('error', error => {
      output.stderr += error.message;
      finish(-1, null);
    });
    // Not 'close', for a grandchild may hold the pipes open; the pause lets the last output in.
    child.on('exit', (code, signal) => setTimeout(finish, 30, code, signal));
  });
}

function judge({ stdout, stderr }, code, signal, late) {
  if (late) return { status: 'timeout', reason: reasonOf(stderr, stdout) ?? 'no end in sight' };
  if (code !== 0 || signal) {
    return { status: 'fail', reason: reasonOf(stderr, stdout) ?? signal ?? `exit code ${code}` };
  }
  const skipped = /^1\.\.0 # Skipped: ?(.*)$/m.exec(stdout);
  return skipped ? { status: 'skip', reason: skipped[1] } : { status: 'pass', reason: undefined };
}

/** The line that says why, cut to what fits a line. */
function reasonOf(stderr, stdout) {
  const lines = linesOf(`${stderr}\n${stdout}`);
  const errors = linesOf(stderr).filter(line => !/^(Node\.js|Bun) v/.test(line));
  return (lines.find(line => ERROR_LINE.test(line)) ?? errors.pop())?.slice(0, 200);
}

function linesOf(text) {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

function endMarked(id) {
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
      if (environment.includes(`CONFORMANCE_MARK=${id}\0`)) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // Gone meanwhile, or somebody else's.
    }
  }
}

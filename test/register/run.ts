// Programs as processes of their own: on the runtime's net, and on wasi-net by way of wasi-net/register.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { selfSigned } from '../clients/stage/certificate.ts';

const LIMIT_MS = 60_000;
const IDENTITY = JSON.stringify(selfSigned());

/** How wasi-net is put in the place of net. */
export const IMPORTED = ['--import', 'wasi-net/register'];
export const REQUIRED = ['--require', 'wasi-net/register'];
const COUNTING = ['--import', './test/register/engine.mjs'];

const folder = mkdtempSync(join(tmpdir(), 'wasi-net-register-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let runs = 0;

export interface Outcome {
  stdout: string;
  stderr: string;
  code: number | null;
  /** Ends of connections that the engine had, in the program's children too: none on the runtime's net. */
  connections: number;
}

/** `node` with these arguments, in the package's folder. */
export async function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const registered = args.includes('wasi-net/register');
  const counts = join(folder, `${++runs}`);
  writeFileSync(counts, '');
  const child = spawn(process.execPath, [...(registered ? COUNTING : []), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, IDENTITY, CONNECTIONS: counts },
  });
  const guard = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const exit = new Promise<number | null>(resolve => child.on('exit', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await exit;
  clearTimeout(guard);
  const connections = readFileSync(counts, 'utf8')
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0);
  return { stdout, stderr, code, connections };
}

/** Makes a test of every scene of a program: what is seen is what is seen on the runtime's net. */
export function compare(program: string, minimum: number): void {
  const file = `test/register/programs/${program}`;
  let theirs: Outcome;
  let ours: Outcome;
  test.before(async () => {
    [theirs, ours] = [await run([file]), await run([...IMPORTED, file])];
  });
  for (const sentence of scenesOf(file)) {
    test(sentence, () => {
      const [expected, seen] = [theirs, ours].map(({ stdout, stderr }) => {
        assert.match(stdout, /^\{.*\}\n$/, stderr);
        return JSON.parse(stdout)[sentence];
      });
      assert.ok(expected.length > 0);
      assert.equal(seen, expected);
    });
  }
  test(`${program} ends as on node:net, and the engine has carried it`, () => {
    assert.equal([ours.code, ours.stderr], [0, '']);
    assert.equal([theirs.code, theirs.stderr, theirs.connections], [0, '', 0]);
    assert.ok(ours.connections >= minimum, `${ours.connections} connections`);
  });
}

/** The sentences of a program, so that each is a test: as they stand in its text. */
function scenesOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^ {2}'?([^'\n]+?)'?: async say/gm)].map(([, name]) => name);
}

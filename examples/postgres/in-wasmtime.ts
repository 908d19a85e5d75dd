// The same program inside Wasmtime: `wasi-net run` makes a component of it, once, and runs it beside the database that
// this process has started. It reports in JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Listening } from './database.ts';
import type { Options } from './options.ts';
import type { Report } from './report.ts';

/** What `wasi-net run` ends with where there is no Wasmtime. */
const NOT_FOUND = 127;

/** There is no Wasmtime; the message is one line that says how to get one. */
export class NoWasmtime extends Error {}

/** Rejects with `NoWasmtime`, or with what the program has said when it failed. */
export async function runInWasmtime(
  { host, port }: Listening,
  { rows, rounds }: Pick<Options, 'rows' | 'rounds'>,
): Promise<Report> {
  const root = dirname(fileURLToPath(import.meta.resolve('wasi-net/package.json')));
  const options = ['--rows', `${rows}`, '--rounds', `${rounds}`, '--impl', 'wasi-net', '--json'];
  const program = [join(root, 'examples/postgres.ts'), '--database', `${host}:${port}`, ...options];
  const child = spawn(process.execPath, [join(root, 'dist/cli.mjs'), 'run', ...program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', text => (out += text));
  child.stderr.setEncoding('utf8').on('data', text => (err += text));
  const [code] = await once(child, 'close');
  if (code === NOT_FOUND) throw new NoWasmtime(err.trim());
  if (code !== 0) throw new Error(`in Wasmtime: ${err.trim()}`);
  return JSON.parse(out);
}

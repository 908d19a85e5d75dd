// Runs a program in a process of its own, and tells what it has printed and how it ended.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { runtimeName } from '../../support/implementation.ts';

// Inside the package, so that the program's own import of 'wasi-net' finds it.
const FOLDER = fileURLToPath(new URL('../programs/', import.meta.url));

/** What the runtime's own command line says before the program. */
const RUN = runtimeName() === 'deno' ? ['run', '--allow-all', '--quiet'] : [];

/** How long a program may take, in milliseconds. Nothing in a passing one depends on it. */
const GUARD_MS = 20_000;

/** A program's end. */
export interface Ended {
  /** The exit code, or the name of the signal. */
  how: number | string;
  out: string;
  err: string;
}

export interface Running {
  /** Resolves with the first line that the program prints. */
  firstLine: Promise<string>;
  ended: Promise<Ended>;
}

/** Bundles `test/api/programs/NAME.ts`; the path of what can be run. */
export async function bundled(name: string): Promise<string> {
  // Each test file has its own: several may run at once.
  const outfile = `${FOLDER}${name}-${process.pid}.mjs`;
  process.on('exit', () => rmSync(outfile, { force: true }));
  await build({
    entryPoints: [`test/api/programs/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}

export interface StartOptions {
  env?: NodeJS.ProcessEnv;
  /** How many descriptors the process may have. */
  descriptors?: number;
  /** What the process has as its descriptor 3, beside this one. */
  handed?: Socket | number;
}

/** Starts a bundled program on an implementation of `net`. */
export function start(
  bundle: string,
  implementation: string,
  args: readonly (string | number)[],
  options: StartOptions = {},
): Running {
  const limit = options.descriptors === undefined ? '' : `ulimit -n ${options.descriptors}; `;
  const command = [`${limit}exec "$0" "$@"`, process.execPath, ...RUN, bundle, ...args.map(String)];
  const child = spawn('/bin/sh', ['-c', ...command], {
    stdio: ['ignore', 'pipe', 'pipe', options.handed ?? 'ignore'],
    env: { ...process.env, WASI_NET_IMPL: implementation, ...options.env },
  });
  const guard = setTimeout(() => child.kill('SIGABRT'), GUARD_MS);
  let out = '';
  let err = '';
  child.stderr?.on('data', data => {
    err += data;
  });
  const ended = new Promise<Ended>(resolve => {
    child.on('close', (code, signal) => {
      clearTimeout(guard);
      resolve({ how: code ?? signal ?? 'nothing', out, err });
    });
  });
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', data => {
      out += data;
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')));
    });
    ended.then(({ how }) => reject(new Error(`ended with ${how} and no line\n${err}`)));
  });
  firstLine.catch(() => {});
  return { firstLine, ended };
}

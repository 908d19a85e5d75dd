// Where built programs are kept: in .cache, under the hash of all that went into them.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { needTool } from '../../scripts/fetch-tools.mjs';

export const FOLDER = resolve('.cache/bench-wasmtime');

/** The path of a file that `make` has made at the path it was given, alone in a folder, or once did of equal inputs. */
export async function cachedFile(
  name: string,
  inputs: readonly (string | Uint8Array)[],
  make: (path: string) => Promise<void> | void,
): Promise<string> {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:`).update(input);
  const [, stem, ending] = /^(.*)(\.\w+)$/.exec(name) as RegExpExecArray;
  const path = resolve(FOLDER, `${stem}-${hash.digest('hex').slice(0, 16)}${ending}`);
  if (existsSync(path)) return path;
  const folder = `${path}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const made = join(folder, name);
  await make(made);
  renameSync(made, path);
  rmSync(folder, { recursive: true });
  return path;
}

/** The component as this machine's code, so that no run is charged with compiling it. */
export async function precompiled(component: string): Promise<string> {
  const wasmtime = needTool('wasmtime');
  const version = execFileSync(wasmtime, ['--version']);
  return cachedFile('precompiled.cwasm', [version, readFileSync(component)], path => {
    execFileSync(wasmtime, ['compile', component, '-o', path]);
  });
}

/** How Wasmtime runs what was precompiled, with the network. */
export async function wasmtimeCommand(component: string): Promise<string[]> {
  const file = await precompiled(component);
  return [needTool('wasmtime'), 'run', '--allow-precompiled', '-S', 'inherit-network', file];
}

// A component as this machine's code, kept beside it: Wasmtime takes a second to compile one, and 10 ms to load that.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import type { Wasmtime } from './wasmtime.ts';

/** The path of the compiled component, of which `wasmtime run` must be told that it is. */
export async function compiled(
  component: string,
  { path, version }: Wasmtime,
  step: (name: string) => void,
): Promise<string> {
  const machine = [version, process.platform, process.arch, cpus()[0]?.model ?? ''].join();
  const suffix = createHash('sha256').update(machine).digest('hex').slice(0, 8);
  const file = component.replace(/\.wasm$/, `-${suffix}.cwasm`);
  if (existsSync(file)) return file;
  step('compiling it for this machine');
  const made = `${file}.${process.pid}`;
  await promisify(execFile)(path, ['compile', component, '-o', made]);
  renameSync(made, file);
  return file;
}

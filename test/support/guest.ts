// Programs for guests, as `wasi-net build` makes them, kept in .cache until something that they are made of changes.

import { execFileSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { cachedProgram } from '../../host/cli/build/cache.ts';
import { needTool } from '../../scripts/fetch-tools.mjs';

/** The path of the component that `wasi-net build entry` makes. */
export function guestProgram(entry: string): Promise<string> {
  return cachedProgram({ entry, guest: 'quickjs', minify: false, dist: 'dist' }, '.cache/guests');
}

/** The same compiled for this machine, for a program that runs many times: `wasmtime run --allow-precompiled`. */
export async function compiledGuest(entry: string): Promise<string> {
  const component = await guestProgram(entry);
  const compiled = component.replace(/\.wasm$/, '.cwasm');
  if (existsSync(compiled)) return compiled;
  const made = `${compiled}.${process.pid}`;
  execFileSync(needTool('wasmtime'), ['compile', component, '-o', made]);
  renameSync(made, compiled);
  return compiled;
}

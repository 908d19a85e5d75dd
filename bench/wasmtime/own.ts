// Builds the programs on wasi-net, in QuickJS.

import { cachedProgram } from '../../host/cli/build/cache.ts';
import type { ProgramName } from './tasks.ts';

/** The path of the component. */
export function ownComponent(name: ProgramName): Promise<string> {
  const entry = `bench/wasmtime/programs/${name}.ts`;
  return cachedProgram({ entry, guest: 'quickjs', minify: false, dist: 'dist' }, '.cache/bench-wasmtime');
}

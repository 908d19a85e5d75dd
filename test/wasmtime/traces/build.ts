// The program of the scenarios with what a guest lacks replaced, for both sides alike.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { forNode } from '../../../scripts/bundling.mjs';

const SOURCES = 'test/wasmtime/traces';
const INSTEAD: Record<string, string> = {
  crypto: 'crypto.ts',
  fs: 'fs.ts',
  'silent-port.ts': 'silent-port.ts',
};

/** The path of the program, as a module whose built-ins and packages are still outside. */
export async function scenarioProgram(): Promise<string> {
  const outfile = '.cache/guests/traces.mjs';
  mkdirSync('.cache/guests', { recursive: true });
  const entryPoints = [`${SOURCES}/program.ts`];
  await build({ ...forNode, entryPoints, outfile, outExtension: {}, sourcemap: false, plugins: [replaced] });
  return outfile;
}

const replaced: Plugin = {
  name: 'replaced',
  setup({ onResolve }) {
    onResolve({ filter: /^node:(crypto|fs)$|support\/silent-port\.ts$/ }, ({ path }) => {
      const name = path.replace(/^node:|^.*\//g, '');
      return { path: resolve(SOURCES, 'instead', INSTEAD[name]) };
    });
  },
};

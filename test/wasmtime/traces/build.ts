// The program of the scenarios, for Node and for a guest, with what one of them lacks replaced.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { forNode } from '../../../scripts/bundling.mjs';
import { guestProgram } from '../../support/guest.ts';

const FOLDER = '.cache/guests/traces';
const INSTEAD = 'test/wasmtime/traces/instead';

export interface Programs {
  node: string;
  guest: string;
}

export async function scenarioPrograms(): Promise<Programs> {
  mkdirSync(FOLDER, { recursive: true });
  const forGuest = await joined('guest', /^node:(crypto|fs)$|support\/(silent-port)\.ts$/);
  return { node: await joined('node', /^node:(crypto)$/), guest: await guestProgram(forGuest) };
}

/** The program as one module, with built-ins and packages outside; modules that match are those of `INSTEAD`. */
async function joined(name: string, replaced: RegExp): Promise<string> {
  const outfile = `${FOLDER}/${name}.mjs`;
  const plugin: Plugin = {
    name: 'replaced',
    setup({ onResolve }) {
      onResolve({ filter: replaced }, ({ path }) => {
        const [, builtin, own] = replaced.exec(path) ?? [];
        return { path: resolve(INSTEAD, `${builtin ?? own}.ts`) };
      });
    },
  };
  const entryPoints = ['test/wasmtime/traces/program.ts'];
  await build({ ...forNode, entryPoints, outfile, outExtension: {}, sourcemap: false, plugins: [plugin] });
  return outfile;
}

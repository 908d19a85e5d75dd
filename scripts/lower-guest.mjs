// The last step of dist/guest: each file is lowered as a program is (host/cli/build/lowering.ts), so that building a
// program does not have to.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const COMPILED = '.cache/scripts';
/** Positions in these files are what a stack says of them. */
const LINE_LIMIT = 160;

export async function lowerGuestParts(folder) {
  await build({
    entryPoints: ['lowering', 'names'].map(name => `host/cli/build/${name}.ts`),
    outdir: COMPILED,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  const [{ lower }, { withOwnNames }] = await Promise.all(['lowering', 'names'].map(compiled));
  const files = readdirSync(folder, { recursive: true }).filter(file => file.endsWith('.mjs'));
  for (const file of files) {
    const path = join(folder, file);
    const up = file.includes('/') ? '../'.repeat(file.split('/').length - 1) : './';
    const options = { helpers: `${up}lowered.mjs`, minify: false, lineLimit: LINE_LIMIT };
    const named = withOwnNames(readFileSync(path, 'utf8'), `${up}modules.mjs`);
    const { code } = await lower(named, options);
    writeFileSync(path, code);
  }
}

function compiled(name) {
  return import(pathToFileURL(resolve(COMPILED, `${name}.mjs`)).href);
}

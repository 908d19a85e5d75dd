// The last step of dist/guest: each file is lowered as a program is (host/cli/build/lowering.ts), so that building a
// program does not have to.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const COMPILED = '.cache/scripts/lowering.mjs';
/** Positions in these files are what a stack says of them. */
const LINE_LIMIT = 160;

export async function lowerGuestParts(folder) {
  await build({
    entryPoints: ['host/cli/build/lowering.ts'],
    outfile: COMPILED,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  const { lower } = await import(pathToFileURL(resolve(COMPILED)).href);
  const files = readdirSync(folder, { recursive: true }).filter(file => file.endsWith('.mjs'));
  for (const file of files) {
    const path = join(folder, file);
    const up = file.includes('/') ? '../'.repeat(file.split('/').length - 1) : './';
    const options = { helpers: `${up}lowered.mjs`, minify: false, lineLimit: LINE_LIMIT };
    const { code } = await lower(readFileSync(path, 'utf8'), options);
    writeFileSync(path, code);
  }
}

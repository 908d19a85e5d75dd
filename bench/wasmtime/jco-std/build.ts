// Builds the programs on jco-std's net: a bundle in QuickJS, as a component. The package comes with jco.

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { cachedFile } from '../cache.ts';
import { packageVersion } from '../packages.ts';
import type { ProgramName } from '../tasks.ts';

const SOURCE = 'bench/wasmtime/jco-std';
const VERSION = '0.2.12';

/** The path of the component. */
export async function jcoComponent(name: ProgramName): Promise<string> {
  const jsSource = await bundled(name);
  const wit = await worldText();
  const version = packageVersion('componentize-qjs');
  return cachedFile(`jco-${name}.wasm`, [version, jsSource, wit], async path => {
    const { componentize } = await import('componentize-qjs');
    const witPath = `${path}.wit`;
    writeFileSync(witPath, wit);
    const { component } = await componentize({ witPath, jsSource, world: 'guest' });
    writeFileSync(path, component);
  });
}

async function worldText(): Promise<string> {
  // Not bundled with the benchmark: it finds the packages beside itself.
  const { nested, wasiPackage }: typeof import('../../../scripts/wit.mjs') = await import(
    pathToFileURL('scripts/wit.mjs').href
  );
  const packages = ['io', 'clocks', 'sockets'].map(each => nested(wasiPackage(each, VERSION)));
  return [readFileSync(`${SOURCE}/world.wit`, 'utf8'), ...packages].join('\n');
}

/** Loaded here, for whoever has no need of it is not charged for the tools. */
async function bundled(name: ProgramName): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [`${SOURCE}/${name}.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    mainFields: ['main'],
    alias: { 'node:buffer': 'buffer/' },
    external: ['wasi:*'],
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

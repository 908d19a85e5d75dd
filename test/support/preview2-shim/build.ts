// Builds the net over preview2-shim into .cache, in a folder named after all that went into it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const COMPONENT = 'dist/engine.component.wasm';
const SOURCE = 'test/support/preview2-shim/net.ts';
const CACHE = '.cache/preview2-shim';
const JCO = 'node_modules/@bytecodealliance/jco-transpile/package.json';

/** The net as a module: its URL, to be imported. */
export async function preview2ShimNet(): Promise<string> {
  const net = await bundledNet();
  const hash = createHash('sha256');
  for (const input of [net, readFileSync(COMPONENT), readFileSync(JCO)]) hash.update(input);
  const folder = resolve(CACHE, hash.digest('hex').slice(0, 16));
  if (!existsSync(folder)) await build(folder, net);
  return pathToFileURL(join(folder, 'net.mjs')).href;
}

/** Loaded here, for whoever has no need to build is not charged for the tools. */
async function bundledNet(): Promise<Uint8Array> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [SOURCE],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['./engine.mjs'],
    logLevel: 'warning',
  });
  return outputFiles[0].contents;
}

/** In a folder of another name first: whoever finds the folder finds all of it. */
async function build(folder: string, net: Uint8Array): Promise<void> {
  const { transpile } = await import('@bytecodealliance/jco-transpile');
  const { files } = await transpile(COMPONENT, { name: 'engine', emitTypescriptDeclarations: false });
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(join(unfinished, 'net.mjs'), net);
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(join(unfinished, name === 'engine.js' ? 'engine.mjs' : name), bytes);
  }
  try {
    renameSync(unfinished, folder);
  } catch {
    rmSync(unfinished, { recursive: true }); // another process was faster
  }
}

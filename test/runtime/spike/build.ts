// Builds the spike: bundle, JavaScript component, composition with the engine. Every step that takes long is
// kept in .cache under the hash of all that went into it.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { transpile } from '@bytecodealliance/jco-transpile';
import { componentize } from 'componentize-qjs';
import { build, type PluginBuild } from 'esbuild';
import { compose } from '../../../host/cli/compose/compose.ts';
import { guestWit } from '../../../host/cli/compose/guest-wit.ts';

const SOURCES = 'test/runtime/spike';
const COMPOSER = 'host/cli/compose/compose.wasm';
export const ENGINE = 'dist/engine.component.wasm';

/** The world of the guest and all that it names, in one text. */
export function spikeWit(mirror = text('host/cli/compose/mirror.wit')): string {
  return `${text(`${SOURCES}/world.wit`)}\n${guestWit(text('wit/engine.wit'), mirror)}`;
}

/** The guest as a component of its own, its `wasi-net:` imports open. */
export async function buildGuest(wit = spikeWit()): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [`${SOURCES}/guest.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: ['wasi:*', 'wasi-net:*'],
    logLevel: 'warning',
  });
  const jsSource = outputFiles[0].text;
  const { version } = createRequire(import.meta.url)('componentize-qjs/package.json') as { version: string };
  return cached('guest', [version, jsSource, wit], async folder => {
    const witPath = join(folder, 'guest.wit');
    const jsPath = join(folder, 'guest.js');
    writeFileSync(witPath, wit);
    writeFileSync(jsPath, jsSource);
    const { component } = await componentize({
      witPath,
      jsSource,
      jsPath,
      moduleRoot: folder,
      world: 'spike',
    });
    return component;
  });
}

/** The guest and the engine as one program for Wasmtime; returns the path of the file. */
export async function buildProgram(guest: Uint8Array): Promise<string> {
  const engine = readFileSync(ENGINE);
  const inputs = [guest, engine, readFileSync(COMPOSER)];
  await cached('program', inputs, () => compose(guest, engine, resolve(COMPOSER)));
  return cachePath('program', inputs);
}

/** The same guest for Node, over the engine transpiled by jco; returns the path of the program. */
export async function buildForNode(): Promise<string> {
  const engine = readFileSync(ENGINE);
  const folder = resolve(
    '.cache/spike',
    `node-${createHash('sha256').update(engine).digest('hex').slice(0, 16)}`,
  );
  mkdirSync(folder, { recursive: true });
  const { files } = await transpile(ENGINE, { name: 'engine', emitTypescriptDeclarations: false });
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, basename(name) === 'engine.js' ? 'engine.mjs' : name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  const program = join(folder, 'main.mjs');
  await build({
    entryPoints: [`${SOURCES}/shim/main.ts`],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['./engine.mjs', '@bytecodealliance/*'],
    plugins: [{ name: 'shim', setup: replaceImports }],
    logLevel: 'warning',
  });
  return program;
}

function replaceImports({ onResolve }: PluginBuild): void {
  onResolve({ filter: /^spike:transpiled$/ }, () => ({ path: './engine.mjs', external: true }));
  onResolve({ filter: /^wasi-net:engine/ }, () => ({ path: resolve(SOURCES, 'shim/engine.ts') }));
  onResolve({ filter: /^wasi:/ }, () => ({ path: resolve(SOURCES, 'shim/wasi.ts') }));
}

type Input = string | Uint8Array;

async function cached(name: string, inputs: Input[], make: (folder: string) => Promise<Uint8Array>) {
  const path = cachePath(name, inputs);
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    const folder = `${path}.${process.pid}`;
    mkdirSync(folder, { recursive: true });
    const bytes = await make(folder);
    writeFileSync(join(folder, 'made'), bytes);
    renameSync(join(folder, 'made'), path);
    return bytes;
  }
}

function cachePath(name: string, inputs: Input[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:`).update(input);
  return resolve('.cache/spike', `${name}-${hash.digest('hex').slice(0, 16)}.wasm`);
}

function text(path: string): string {
  return readFileSync(path, 'utf8');
}

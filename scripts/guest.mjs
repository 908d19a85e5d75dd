// dist/guest: what a guest is given beside its program, bundled once so that a build needs no sources of ours. Each
// built-in is an ES module with a default export, and what several of them use is in chunks that they share.
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/** The built-ins, each with its source. */
const BUILTINS = {
  buffer: 'host/wasmtime/builtins/buffer.ts',
  events: 'events/events.js',
  net: 'host/runtime/wasmtime.ts',
  process: 'host/wasmtime/process-module.ts',
  stream: 'readable-stream/lib/ours/index.js',
  string_decoder: 'string_decoder/lib/string_decoder.js',
};

/** What the build of a program imports itself. */
const PARTS = { globals: 'host/wasmtime/globals/globals.ts', start: 'host/wasmtime/start.ts' };

export async function buildGuestParts(outdir) {
  await build({
    entryPoints: { ...PARTS, ...prefixed(BUILTINS) },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main', 'module'],
    conditions: ['node'],
    target: 'es2022',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'shared-[hash]',
    external: ['wasi:*', 'wasi-net:*'],
    define: { global: 'globalThis' },
    plugins: [{ name: 'built-ins', setup: resolveBuiltins }],
    legalComments: 'none',
    logLevel: 'warning',
  });
  writeFileSync(`${outdir}/builtins.json`, `${JSON.stringify(Object.keys(BUILTINS))}\n`);
}

function prefixed(sources) {
  return Object.fromEntries(Object.keys(sources).map(name => [name, `node:${name}`]));
}

function resolveBuiltins({ onResolve }) {
  onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path }) => {
    const name = path.replace(/^node:/, '').replace(/\/$/, '');
    const source = BUILTINS[name];
    if (source === undefined) return undefined;
    return { path: existsSync(source) ? resolve(source) : require.resolve(source) };
  });
}

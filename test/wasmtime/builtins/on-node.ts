// The built-ins of guests, loaded into Node as they are before async functions are lowered, with WASI played by Node
// itself. Each behaves here as in a guest but for speed, so each can be asked the same as Node's own of that name.

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type PluginBuild } from 'esbuild';
import { builtins } from '../../../scripts/guest.mjs';

/** What they import of WASI, and of the engine, which none of them calls here. */
const WASI: Record<string, string> = {
  'wasi:random/random':
    'export const getRandomBytes = length => globalThis.crypto.getRandomValues(new Uint8Array(length));',
  'wasi-net:hashes/hashes': "export * from './test/wasmtime/builtins/hashes-on-node.ts';",
  'wasi:clocks/monotonic-clock': 'export const now = () => performance.now() * 1e6;',
  'wasi:clocks/wall-clock': `
    export const now = () => ({ seconds: Math.floor(Date.now() / 1000), nanoseconds: (Date.now() % 1000) * 1e6 });`,
};
const NOTHING =
  'module.exports = new Proxy({}, { get: (_, name) => name === "__esModule" ? undefined : () => 0 });';

/** The default exports of those built-ins. */
export async function onNode<Names extends string>(...names: Names[]): Promise<Record<Names, never>> {
  const folder = resolve('.cache/builtins');
  const { outputFiles } = await build({
    stdin: {
      contents: names.map((name, i) => `export { default as _${i} } from 'entry:${name}';`).join('\n'),
      resolveDir: '.',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    plugins: [{ name: 'wasi', setup: playWasi }, await builtins()],
    mainFields: ['main', 'module'],
    conditions: ['node'],
  });
  const hash = createHash('sha256').update(outputFiles[0].contents).digest('hex').slice(0, 16);
  const file = resolve(folder, `${hash}.mjs`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, outputFiles[0].text);
  const loaded = await import(pathToFileURL(file).href);
  return Object.fromEntries(names.map((name, i) => [name, loaded[`_${i}`]])) as Record<Names, never>;
}

function playWasi({ onResolve, onLoad }: PluginBuild): void {
  onResolve({ filter: /^wasi(-net)?:/ }, ({ path }) => ({ path: path.split('@')[0], namespace: 'wasi' }));
  onLoad({ filter: /.*/, namespace: 'wasi' }, ({ path }) => ({
    contents: WASI[path] ?? NOTHING,
    resolveDir: '.',
  }));
}

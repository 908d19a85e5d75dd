// npm run bench: bundles the benchmark's programs and runs the main one. `--help` lists its options.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { forNode } from './bundling.mjs';

const OUT = '.cache/bench';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

if (!existsSync('dist/node.cjs')) {
  console.error('bench: dist/ is not built; run npm run build first');
  process.exit(1);
}

await build({
  entryPoints: ['bench/main.ts', 'bench/client.ts', 'bench/peer.ts', 'bench/wasmtime/programs/*.ts'],
  outbase: 'bench',
  outdir: OUT,
  ...forNode,
});
await import(pathToFileURL(`${OUT}/main.mjs`).href);

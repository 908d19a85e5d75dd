// Runs an example written in TypeScript: `node scripts/run-example.mjs examples/NAME.ts [arguments…]`.
// The file, and the server an example may keep in examples/NAME/server.ts, are bundled side by side into
// .cache/examples, packages left outside; then the bundle runs in this very process, so that its arguments,
// signals and exit code are its own.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';
import { forNode } from './bundling.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = join(ROOT, 'examples');
const BUNDLES = join(ROOT, '.cache', 'examples');

const [file, ...rest] = process.argv.slice(2);
if (file === undefined)
  fail('which example? For instance: node scripts/run-example.mjs examples/postgres.ts');
const source = resolve(file);
const name = relative(SOURCES, source).replace(/\.ts$/, '');
if (!source.endsWith('.ts') || name.startsWith('..')) fail(`${file} is not a .ts file of ${SOURCES}`);
if (!existsSync(source)) fail(`there is no ${file}`);

const server = join(SOURCES, name, 'server.ts');
await bundle(existsSync(server) ? [source, server] : [source]);

const program = join(BUNDLES, `${name}.mjs`);
process.argv = [process.execPath, program, ...rest];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(program).href);

async function bundle(entryPoints) {
  const { outputFiles } = await build({
    entryPoints,
    outbase: SOURCES,
    outdir: BUNDLES,
    ...forNode,
    write: false,
  }).catch(() => process.exit(1)); // esbuild has told why
  await stop();
  // Renamed into place, since another run of the same example may be reading the file at this moment.
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
}

function fail(why) {
  console.error(`run-example: ${why}`);
  process.exit(2);
}

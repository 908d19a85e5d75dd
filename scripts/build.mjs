// npm run build: the engine (release, debug, component), the host (ESM, CommonJS, types) into dist/.
// Only npm's packages are needed. `--engine` stops after the engine.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { componentEmbed, componentNew } from '@bytecodealliance/jco-transpile/wasm-tools';
import { build } from 'esbuild';
import { buildGuestParts } from './guest.mjs';
import { lowerGuestParts } from './lower-guest.mjs';
import { engineWit } from './wit.mjs';

const require = createRequire(import.meta.url);
const { version } = require('../package.json');
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });
buildEngine('debug');
buildEngine('release');
buildEngine('component', 'assembly/hashes/exports.ts');
await buildComponent();
if (!process.argv.includes('--engine')) {
  for (const suffix of ['', '-trace', '-promises']) {
    for (const runtime of ['node', 'deno']) await bundleRequired(runtime, suffix);
    // They have the same members, and those of Node can be asked for here.
    const names = Object.keys(require(join(root, 'dist', `node${suffix}.cjs`)));
    for (const runtime of ['node', 'deno']) await bundleImported(runtime, suffix, names);
  }
  for (const entry of ['sim', 'register']) {
    const entryPoints = [`host/runtime/${entry}.ts`];
    await bundle('cjs', entry, { entryPoints, plugins: [besideEntry('./node.cjs')] });
    await bundle('esm', entry, { entryPoints, plugins: [besideEntry('./node.mjs')] });
  }
  await buildCommand();
  buildTypes();
}

function buildEngine(target, ...more) {
  run('assemblyscript/bin/asc.js', [
    ...more,
    '--config',
    'asconfig.json',
    '--target',
    target,
    '--transform',
    './scripts/asc-names.mjs',
  ]);
}

/** The engine with the hashes that guests need, its WIT embedded, wrapped as a component. */
async function buildComponent() {
  const binary = readFileSync('dist/engine.component.core.wasm');
  const embedded = await componentEmbed({ binary, witSource: engineWit(), world: 'net-engine' });
  const component = await componentNew(embedded, []);
  writeFileSync('dist/engine.component.wasm', component);
}

/** `wasi-net build` and `wasi-net run`, and all that they put together. */
async function buildCommand() {
  await buildGuestParts('dist/guest');
  await lowerGuestParts('dist/guest');
  await bundle('esm', 'cli', { entryPoints: ['host/cli/main.ts'], packages: 'external' });
  cpSync('host/cli/compose/compose.wasm', 'dist/compose.wasm');
  for (const source of [
    'host/wasmtime/guest.wit',
    'wit/engine.wit',
    'wit/hashes.wit',
    'host/cli/compose/mirror.wit',
  ]) {
    cpSync(source, join('dist/guest', basename(source)));
  }
}

/** What `require` gives: the default export. */
async function bundleRequired(runtime, suffix) {
  await bundle('cjs', `${runtime}${suffix}`, {
    entryPoints: [sourceOf(runtime, suffix)],
    footer: { js: 'module.exports = module.exports.default;' },
    plugins: [besideEntry(`./${runtime}.cjs`)],
  });
}

/**
 * The ES module: the default export, and its members as named ones too. Inside they go by other names: esbuild would
 * make `connect2` of a function that is named as one of them.
 */
async function bundleImported(runtime, suffix, names) {
  const lines = [
    `import all from '${sourceOf(runtime, suffix)}';`,
    `const { ${names.map(name => `${name}: all_${name}`).join(', ')} } = all;`,
    `export { ${names.map(name => `all_${name} as ${name}`).join(', ')} };`,
    'export default all;',
  ];
  await bundle('esm', `${runtime}${suffix}`, {
    stdin: { contents: lines.join('\n'), resolveDir: root },
    plugins: [besideEntry(`./${runtime}.mjs`)],
  });
}

function sourceOf(runtime, suffix) {
  return `./host/runtime/${suffix.slice(1) || runtime}.ts`;
}

/** The whole code of an entry; what `import` and `require` of it share, they find by host/runtime/shared.ts. */
async function bundle(format, entry, options) {
  await build({
    ...options,
    format,
    outfile: `dist/${entry}.${format === 'esm' ? 'mjs' : 'cjs'}`,
    bundle: true,
    platform: 'node',
    target: 'node20',
    loader: { '.wasm': 'binary' },
    define: { WASI_NET_VERSION: JSON.stringify(version) },
    legalComments: 'none',
    logLevel: 'warning',
  });
}

/** The trace, the promises and the registration import what was built of the runtime's entry: they stand beside it. */
function besideEntry(path) {
  return {
    name: 'beside the entry',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^(\.|\.\.\/runtime)\/node\.ts$/ }, ({ importer }) =>
        /host.(runtime.(trace|promises)|register.[-\w]+)\.ts$/.test(importer)
          ? { path, external: true }
          : undefined,
      ),
  };
}

/** Types of the modules, and of the entries in the two forms in which TypeScript asks for them. */
function buildTypes() {
  run('typescript/bin/tsc', ['-p', 'tsconfig.types.json']);
  typesForRequire();
  const esm = from => `export * from '${from}';\nexport { default } from '${from}';\n`;
  const cjs = type => `declare const all: ${type};\nexport = all;\n`;
  const inside = file => `import('./types/host/${file}.js', { with: { 'resolution-mode': 'import' } })`;
  for (const [entry, name] of Object.entries({ node: 'net', 'node-promises': 'promises' })) {
    const api = `./types/host/api/${name}`;
    writeFileSync(
      `dist/${entry}.d.mts`,
      `import * as all from '${api}.js';\nexport * from '${api}.js';\nexport default all;\n`,
    );
    writeFileSync(`dist/${entry}.d.cts`, `import all = require('${api}.cjs');\nexport = all;\n`);
  }
  writeFileSync('dist/node-trace.d.mts', esm('./types/host/runtime/trace.js'));
  writeFileSync('dist/node-trace.d.cts', cjs(`${inside('net/trace')}.Trace`));
  for (const form of ['mts', 'cts']) writeFileSync(`dist/register.d.${form}`, 'export {};\n');
  writeFileSync('dist/sim.d.mts', "export * from './types/host/runtime/sim.js';\n");
  writeFileSync('dist/sim.d.cts', cjs(`typeof ${inside('runtime/sim')}`));
}

/** The same declarations as CommonJS: `import net = require('wasi-net')` has the classes as types only of those. */
function typesForRequire() {
  const folder = 'dist/types/host/api';
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8').replace(/(from '\.\/[\w-]+)\.[jt]s'/g, "$1.cjs'");
    writeFileSync(join(folder, file.replace(/\.d\.ts$/, '.d.cts')), text);
  }
}

function run(script, args) {
  const [name, ...rest] = script.split('/');
  const file = join(dirname(require.resolve(`${name}/package.json`)), ...rest);
  const { status } = spawnSync(process.execPath, [file, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

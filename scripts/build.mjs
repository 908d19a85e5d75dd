// npm run build: the engine (release, debug, component), the host (ESM, CommonJS, types) into dist/.
// Only npm's packages are needed. `--engine` stops after the engine.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { componentEmbed, componentNew } from '@bytecodealliance/jco-transpile/wasm-tools';
import { engineWit } from './wit.mjs';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });
buildEngine('debug');
buildEngine('release');
await buildComponent();
if (!process.argv.includes('--engine')) {
  await buildEntry('node');
  buildTypes();
}

function buildEngine(target) {
  run('assemblyscript/bin/asc.js', [
    '--config',
    'asconfig.json',
    '--target',
    target,
    '--transform',
    './scripts/asc-names.mjs',
  ]);
}

/** The same core module with its WIT embedded, wrapped as a component. */
async function buildComponent() {
  const binary = readFileSync('dist/engine.wasm');
  const embedded = await componentEmbed({ binary, witSource: engineWit(), world: 'net-engine' });
  const component = await componentNew(embedded, []);
  writeFileSync('dist/engine.component.wasm', component);
}

/**
 * One bundle for each entry, as CommonJS, and an ES module that re-exports it: `import` and `require` share one
 * engine and one set of classes.
 */
async function buildEntry(name) {
  const bundle = `dist/${name}.cjs`;
  await build({
    entryPoints: [`host/runtime/${name}.ts`],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    loader: { '.wasm': 'binary' },
    footer: { js: 'module.exports = module.exports.default;' },
    legalComments: 'none',
    logLevel: 'warning',
  });
  const names = Object.keys(require(join(root, bundle))).join(', ');
  const lines = [`import net from './${name}.cjs';`, `export const { ${names} } = net;`, 'export default net;'];
  writeFileSync(`dist/${name}.mjs`, `${lines.join('\n')}\n`);
}

function buildTypes() {
  run('typescript/bin/tsc', ['-p', 'tsconfig.types.json']);
}

function run(script, args) {
  const [name, ...rest] = script.split('/');
  const file = join(dirname(require.resolve(`${name}/package.json`)), ...rest);
  const { status } = spawnSync(process.execPath, [file, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

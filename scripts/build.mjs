// npm run build: the engine (release, debug, component), the host (ESM, CommonJS, types) into dist/.
// Only npm's packages are needed. `--engine` stops after the engine.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { componentEmbed, componentNew } from '@bytecodealliance/jco-transpile/wasm-tools';
import { build } from 'esbuild';
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
  await bundle('node');
  writeFacade('node', 'node-core', 'default');
  writeFacade('node-trace', 'node-core', 'trace');
  await bundle('sim');
  writeFacade('sim', 'sim-core');
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
 * One CommonJS bundle for each entry; facades hand out its exports to `import` and `require` alike, so that both
 * share one engine and one set of classes.
 */
async function bundle(name) {
  await build({
    entryPoints: [`host/runtime/${name}.ts`],
    outfile: `dist/${name}-core.cjs`,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    loader: { '.wasm': 'binary' },
    legalComments: 'none',
    logLevel: 'warning',
  });
}

/** `file`.cjs is the bundle, or one export of it; `file`.mjs has its members as named exports too. */
function writeFacade(file, core, member) {
  const whole = require(join(root, 'dist', `${core}.cjs`));
  const names = Object.keys(member ? whole[member] : whole).join(', ');
  writeFileSync(
    `dist/${file}.cjs`,
    `module.exports = require('./${core}.cjs')${member ? `.${member}` : ''};\n`,
  );
  const lines = [
    `import all from './${file}.cjs';`,
    `export const { ${names} } = all;`,
    'export default all;',
  ];
  writeFileSync(`dist/${file}.mjs`, `${lines.join('\n')}\n`);
}

/** Types of the modules, and of the facades in the two forms in which TypeScript asks for them. */
function buildTypes() {
  run('typescript/bin/tsc', ['-p', 'tsconfig.types.json']);
  const esm = from => `export * from '${from}';\nexport { default } from '${from}';\n`;
  const cjs = type => `declare const all: ${type};\nexport = all;\n`;
  const inside = file => `import('./types/host/${file}.js', { with: { 'resolution-mode': 'import' } })`;
  writeFileSync(
    'dist/node.d.mts',
    "import * as net from 'node:net';\nexport * from 'node:net';\nexport default net;\n",
  );
  writeFileSync('dist/node.d.cts', "import net = require('node:net');\nexport = net;\n");
  writeFileSync('dist/node-trace.d.mts', esm('./types/host/runtime/node-trace.js'));
  writeFileSync('dist/node-trace.d.cts', cjs(`${inside('net/trace')}.Trace`));
  writeFileSync('dist/sim.d.mts', "export * from './types/host/runtime/sim.js';\n");
  writeFileSync('dist/sim.d.cts', cjs(`typeof ${inside('runtime/sim')}`));
}

function run(script, args) {
  const [name, ...rest] = script.split('/');
  const file = join(dirname(require.resolve(`${name}/package.json`)), ...rest);
  const { status } = spawnSync(process.execPath, [file, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

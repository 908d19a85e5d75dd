// Rebuilds host/cli/compose/compose.wasm from its Rust source: `node scripts/build-composer.mjs`
// Only whoever changes the composer needs this (and cargo, with the target wasm32-unknown-unknown): the
// artefact is kept in git, so that users and our own build need npm alone.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const SOURCE = 'host/cli/compose/composer';
const ARTEFACT = 'host/cli/compose/compose.wasm';
const TARGET = 'wasm32-unknown-unknown';
const SCRATCH = '.cache/composer';
const LARGEST = 1_200_000;

const cargo = (args, flags = []) =>
  execFileSync('cargo', [...args, '--locked', '--manifest-path', join(SOURCE, 'Cargo.toml')], {
    stdio: 'inherit',
    env: { ...process.env, CARGO_TARGET_DIR: SCRATCH, CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f') },
  });

cargo(['fetch', '--target', TARGET]);
cargo(['build', '--release', '--target', TARGET], withoutPaths());
const wasmOpt = join(
  dirname(createRequire(import.meta.url).resolve('binaryen/package.json')),
  'bin/wasm-opt',
);
const built = join(SCRATCH, TARGET, 'release/composer.wasm');
// What every engine of the last years has; the module says so itself, but the sections that say it go.
const features = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'sign-ext', 'multivalue'];
const strip = ['--strip-producers', '--strip-target-features', '--strip-debug'];
execFileSync(
  process.execPath,
  [wasmOpt, '-Oz', ...features.map(f => `--enable-${f}`), ...strip, built, '-o', ARTEFACT],
  {
    stdio: 'inherit',
  },
);
check();

/** Panic messages carry source paths; those of this machine are cut off, so every machine builds the same. */
function withoutPaths() {
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src');
  return readdirSync(sources).map(index => `--remap-path-prefix=${join(sources, index)}=crates`);
}

function check() {
  const module = new WebAssembly.Module(readFileSync(ARTEFACT));
  const imports = WebAssembly.Module.imports(module);
  if (imports.length > 0) throw new Error(`the composer imports ${imports.map(i => i.name).join(', ')}`);
  const { size } = statSync(ARTEFACT);
  if (size > LARGEST) throw new Error(`the composer has ${size} bytes, more than ${LARGEST}`);
  console.log(`${ARTEFACT} ${size} bytes`);
}

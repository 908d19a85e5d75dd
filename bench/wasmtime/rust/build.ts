// Builds the Rust programs for WASI 0.2, which needs cargo and its target wasm32-wasip2.

import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cachedFile } from '../cache.ts';
import type { ProgramName } from '../tasks.ts';

const SOURCE = 'bench/wasmtime/rust';
const SCRATCH = '.cache/bench-rust';
const TARGET = 'wasm32-wasip2';

/** Why nothing can be built, in one line. */
export function missingRust(): string | undefined {
  const { stdout } = spawnSync('rustc', ['--print', 'target-libdir', '--target', TARGET], {
    encoding: 'utf8',
  });
  if (stdout && existsSync(stdout.trim())) return undefined;
  return `it is built by cargo: install Rust, and 'rustup target add ${TARGET}'`;
}

/** The path of the component. */
export function rustComponent(name: ProgramName): Promise<string> {
  const inputs = ['Cargo.toml', 'Cargo.lock', 'src/main.rs', 'src/hello.rs'].map(file =>
    readFileSync(`${SOURCE}/${file}`),
  );
  const version = execFileSync('rustc', ['--version']);
  return cachedFile(`rust-${name}.wasm`, [name, version, ...inputs], path => {
    const args = ['build', '--release', '--locked', '--quiet', '--target', TARGET];
    execFileSync('cargo', [...args, '--manifest-path', `${SOURCE}/Cargo.toml`], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, CARGO_TARGET_DIR: resolve(SCRATCH) },
    });
    copyFileSync(`${SCRATCH}/${TARGET}/release/${name}.wasm`, path);
  });
}

// One WIT text for the engine: our own interface and world, and behind them the WASI packages they name,
// taken from the copy inside jco and written as the version that the world asks for (0.2.0: the shapes the
// engine uses have not changed since). `node scripts/wit.mjs` writes them to wit/deps/ for other tools.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = '0.2.12';
const TARGET = '0.2.0';
const PACKAGES = ['io', 'clocks', 'sockets'];
const root = fileURLToPath(new URL('..', import.meta.url));
const jco = join(root, 'node_modules/@bytecodealliance/jco');

/** The text of a WASI package, at the version the engine imports or another 0.2. */
export function wasiPackage(name, version = TARGET) {
  const text = readFileSync(join(jco, 'lib/wit/builtin', SOURCE, `wasi-${name}`, 'package.wit'), 'utf8');
  return withoutUnstable(text).replaceAll(`@${SOURCE}`, `@${version}`);
}

/** The text of a file of one package as a block that may stand beside others in one file. */
export function nested(text) {
  const [head, ...body] = text.split('\n');
  return `${head.replace(/;\s*$/, '')} {\n${body.join('\n')}\n}`;
}

/** engine.wit and world.wit as one package, and the WASI packages nested after it. */
export function engineWit() {
  const [engine, world] = ['engine', 'world'].map(f => readFileSync(join(root, 'wit', `${f}.wit`), 'utf8'));
  const own = `${engine}\n${world.replace(/^package .*$/m, '')}`;
  const hashes = readFileSync(join(root, 'wit/hashes.wit'), 'utf8');
  return [own, nested(hashes), ...PACKAGES.map(name => nested(wasiPackage(name)))].join('\n');
}

/** Items behind an `@unstable` gate have no place in a released version. */
function withoutUnstable(text) {
  const lines = text.split('\n');
  const kept = [];
  for (let i = 0; i < lines.length; i++) {
    if (!lines[i].trimStart().startsWith('@unstable')) {
      kept.push(lines[i]);
      continue;
    }
    const indent = /^ */.exec(lines[++i])[0];
    if (!lines[i].trimEnd().endsWith('{')) continue;
    while (lines[i] !== `${indent}}`) i++;
  }
  return kept.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of PACKAGES) {
    const folder = join(root, 'wit/deps', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.wit'), wasiPackage(name));
  }
}

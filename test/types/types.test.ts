// The published types, as a program sees them that has installed the package: with the oldest and the newest types
// of Node, and two compilers, libraries checked too.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const PUBLISHED = /\.d\.[mc]?ts$/;

for (const nodeTypes of ['@types/node', 'types-node-26']) {
  for (const compiler of ['typescript', 'typescript-5']) {
    test(`programs compile with ${versionOf(compiler)} and ${versionOf(nodeTypes)}`, () => {
      assert.equal(compile(compiler, install(nodeTypes)), '');
    });
  }
}

test('the published types name no types but those of node:stream, node:events and their own', () => {
  const texts = reachable().map(file => readFileSync(file, 'utf8'));
  const foreign = texts.flatMap(importsOf).filter(name => !/^(\.|node:(events|stream)$)/.test(name));
  assert.ok(texts.length > 10);
  assert.equal(foreign, []);
  const references = texts.filter(text => /\/\/\/ *<reference/.test(text));
  assert.equal(references, []);
});

test.run();

/** A folder with the programs, in whose node_modules are wasi-net's published types and those of a Node. */
function install(nodeTypes: string): string {
  const folder = join('.cache/types', nodeTypes.replace('/', '-'));
  const modules = join(folder, 'node_modules');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(modules, 'wasi-net'), { recursive: true });
  cpSync('test/types/programs', folder, { recursive: true });
  // Of its own name: below wasi-net's, `wasi-net` would be the project itself.
  writeFileSync(join(folder, 'package.json'), '{ "name": "program" }\n');
  cpSync('test/types/tsconfig.json', join(folder, 'tsconfig.json'));
  cpSync(real(nodeTypes), join(modules, '@types/node'), { recursive: true });
  cpSync(real(undiciTypesOf(nodeTypes)), join(modules, 'undici-types'), { recursive: true });
  cpSync('package.json', join(modules, 'wasi-net/package.json'));
  for (const file of declarations('dist')) cpSync(file, join(modules, 'wasi-net', file));
  return folder;
}

/** npm nests what two packages need in different versions. */
function undiciTypesOf(nodeTypes: string): string {
  const nested = join(nodeTypes, 'node_modules/undici-types');
  try {
    real(nested);
    return nested;
  } catch {
    return 'undici-types';
  }
}

function compile(compiler: string, folder: string): string {
  const script = join(real(compiler), 'bin/tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [script, '-p', folder], { encoding: 'utf8' });
  return stdout + stderr;
}

function declarations(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => PUBLISHED.test(file))
    .map(file => join(folder, file));
}

/** The declarations of the entries, and all that they import of ours. */
function reachable(): string[] {
  const found = new Set(
    readdirSync('dist').flatMap(file => (PUBLISHED.test(file) ? [join('dist', file)] : [])),
  );
  for (const file of found) {
    const near = importsOf(readFileSync(file, 'utf8')).filter(name => name.startsWith('.'));
    for (const name of near) found.add(join(dirname(file), name.replace(/\.([mc]?)[jt]s$/, '.d.$1ts')));
  }
  return [...found];
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport\(?) ?'([^']+)'/g)].map(([, name]) => name);
}

function real(name: string): string {
  const path = resolve('node_modules', name);
  readdirSync(path);
  return path;
}

function versionOf(name: string): string {
  const { name: real, version } = JSON.parse(
    readFileSync(join('node_modules', name, 'package.json'), 'utf8'),
  );
  return `${real} ${version}`;
}

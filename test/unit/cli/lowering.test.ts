// What the build makes of async code, and what of its source map stacks keep; what other tools have put into packages by
// the names of its helpers stays as it is.
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lower } from '../../../host/cli/build/lowering.ts';
import { programMap } from '../../../host/cli/build/map.ts';
import { Positions } from '../../../host/wasmtime/stacks/positions.ts';

const OPTIONS = { helpers: './lowered.mjs', minify: false };

test('async functions become generators that go by the name of their function', async () => {
  const source = `export async function declared(a) { await a; }
export const arrow = async a => { await a; };
export class Some { async method() { await 1; } static async #own() {} }
[].map(async () => 1);`;
  const { code } = await lower(source, OPTIONS);
  assert.match(code, 'import{runAsync as __async}from"./lowered.mjs"');
  for (const name of ['declared', 'arrow', 'method', 'own']) assert.match(code, `function*${name}$async(){`);
  assert.match(code, 'function*(){return 1}');
  assert.not.match(code, 'async ');
  assert.not.match(code, 'new Promise');
});

test('a body takes over the parameters that it declares again, and no others', async () => {
  const declared = await lower(
    'export const f = async (a, b) => { var a = a || 1; await b; return a; };',
    OPTIONS,
  );
  assert.match(declared.code, '[a],function*f$async(a2){var a2=a2||1');
  const used = await lower(
    'export const f = async (a, b = () => a) => { var c = a; a = 5; await c; };',
    OPTIONS,
  );
  assert.match(used.code, 'null,function*f$async(){');
});

test('what has no name, or a number for one, gets no name', async () => {
  const { code } = await lower(
    'export const all = { async 1() { await 1; }, async [`a`]() { await 1; } };',
    OPTIONS,
  );
  assert.match(code, /function\*\(\)\{.*function\*\(\)\{/s);
});

test('async generators, delegation and `for await` use what the guest has for them', async () => {
  const source = `export async function* all(of) { for await (const a of of) yield a; yield* of; }`;
  const { code } = await lower(source, OPTIONS);
  const imported = [...code.matchAll(/import\{(\w+) as __\w+\}/g)].map(([, name]) => name);
  assert.equal(imported.sort(), ['Awaited', 'asyncIteratorOf', 'delegate', 'makeAsyncGenerator']);
  assert.not.match(code, 'Promise');
});

test('code without async functions imports nothing, and is the same but for white space', async () => {
  const { code } = await lower('export const a = (b) => {\n  return b + "  ";\n};\n', OPTIONS);
  assert.is(code, 'const a=b=>{return b+"  "};export{a};\n');
});

test('minified code keeps the names of functions and classes', async () => {
  const source = 'export class Longer { get() { return class Inner {}; } }';
  const { code } = await lower(source, { ...OPTIONS, minify: true });
  const made = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  assert.equal([made.Longer.name, new made.Longer().get().name], ['Longer', 'Inner']);
});

const SOURCE = `// A comment.
import { join } from 'node:path';

export async function first(value: string): Promise<string> {
  const known: Record<string, number> = {};
  await null;
  return join(value, known.thing.toString(),
    second(value));
}

function second(text: string): string { throw new TypeError(text); }
`;

test('the places of calls, and the lines of all code, are known after all passes', async () => {
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, sourcefile: 'src/some file.ts', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    external: ['node:path'],
    sourcemap: 'inline',
    sourcesContent: false,
  });
  const { code, map } = await lower(outputFiles[0].text, { ...OPTIONS, lineLimit: 80 });
  const { sources, mappings } = programMap(code, map);
  const positions = new Positions(sources, mappings);
  const place = (text: string, within = 0) => {
    const before = code.slice(0, code.indexOf(text) + within).split('\n');
    const found = positions.find(before.length, (before.at(-1) ?? '').length + 1);
    return found && `${found.source}:${found.line}:${found.column}`;
  };
  assert.is(place('known.thing'), 'src/some file.ts:7:22');
  assert.is(place('second('), 'src/some file.ts:8:5');
  assert.is(place('TypeError('), 'src/some file.ts:11:51');
  assert.is(place('yield null'), 'src/some file.ts:6:3');
  assert.is(place('from"./lowered.mjs"'), undefined);
  assert.ok(mappings.length < (JSON.parse(map) as { mappings: string }).mappings.length);
});

test('the bundler’s helpers are imported, and only those that are used', async () => {
  const { code } = await lower('export const f = async () => { await 1; };', OPTIONS);
  assert.match(code, 'import{runAsync as __async}from"./lowered.mjs"');
  assert.not.match(code, 'Awaited');
});

test('helpers are imported also where a program has the names that are in them', async () => {
  const source = 'async function q() {}\nexport async function* resume() { await q(); }';
  const { code } = await lower(source, OPTIONS);
  assert.match(code, 'import{makeAsyncGenerator as __asyncGenerator}from"./lowered.mjs"');
});

test('helpers that a package brings by the same names are its own', async () => {
  const inside =
    'var q = () => { var __await = function (v) { return new __await(v); }; return __await(1); };';
  const { code } = await lower(`${inside}\nexport { q };`, OPTIONS);
  assert.not.match(code, 'lowered.mjs');
  const outside =
    'var __await = (this && this.__await) || function (v) { this.v = v; };\nvar __async = (a) => own(a);';
  const { code: beside } = await lower(`${outside}\nexport { __await, __async };`, OPTIONS);
  assert.not.match(beside, 'lowered.mjs');
});

test.run();

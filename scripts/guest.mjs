// dist/guest: what a guest is given beside its program, bundled once so that a build needs no sources of ours. Each
// built-in is an ES module with a default export, and what several of them use is in chunks that they share.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/** What the build of a program imports itself. */
const PARTS = {
  early: 'host/wasmtime/globals/early.ts',
  globals: 'host/wasmtime/globals/globals.ts',
  start: 'host/wasmtime/start.ts',
  lowered: 'host/wasmtime/lowered.ts',
  modules: 'host/wasmtime/modules.ts',
  ...Object.fromEntries(
    ['bindings', 'engine', 'monotonic-clock', 'wall-clock'].map(name => [
      `starlingmonkey/${name}`,
      `host/wasmtime/starlingmonkey/${name}.ts`,
    ]),
  ),
  stacks: 'host/wasmtime/stacks/stacks.ts',
};

export async function buildGuestParts(outdir) {
  const { ABSENT, BUILTINS, GLOBALS } = await table();
  const globals = Object.entries(GLOBALS).map(([name, { file }]) => [name, `host/${file}`]);
  const names = [...Object.keys(BUILTINS), ...Object.keys(ABSENT)];
  await build({
    entryPoints: {
      ...PARTS,
      ...Object.fromEntries(globals),
      ...Object.fromEntries(names.map(name => [name, `entry:${name}`])),
    },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main', 'module'],
    conditions: ['node'],
    target: 'es2022',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'shared-[hash]',
    external: ['wasi:*', 'wasi-net:*'],
    define: { global: 'globalThis' },
    plugins: [await builtins()],
    legalComments: 'none',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'warning',
  });
}

/** A plugin of esbuild that knows the built-ins: `entry:NAME` is one, and what they import of each other. */
export async function builtins() {
  const all = await table();
  return { name: 'built-ins', setup: build => setup(build, all) };
}

/**
 * Changes in packages: what they do not use but take hold of while they load, and a guest lacks (QuickJS has no Atomics,
 * StarlingMonkey no SharedArrayBuffer, and the build makes something else of async generators), and what Node has put
 * right since.
 */
const CHANGES = {
  'node-inspect-extracted/dist/inspect.js': [
    ['["Atomics",', '['],
    ['Reflect.getPrototypeOf(Reflect.getPrototypeOf(async function*(){}).prototype)', '{}'],
  ],
  'readable-stream/lib/ours/errors.js': [
    ['    let msg\n    const len = args.length\n', "    let msg = ''\n    const len = args.length\n"],
    [".join(' or ')\n    switch (len)", '\n    switch (len)'],
  ],
  // Any view is a chunk, and what was written at once holds nobody back.
  'readable-stream/lib/internal/streams/readable.js': [
    ['Stream._isUint8Array(chunk)', 'ArrayBuffer.isView(chunk)'],
    ["'Buffer', 'Uint8Array'], chunk)", "'Buffer', 'TypedArray', 'DataView'], chunk)"],
  ],
  'readable-stream/lib/internal/streams/writable.js': [
    ['Stream._isUint8Array(chunk)', 'ArrayBuffer.isView(chunk)'],
    ["'Buffer', 'Uint8Array'], chunk)", "'Buffer', 'TypedArray', 'DataView'], chunk)"],
    ['  const ret = state.length < state.highWaterMark\n', ''],
    ['  if (!ret) state.needDrain = true\n', ''],
    [
      '  // Return false if errored or destroyed in order to break\n',
      '  const ret = state.length < state.highWaterMark || state.length === 0\n  if (!ret) state.needDrain = true\n',
    ],
  ],
  'url/url.js': [
    [
      'if (this.slashes || (!protocol || slashedProtocol[protocol]) && host !== false) {',
      'if (this.slashes || (slashedProtocol[protocol] && (host || /^file/.test(protocol)))) {',
    ],
    [
      'if (!relative.host && !hostlessProtocol[relative.protocol]) {',
      "if (!relative.host && relative.protocol !== 'file:' && !hostlessProtocol[relative.protocol]) {",
    ],
  ],
  'webidl-conversions/lib/index.js': [ifShared('byteLength'), ifShared('growable')],
  'whatwg-url/lib/utils.js': [
    ifShared('byteLength'),
    ['Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype)', '{}'],
  ],
};

/** A getter by which a value is told to be shared memory: none where there is none, as one that throws. */
function ifShared(name) {
  const taken = `Object.getOwnPropertyDescriptor(SharedArrayBuffer.prototype, "${name}").get`;
  return [taken, `globalThis.SharedArrayBuffer && ${taken}`];
}

function replaceOnce(text, [part, replacement]) {
  if (text.split(part).length !== 2) throw new Error(`${part} is not once in the package`);
  return text.replace(part, replacement);
}

/** The table is in TypeScript. */
async function table() {
  const { outputFiles } = await build({
    entryPoints: ['host/wasmtime/builtins/table.ts'],
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

/** Among themselves, too, built-ins are CommonJS, as packages expect of Node's. */
function setup({ onResolve, onLoad }, { ABSENT, BUILTINS, INSIDE }) {
  const fileOf = name => resolve('host', BUILTINS[name].file);
  onResolve({ filter: /^entry:/ }, ({ path }) => {
    const name = path.slice('entry:'.length);
    return BUILTINS[name] ? { path: fileOf(name) } : { path: name, namespace: 'absent' };
  });
  onResolve({ filter: /^[^/]/ }, ({ path, importer }) => {
    const name = path.replace(/^node:/, '').replace(/\/$/, '');
    const inside = importer.includes('node_modules') ? INSIDE[inPackages(path, importer)] : undefined;
    if (inside) return { path: resolve('host', inside), namespace: 'built-in' };
    // A name without `node:` may be the package of which the built-in is made.
    if (!BUILTINS[name] || !(path.startsWith('node:') || importer.includes('node_modules'))) return undefined;
    return { path: fileOf(name), namespace: 'built-in' };
  });
  for (const [file, parts] of Object.entries(CHANGES)) {
    const filter = new RegExp(`node_modules.${file.replaceAll('.', '\\.')}$`);
    onLoad({ filter }, ({ path }) => ({ contents: parts.reduce(replaceOnce, readFileSync(path, 'utf8')) }));
  }
  onLoad({ filter: /.*/, namespace: 'built-in' }, ({ path }) => ({
    contents: `module.exports = require(${JSON.stringify(path)}).default;`,
    resolveDir: '.',
  }));
  onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
    contents: `import { absentModule } from './host/wasmtime/builtins/absent.ts';
export default absentModule(${JSON.stringify(path)}, ${JSON.stringify(ABSENT[path])}, ${JSON.stringify(shapeOf(path))});`,
    resolveDir: process.cwd(),
  }));
}

/** A file of a package by the package's name, however it was asked for. */
function inPackages(path, importer) {
  if (!path.startsWith('.')) return path;
  return relative('node_modules', resolve(dirname(importer), path)).replaceAll('\\', '/');
}

/** Modules that the Node which builds may not have yet. */
const NEWER = { sqlite: ['DatabaseSync', 'Session', 'StatementSync', 'backup'] };

/** What Node's own module has: functions by name, plain values as they are. */
function shapeOf(name) {
  const newer = NEWER[name];
  if (newer) return Object.fromEntries(newer.map(member => [member, 'function']));
  return membersOf(require(`node:${name}`), true);
}

/** What Node's modules have as getters, and may be asked for. */
const GETTERS = ['promises', 'maxHeaderSize'];

function membersOf(object, deep) {
  const shape = {};
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
    if (name.startsWith('_')) continue;
    shape[name] = kindOf(GETTERS.includes(name) ? object[name] : value, deep);
  }
  return shape;
}

function kindOf(value, deep) {
  if (typeof value === 'function') return 'function';
  if (value === null || ['boolean', 'number', 'string'].includes(typeof value)) return { value };
  if (typeof value !== 'object') return 'object';
  const members = Object.values(value);
  if (members.every(member => ['number', 'string'].includes(typeof member))) return { value };
  return deep && members.some(member => typeof member === 'function')
    ? { members: membersOf(value) }
    : 'object';
}

// Loaded before a test on Node and Deno: what the test requires or imports as `net` is the implementation under
// test. The implementation's own package still gets the runtime's net. NODE_OPTIONS carries this to children. On Node
// an implementation that can register itself does: the tests are its proof.
'use strict';

const Module = require('node:module');
const { appendFileSync, existsSync } = require('node:fs');
const { dirname, join, sep } = require('node:path');
const { pathToFileURL } = require('node:url');
const { isMainThread } = require('node:worker_threads');

const kHook = Symbol.for('wasi-net conformance hook');
const kPreloaded = Symbol.for('wasi-net conformance implementation');
const implementation = process.env.CONFORMANCE_IMPL;
const suite = process.env.CONFORMANCE_SUITE;

const registration = implementation && join(dirname(implementation), 'register.cjs');
const registers = registration && !process.versions.deno && !process.versions.bun && existsSync(registration);

if (registers) {
  require(registration);
  noteAsking();
} else if (implementation && !Module[kHook]) {
  const load = Module._load;
  const folder = packageOf(implementation) + sep;
  const isOwn = file => typeof file === 'string' && file.startsWith(folder) && !file.startsWith(suite);
  let loading = false;
  let net = globalThis[kPreloaded];

  const replacement = () => {
    if (net) return net;
    loading = true;
    const loaded = load.call(Module, implementation, null, false);
    loading = false;
    net = loaded.__esModule && loaded.default ? loaded.default : loaded;
    return net;
  };
  Module[kHook] = replacement;
  Module._load = function (request, parent, isMain) {
    if (!isNet(request) || loading || isOwn(parent?.filename))
      return Reflect.apply(load, this, [request, parent, isMain]);
    if (!isCommon(parent)) noteUse();
    return replacement();
  };
  const { getBuiltinModule } = process;
  if (getBuiltinModule) {
    process.getBuiltinModule = name => (isNet(name) ? replacement() : getBuiltinModule.call(process, name));
  }
  if (process.env.CONFORMANCE_HTTP === '1') carryHttp(load.call(Module, 'net', null, false), replacement());
  else if (process.env.CONFORMANCE_ESM === '1' && isMainThread && Module.register)
    redirectImports(replacement, folder);
}

/** wasi-net/register does it all: what is left is to note that the test asks for net, or that http has a socket. */
function noteAsking() {
  const { _load: load } = Module;
  Module._load = function (request, parent, isMain) {
    if (isNet(request) && !isCommon(parent)) noteUse();
    return Reflect.apply(load, this, [request, parent, isMain]);
  };
  if (process.env.CONFORMANCE_ESM === '1') noteUse();
  if (process.env.CONFORMANCE_HTTP !== '1') return;
  const stop = require(join(dirname(implementation), 'node-trace.cjs')).onTransition(() => {
    noteUse();
    stop();
  });
}

/**
 * http, https and tls take these from the runtime's own module when they are called, as the test has them then. Its
 * Socket stays: standard streams and tls are built on it. So does the server that a cluster's primary makes to take
 * the handle out of it.
 */
function carryHttp(real, net) {
  for (const name of ['Server', 'createServer', 'connect', 'createConnection']) {
    const own = real[name];
    const used = () => {
      if (name === 'createServer' && new Error().stack.includes('node:internal/cluster/')) return own;
      noteUse();
      return net[name];
    };
    real[name] = new Proxy(net[name], {
      apply: (_, self, args) => Reflect.apply(used(), self, args),
      construct: (_, args, newTarget) => Reflect.construct(used(), args, newTarget),
    });
  }
  Module.syncBuiltinESMExports();
}

/** `import … from 'net'` in tests that are ES modules. */
function redirectImports(replacement, folder) {
  globalThis[kPreloaded] = replacement();
  const names = Object.keys(replacement()).filter(name => name !== 'default');
  const facade = dataUrl(
    `const net = globalThis[Symbol.for(${JSON.stringify(kPreloaded.description)})];
     export default net;
     export const { ${names.join(', ')} } = net;`,
  );
  const own = [pathToFileURL(folder).href, pathToFileURL(suite).href].map(url => JSON.stringify(url));
  Module.register(
    dataUrl(
      `export function resolve(name, context, next) {
         const from = context.parentURL ?? '';
         const isOwn = from.startsWith(${own[0]}) && !from.startsWith(${own[1]});
         if ((name !== 'net' && name !== 'node:net') || isOwn) return next(name, context);
         return { url: ${JSON.stringify(facade)}, shortCircuit: true };
       }`,
    ),
  );
  noteUse();
}

function isNet(name) {
  return name === 'net' || name === 'node:net';
}

/** What all tests have asks for net whether they do or not. */
function isCommon(parent) {
  return parent?.filename === join(suite, 'common', 'index.js');
}

/** Leaves a mark for the runner: a test that never asked for net proves nothing. */
function noteUse() {
  try {
    appendFileSync(process.env.CONFORMANCE_USED, '.');
  } catch {
    // The test is over, or may not write: the mark of the first use is there.
  }
}

function packageOf(file) {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

function dataUrl(source) {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

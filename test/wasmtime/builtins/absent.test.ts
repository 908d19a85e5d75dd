// What guests do not have: modules that load and throw when they are used, and those that the build refuses.

import { builtinModules, createRequire } from 'node:module';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ABSENT, BUILTINS, REFUSED } from '../../../host/wasmtime/builtins/table.ts';
import type { Any } from './beside.ts';
import { onNode } from './on-node.ts';

const names = Object.keys(ABSENT);
const modules = (await onNode(...names)) as Any;
const require = createRequire(import.meta.url);

test('every module of Node is there, throws when it is used, or is refused', () => {
  const known = new Set([...Object.keys(BUILTINS), ...names, ...Object.keys(REFUSED)]);
  for (const name of builtinModules) {
    const plain = name.replace(/^node:/, '');
    if (plain.startsWith('_') || /^(internal|stream\/iter|zlib\/iter)/.test(plain)) continue;
    assert.ok(known.has(plain), plain);
  }
});

test('what a module has has the name and kind of Node’s, and throws the reason when it is called', () => {
  for (const name of names.filter(each => builtinModules.includes(each))) {
    const theirs = require(`node:${name}`);
    for (const [member, { value }] of Object.entries(Object.getOwnPropertyDescriptors(theirs as object))) {
      if (typeof value !== 'function' || member.startsWith('_')) continue;
      assert.type(modules[name][member], 'function', `${name}.${member}`);
      assert.throws(
        () => modules[name][member](),
        (error: Any) =>
          error instanceof TypeError &&
          (error as Any).code === 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' &&
          error.message ===
            `The feature ${name}.${member} is unavailable in a WebAssembly guest: ${ABSENT[name]}`,
        `${name}.${member}`,
      );
    }
  }
});

test('packages may take members apart, extend classes and ask for names before they use them', () => {
  const { readFileSync, promises } = modules.fs;
  assert.is(readFileSync.name, 'readFileSync');
  assert.throws(() => promises.readFile('x'), /fs\.promises\.readFile is unavailable/);
  class Agent extends modules.http.Agent {}
  assert.throws(() => new Agent(), /http\.Agent is unavailable/);
  assert.is(modules.http.STATUS_CODES[404], 'Not Found');
  assert.is(modules.worker_threads.isMainThread, true);
  assert.type(modules.zlib.constants.Z_SYNC_FLUSH, 'number');
  assert.throws(() => modules.http.globalAgent, /http\.globalAgent is unavailable/);
});

test.run();

// What is said of a program that cannot be bundled: one line each, exit code 1.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bundle } from '../../../host/cli/build/bundle.ts';
import { Failure } from '../../../host/cli/failure.ts';

const FOLDER = '.cache/cli-problems';

const PROBLEMS: Record<string, [Record<string, string>, string[]]> = {
  'a syntax error': [{ 'app.ts': 'const a = 1;\nconst b = ;\n' }, [`${FOLDER}/app.ts:2:11: Unexpected ";"`]],
  'a file that is not there': [{}, [`there is no file ${FOLDER}/app.ts`]],
  'a module of its own that is not there': [
    { 'app.ts': "import './lib.ts';", 'lib.ts': "export * from './nothing.ts';" },
    [`${FOLDER}/lib.ts:1:15: cannot find ./nothing.ts`],
  ],
  'a package that is not there': [
    { 'app.ts': "import 'nothing-of-that-name';" },
    [`${FOLDER}/app.ts:1:8: cannot find nothing-of-that-name`],
  ],
  'a package that wants one that is not there': [
    {
      'app.ts': "import { a } from 'one'; console.log(a);",
      'node_modules/one/index.js': "exports.a = require('./lib/two.js');",
      'node_modules/one/lib/two.js': "require('three');",
    },
    [`cannot find three: ${FOLDER}/app.ts → one/index.js → one/lib/two.js → three`],
  ],
  'a built-in that guests do not have': [
    {
      'app.ts': "import './lib.ts';",
      'lib.ts': "import 'one';",
      'node_modules/one/index.js': "require('node:cluster');",
    },
    [
      `a guest has no cluster (it is one thread): ${FOLDER}/app.ts → ${FOLDER}/lib.ts → one/index.js → node:cluster`,
    ],
  ],
  'a name that is not exported': [
    { 'app.ts': "import { b } from './lib.ts';\nconsole.log(b);", 'lib.ts': 'export const a = 1;' },
    [`${FOLDER}/app.ts:1:10: No matching export in "${FOLDER}/lib.ts" for import "b"`],
  ],
};

for (const [name, [files, lines]] of Object.entries(PROBLEMS)) {
  test(`${name} is told in one line`, async () => {
    const entry = written(files);
    try {
      await bundle(entry, false);
    } catch (error) {
      assert.instance(error, Failure);
      assert.equal((error as Failure).lines, lines);
      assert.is((error as Failure).exitCode, 1);
      return;
    }
    assert.unreachable('it was bundled');
  });
}

test('what a package requires in a try is not wanted, and asked for again when the program runs', async () => {
  const entry = written({
    'app.ts': "import './lib.cjs';",
    'lib.cjs': "try { require('no-such-package'); require('node:cluster'); } catch {}",
  });
  const { code } = await bundle(entry, false);
  assert.match(code, '("no-such-package")');
});

test('a program takes what packages have for Node, and as it asks for them', async () => {
  const entry = written({
    'app.ts': "import a from 'one'; import { b } from 'two'; console.log(a, b);",
    'node_modules/one/package.json': JSON.stringify({
      name: 'one',
      browser: './browser.js',
      exports: { browser: './browser.js', node: { import: './node.mjs', require: './node.cjs' } },
    }),
    'node_modules/one/browser.js': 'module.exports = "in a browser";',
    'node_modules/one/node.mjs': 'export default "imported on Node";',
    'node_modules/one/node.cjs': 'module.exports = "required on Node";',
    'node_modules/two/index.js': "exports.b = require('one');",
  });
  // Lines are broken within texts, too.
  const code = (await bundle(entry, false)).code.replaceAll('\\\n', '');
  assert.match(code, 'imported on Node');
  assert.match(code, 'required on Node');
  assert.not.match(code, 'in a browser');
});

test('the parts with globals are those that are named anywhere in the program', async () => {
  const entry = written({ 'app.ts': "import 'one';", 'node_modules/one/index.js': 'new URL("http://a");' });
  assert.equal((await bundle(entry, false)).globals, ['globals/url']);
});

test.run();

function written(files: Record<string, string>): string {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const [file, text] of Object.entries({ 'package.json': '{ "name": "app" }', ...files })) {
    mkdirSync(dirname(join(FOLDER, file)), { recursive: true });
    writeFileSync(join(FOLDER, file), text);
  }
  return join(FOLDER, 'app.ts');
}

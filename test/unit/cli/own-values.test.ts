// `import.meta`, `__dirname` and `__filename` of modules that are bundled.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildFailure, build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ownValues } from '../../../host/cli/build/own-values.ts';

/** A name with all that means something in a URL. */
const FOLDER = 'a b#c?d';
let root: string;

test.before(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'wasi-net-own-')));
  mkdirSync(join(root, FOLDER));
});
test.after(() => rmSync(root, { recursive: true }));

test('a module knows where it was in what the build saw', async () => {
  const values = await valuesOf('export const { url, filename, dirname, main } = import.meta;');
  assert.ok(values.filename.endsWith(`/${FOLDER}/main.ts`));
  assert.is(values.dirname, values.filename.slice(0, -'/main.ts'.length));
  assert.ok(values.url.startsWith('file:///') && values.url.endsWith('/a%20b%23c%3Fd/main.ts'), values.url);
  assert.is(values.main, true);
});

test('it is compiled as its tsconfig, and those that this one extends, say', async () => {
  writeFileSync(join(root, 'base.json'), '{ "compilerOptions": { "useDefineForClassFields": false } }');
  writeFileSync(join(root, FOLDER, 'tsconfig.json'), '{ "extends": "../base.json" }');
  const { seen } = await valuesOf(`
    import.meta.url;
    export const seen: string[] = [];
    class Base { set field(value: number) { seen.push('set ' + value); } }
    class Derived extends Base { field = 1; }
    new Derived();`);
  assert.equal(seen, ['set 1']);
});

test('what the program finds in its environment is not decided when it is built', async () => {
  const { mode } = await valuesOf('import.meta.url;\nexport const mode = () => process.env.NODE_ENV;');
  assert.match(String(mode), 'process.env.NODE_ENV');
});

test('a syntax error is one of the module', async () => {
  try {
    await valuesOf('import.meta.url;\nlet let;');
    assert.unreachable();
  } catch (error) {
    const [{ location }] = (error as BuildFailure).errors;
    assert.equal([location?.file.endsWith('main.ts'), location?.line], [true, 2]);
  }
});

test.run();

/** What a module in the folder exports. */
async function valuesOf(source: string) {
  const entry = join(root, FOLDER, 'main.ts');
  writeFileSync(entry, source);
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    logLevel: 'silent',
    write: false,
    plugins: [ownValues(entry)],
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

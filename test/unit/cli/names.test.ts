// Classes and functions that two modules call alike keep their names.
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lower } from '../../../host/cli/build/lowering.ts';
import { withOwnNames } from '../../../host/cli/build/names.ts';
import { named } from '../../../host/wasmtime/modules.ts';

const FILES: Record<string, string> = {
  first: 'export class Client {} export function make() {} export async function wait() {}',
  second: `export class Client extends Object { static who = this.name }
    export function make() {} export async function wait() {}
    export function* steps() {}
    export class Own { static name = 'by itself' }`,
  third: `class Client {} class Own { static get name() { return 'from a getter'; } }
    function make() {}
    exports.Client = Client; exports.make = make; exports.Own = Own;
    exports.inner = function () { class Client { call() {} } return Client; };`,
};

test('names are those of the sources, whatever the bundler makes of them', async () => {
  const all = await evaluated(`
    import * as first from 'first'; import * as second from 'second'; import third from 'third';
    const steps = 1, Own = 2;
    export default [first, second, third, steps, Own];`);
  const [first, second, third] = all as Record<string, { name: string; who?: string }>[];
  const names = (of: Record<string, { name: string }>) => Object.keys(of).map(name => of[name].name);
  assert.equal(names(first), ['Client', 'make', 'wait']);
  assert.equal(names(second), ['Client', 'by itself', 'make', 'steps', 'wait']);
  assert.equal(names(third), ['Client', 'make', 'from a getter', '']);
  assert.is(second.Client.who, 'Client');
  assert.is((third.inner as unknown as () => { name: string })().name, 'Client');
});

test('code in which all names are its own imports nothing', async () => {
  assert.not.match(await bundled("export { Client as default } from 'first';"), '__wasiNetNamed');
});

test.run();

async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    sourcemap: 'inline',
    plugins: [
      {
        name: 'files',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^(first|second|third)$/ }, ({ path }) => ({ path, namespace: 'files' }));
          onLoad({ filter: /.*/, namespace: 'files' }, ({ path }) => ({ contents: FILES[path] }));
        },
      },
    ],
  });
  return withOwnNames(outputFiles[0].text, 'modules');
}

async function evaluated(contents: string): Promise<unknown> {
  const code = (await bundled(contents)).replace('import { named as __wasiNetNamed } from "modules";', '');
  const options = { helpers: 'data:text/javascript,export const runAsync = 1;', minify: false };
  const { code: lowered } = await lower(`const __wasiNetNamed = ${named};\n${code}`, options);
  return (await import(`data:text/javascript,${encodeURIComponent(lowered)}`)).default;
}

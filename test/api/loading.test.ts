// How the package comes into a program: both forms together, bundled with nothing beside the bundle, and no more of
// Node than a connection needs. Each program is a process of its own.
import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Format } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const run = promisify(execFile);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wasi-net-')));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const IMPORTS = `
  import net, { Socket } from 'wasi-net';
  import { live } from 'wasi-net/trace';`;
const REQUIRES = `
  const net = require('wasi-net');
  const { live } = require('wasi-net/trace');
  const { Socket } = net;`;
/** A conversation with itself; prints what it received, and how many handles it had at the time. */
const CONVERSE = `
  const server = net.createServer(socket => socket.pipe(socket)).listen(0, '127.0.0.1', () => {
    const socket = net.connect(server.address().port, '127.0.0.1', () => socket.end('hello'));
    socket.on('data', data => console.log(String(data), socket instanceof Socket, live()));
    socket.on('close', () => server.close());
  });`;

// ---- import and require in one program

const SHARED = `console.log(required === imported, requiredTrace === importedTrace);`;

test('what is imported first and required then is one net with one trace', async () => {
  const text = `
    import { createRequire } from 'node:module';
    import imported from 'wasi-net';
    import importedTrace from 'wasi-net/trace';
    const require = createRequire(process.cwd() + '/');
    const [required, requiredTrace] = [require('wasi-net'), require('wasi-net/trace')];
    ${SHARED}`;
  assert.is(await printed(['--input-type=module', '--eval', text]), 'true true\n');
});

test('what is required first and imported then is one net with one trace', async () => {
  const text = `
    const [requiredTrace, required] = [require('wasi-net/trace'), require('wasi-net')];
    const modules = Promise.all([import('wasi-net'), import('wasi-net/trace')]);
    modules.then(([{ default: imported }, { default: importedTrace }]) => { ${SHARED} });`;
  assert.is(await printed(['--input-type=commonjs', '--eval', text]), 'true true\n');
});

// ---- bundles

const BUNDLES: [sentence: string, text: string, format: Format][] = [
  ['imports, as an ES module,', IMPORTS + CONVERSE, 'esm'],
  ['imports, as CommonJS,', IMPORTS + CONVERSE, 'cjs'],
  ['requires, as CommonJS,', REQUIRES + CONVERSE, 'cjs'],
];

for (const [sentence, text, format] of BUNDLES) {
  test(`a bundle of a program that ${sentence} runs alone and may read nothing but itself`, async () => {
    const file = await bundle(text, format);
    assert.is(await printed([...mayReadOnly(file), file]), 'hello true 3\n');
  });
}

test('a bundle with the simulation in it runs as an ES module', async () => {
  const text = `
    import { createNet, createSimulation } from 'wasi-net/sim';
    console.log(typeof createNet(createSimulation()).connect);`;
  assert.is(await printed([await bundle(text, 'esm')]), 'function\n');
});

test('a bundle with both forms in it has one net', async () => {
  const text = `import net from 'wasi-net'; console.log(require('wasi-net') === net);`;
  assert.is(await printed([await bundle(text, 'cjs')]), 'true\n');
});

// ---- what is loaded

test('node:dns is loaded with the first name, not with an address', async () => {
  const text = `
    import net from 'wasi-net';
    const loaded = () => process.moduleLoadList.includes('NativeModule dns');
    const before = loaded();
    const socket = net.connect({ port: 1, host: '127.0.0.1' }).on('error', () => {});
    socket.on('close', () => {
      const lookup = (name, options, answer) => answer(new Error(name));
      net.connect({ port: 1, host: 'name.invalid', lookup }).on('error', ({ message }) => {
        console.log(before || during, loaded(), message);
      });
    });
    const during = loaded();`;
  assert.is(await printed(['--input-type=module', '--eval', text]), 'false true name.invalid\n');
});

test('a name is asked of the dns.lookup that is there by then, with the hints of node:net', async () => {
  const text = `
    import dns from 'node:dns';
    import net from 'wasi-net';
    dns.lookup = (name, options, answer) => {
      console.log(name, options.hints === dns.ADDRCONFIG, options.all);
      answer(new Error('not asked'));
    };
    net.connect({ port: 1, host: 'name.invalid' }).on('error', ({ message }) => console.log(message));`;
  assert.is(await printed(['--input-type=module', '--eval', text]), 'name.invalid true true\nnot asked\n');
});

test.run();

/** What a Node with these arguments prints, run in the package's folder. */
async function printed(args: string[]): Promise<string> {
  return (await run(process.execPath, args, { timeout: 20_000 })).stdout;
}

/** The program as one file in a folder where there is no package to be found. */
async function bundle(contents: string, format: Format): Promise<string> {
  const outfile = join(folder, format === 'esm' ? 'program.mjs' : 'program.cjs');
  const stdin = { contents, resolveDir: process.cwd() };
  await build({
    stdin,
    outfile,
    format,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}

/** Node's options for a program that may open connections and read one file. */
function mayReadOnly(file: string): string[] {
  const known = (option: string) => process.allowedNodeEnvironmentFlags.has(option);
  const permission = known('--permission') ? '--permission' : '--experimental-permission';
  return [permission, `--allow-fs-read=${file}`, ...(known('--allow-net') ? ['--allow-net'] : [])];
}

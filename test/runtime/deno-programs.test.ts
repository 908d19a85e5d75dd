// Programs under Deno with no more permission than they need: the package by import, by require and in a bundle made
// for Node; what Deno's own net loses or allows and ours does not; and the main example.
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Report } from '../../examples/postgres/report.ts';
import { needTool } from '../../scripts/fetch-tools.mjs';

const deno = needTool('deno');
// Inside the package, so that a program's import of 'wasi-net' finds it.
const FOLDER = '.cache/test-deno/programs';
const LIMIT_MS = 60_000;
mkdirSync(FOLDER, { recursive: true });

interface Ended {
  out: string;
  err: string;
}

/** A conversation with itself. */
const CONVERSE = `
  const server = net.createServer(socket => socket.pipe(socket)).listen(0, '127.0.0.1', () => {
    const socket = net.connect(server.address().port, '127.0.0.1', () => socket.end('hello'));
    socket.on('data', data => console.log(String(data)));
    socket.on('close', () => server.close());
  });`;
const IMPORTS = `import net from 'wasi-net';`;
const REQUIRES = `const net = require('wasi-net');`;

for (const [how, name, text] of [
  ['imports', 'imports.mjs', IMPORTS + CONVERSE],
  ['requires', 'requires.cjs', REQUIRES + CONVERSE],
]) {
  test(`a program that ${how} the package needs the permission of the network alone`, async () => {
    assert.equal(await printed(name, text), { out: 'hello\n', err: '' });
  });
}

test('a bundle that was made for Node runs on Deno with the permission of the network alone', async () => {
  const stdin = { contents: IMPORTS + CONVERSE, resolveDir: process.cwd() };
  const { outputFiles } = await build({ stdin, bundle: true, format: 'esm', platform: 'node', write: false });
  assert.equal(await printed('bundle.mjs', outputFiles[0].text), { out: 'hello\n', err: '' });
});

test('import and require give one net with one trace', async () => {
  const text = `
    import { createRequire } from 'node:module';
    import net from 'wasi-net';
    import trace from 'wasi-net/trace';
    const require = createRequire(import.meta.url);
    console.log(require('wasi-net') === net, require('wasi-net/trace') === trace);`;
  assert.is((await printed('both.mjs', text, ['--allow-read'])).out, 'true true\n');
});

test('WASI_NET_TRACE is heeded where it may be read, and not asked for where it may not', async () => {
  const traced = { WASI_NET_TRACE: '1' };
  const text = IMPORTS + CONVERSE;
  assert.is((await printed('traced.mjs', text, [], traced)).err, '');
  const allowed = await printed('traced.mjs', text, ['--allow-env=WASI_NET_TRACE'], traced);
  assert.match(allowed.err, 'CONNECTING => ESTABLISHED');
});

test('NODE_OPTIONS says what family selection begins with, where it may be read', async () => {
  const env = {
    NODE_OPTIONS: '--no-network-family-autoselection --network-family-autoselection-attempt-timeout=70',
  };
  const text = `
    import net from 'wasi-net';
    console.log(net.getDefaultAutoSelectFamily(), net.getDefaultAutoSelectFamilyAttemptTimeout());`;
  assert.is((await printed('defaults.mjs', text, ['--allow-env=NODE_OPTIONS'], env)).out, 'false 70\n');
  assert.is((await printed('defaults.mjs', text, [], env)).out, 'true 500\n');
});

test('a pending connection holds the program, an unreferenced server and socket do not', async () => {
  const text = `
    import net from 'wasi-net';
    const server = net.createServer(socket => socket.unref()).listen(0, '127.0.0.1', () => {
      server.unref();
      const idle = net.connect(server.address().port, '127.0.0.1', () => idle.unref());
      const lookup = (name, options, answer) => setTimeout(answer, 50, null, [{ address: '127.0.0.1', family: 4 }]);
      net.connect({ port: server.address().port, host: 'name.invalid', lookup }).on('connect', function () {
        console.log('connected');
        this.unref();
      });
    });`;
  assert.equal(await printed('unref.mjs', text), { out: 'connected\n', err: '' });
});

test('an answer reaches a peer that has ended before it said anything', async () => {
  const text = `
    import net from 'wasi-net';
    const server = net.createServer(socket => socket.end(Buffer.alloc(200_000))).listen(0, '127.0.0.1', () => {
      let received = 0;
      const socket = net.connect(server.address().port, '127.0.0.1', () => socket.end());
      socket.on('data', chunk => (received += chunk.length)).on('close', () => {
        console.log(received);
        server.close();
      });
    });`;
  assert.equal(await printed('silent.mjs', text), { out: '200000\n', err: '' });
});

const hasIpv6 = Object.values(networkInterfaces()).some(all => all?.some(({ family }) => family === 'IPv6'));

/** What comes of a connection by IPv4 to a server that wants IPv6 alone. */
const IPV6_ONLY = `
  import net from 'wasi-net';
  const server = net.createServer(() => console.log('accepted'));
  server.listen({ port: 0, host: '::', ipv6Only: true }, () => {
    const { address, port } = server.address();
    const six = net.connect(port, '::1', () => six.destroy());
    six.on('close', () => {
      const four = net.connect(port, '127.0.0.1').on('error', ({ code }) => console.log(address, code));
      four.on('close', () => server.close());
    });
  });`;

test('a server for IPv6 alone refuses IPv4 where the addresses may be asked for, and resets it where not', async () => {
  if (!hasIpv6) return console.log('no IPv6 here');
  const asked = await printed('six.mjs', IPV6_ONLY, ['--allow-sys=networkInterfaces']);
  assert.is(asked.out, 'accepted\n:: ECONNREFUSED\n');
  assert.is((await printed('six.mjs', IPV6_ONLY)).out, 'accepted\n:: ECONNRESET\n');
});

test('the main example moves its rows under Deno', async () => {
  const rows = ['--rows', '200', '--rounds', '1', '--impl', 'wasi-net', '--json'];
  const args = ['run', '--allow-all', '--quiet', 'scripts/run-example.mjs', 'examples/postgres.ts', ...rows];
  const { out, err } = await run(args);
  assert.is(err, '');
  const { sameBytes, results }: Report = JSON.parse(out);
  assert.ok(sameBytes);
  assert.is(results[0].rows, 200);
  assert.is(results[0].refused.code, 'ECONNREFUSED');
});

test.run();

/** What the program prints with the permission of the network and these. */
function printed(
  name: string,
  text: string,
  permissions: string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const file = `${FOLDER}/${name}`;
  writeFileSync(file, text);
  return run(['run', '--no-prompt', '--quiet', '--allow-net', ...permissions, file], env);
}

function run(args: string[], own: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', ...own };
  const options = { env, timeout: LIMIT_MS, maxBuffer: 2 ** 24 };
  return new Promise(resolve => {
    execFile(deno, args, options, (error, out, err) => {
      resolve({ out, err: error?.killed ? `not over after ${LIMIT_MS} ms\n${err}` : err });
    });
  });
}

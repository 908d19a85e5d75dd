// How wasi-net/register reaches a program: every way to ask for net gives wasi-net's, in every thread.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { IMPORTED, REQUIRED, run } from './run.ts';

const SERVER = `
  const talk = ({ createServer, connect, Socket }) => {
    const server = createServer(socket => socket.pipe(socket)).listen(0, '127.0.0.1', () => {
      const socket = connect(server.address().port, '127.0.0.1', () => socket.end('echoed'));
      socket.on('data', data => console.log(String(data), socket instanceof Socket));
      socket.on('close', () => server.close());
    });
  };`;

const REGISTERED: [sentence: string, options: string[]][] = [
  ['--import', IMPORTED],
  ['--require', REQUIRED],
  ['both', [...IMPORTED, ...REQUIRED]],
];

for (const [sentence, options] of REGISTERED) {
  test(`a CommonJS program talks over wasi-net with ${sentence}`, async () => {
    const text = `${SERVER} talk(require('net'));`;
    assert.equal(await outcome([...options, '--eval', text]), ['echoed true\n', 2]);
  });

  test(`an ES module talks over wasi-net with ${sentence}`, async () => {
    const text = `import { connect, createServer, Socket } from 'node:net'; ${SERVER}
      talk({ connect, createServer, Socket });`;
    assert.equal(await outcome([...options, '--input-type=module', '--eval', text]), ['echoed true\n', 2]);
  });
}

test('every way to ask for net gives the same object, with the members of wasi-net', async () => {
  const text = `
    import { createRequire } from 'node:module';
    import wasiNet from 'wasi-net';
    import net, * as named from 'net';
    import other from 'node:net';
    const require = createRequire(process.cwd() + '/');
    const found = [other, require('net'), require('node:net'), (await import('net')).default];
    if (process.getBuiltinModule) found.push(process.getBuiltinModule('net'));
    console.log(found.every(one => one === net));
    const without = Object.keys(wasiNet).filter(name => net[name] !== wasiNet[name]);
    console.log(without.length, Object.keys(named).filter(name => wasiNet[name] && named[name] !== wasiNet[name]).length);`;
  const { stdout, stderr } = await run([...IMPORTED, '--input-type=module', '--eval', text]);
  assert.equal([stdout, stderr], ['true\n0 0\n', '']);
});

test('classes that a program derives from net are wasi-net, and instances as they were', async () => {
  const text = `
    const net = require('net');
    const tls = require('tls');
    const http = require('http');
    class Counting extends net.Socket {
      count = 0;
      push(chunk) { this.count += chunk?.length ?? 0; return super.push(chunk); }
    }
    function Old() { net.Socket.call(this); }
    Object.setPrototypeOf(Old.prototype, net.Socket.prototype);
    const server = net.createServer(socket => socket.end('five!')).listen(0, '127.0.0.1', async () => {
      for (const socket of [new Counting(), new Old()]) {
        socket.connect(server.address().port, '127.0.0.1').resume();
        await new Promise(resolve => socket.on('close', resolve));
        console.log(socket.count, socket instanceof net.Socket, socket instanceof net.Stream);
      }
      server.close();
    });
    console.log(server instanceof net.Server, new http.Server() instanceof net.Server);
    console.log(new tls.Server() instanceof net.Server, new tls.TLSSocket() instanceof net.Socket);`;
  const { stdout, connections } = await run([...REQUIRED, '--eval', text]);
  assert.is(stdout, 'true true\ntrue true\n5 true true\nundefined true true\n');
  assert.is(connections, 4);
});

const IN_WORKER = `
  const { Worker, isMainThread } = require('worker_threads');
  const net = require('net');
  const wasiNet = require('wasi-net');
  console.log(isMainThread, net.Socket === wasiNet.Socket, net.connect === wasiNet.connect);`;

test('a worker thread has wasi-net too, by --require and by NODE_OPTIONS', async () => {
  const text = `${IN_WORKER} if (isMainThread) new Worker(${JSON.stringify(IN_WORKER)}, { eval: true });`;
  const expected = 'true true true\nfalse true true\n';
  assert.is((await run([...REQUIRED, '--eval', text])).stdout, expected);
  const NODE_OPTIONS = '--require wasi-net/register';
  assert.is((await run(['--eval', text], { NODE_OPTIONS })).stdout, expected);
});

test('a worker thread of text has Node’s own net with --import alone, for Node imports nothing there', async () => {
  const text = `new (require('worker_threads').Worker)(${JSON.stringify(IN_WORKER)}, { eval: true });`;
  assert.is((await run([...IMPORTED, '--eval', text])).stdout, 'false false false\n');
});

test('a worker thread with a file has wasi-net too, by --import', async () => {
  const file = './test/register/programs/worker.mjs';
  const text = `new (require('worker_threads').Worker)(${JSON.stringify(file)});`;
  const { stdout, stderr } = await run([...IMPORTED, '--eval', text]);
  assert.equal([stdout, stderr], ['false true echoed\n', '']);
});

test.run();

async function outcome(args: string[]): Promise<[stdout: string, connections: number]> {
  const { stdout, stderr, connections } = await run(args);
  assert.is(stderr, '');
  return [stdout, connections];
}

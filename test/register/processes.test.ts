// What connects processes is left to Node: standard streams, children, their channels and clusters.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { IMPORTED, type Outcome, run } from './run.ts';

/** Whether a stream is a socket of the engine; `net` is the runtime's with wasi-net's members. */
const IS_OURS = `
  const net = require('net');
  const Runtimes = Object.getPrototypeOf(require('tls').TLSSocket);
  const isOurs = stream => stream instanceof net.Socket && !(stream instanceof Runtimes);`;

test('standard streams that are pipes are Node’s own, and carry', async () => {
  const program = `${IS_OURS}
    console.log([process.stdin, process.stdout, process.stderr].map(isOurs).join());
    console.log(process.stdin instanceof net.Socket, isOurs(new net.Socket()));
    process.stdin.on('data', data => process.stdout.write(data)).on('end', () => console.error('over'));`;
  const child = spawn(process.execPath, [...IMPORTED, '--eval', program], { stdio: 'pipe' });
  child.stdin.end('piped in');
  const printed = await Promise.all([child.stdout, child.stderr].map(stream => text(stream)));
  assert.equal(printed, ['false,false,false\ntrue true\npiped in', 'over\n']);
});

test('pipes to a child process are Node’s own, and carry', async () => {
  const program = `${IS_OURS}
    const { execFileSync, spawn } = require('child_process');
    const child = spawn(process.execPath, ['--eval', 'process.stdin.pipe(process.stdout)']);
    console.log(isOurs(child.stdin), isOurs(child.stdout));
    child.stdin.end('through a child');
    child.stdout.on('data', data => console.log(String(data)));
    child.on('close', code => {
      console.log(code, String(execFileSync(process.execPath, ['--print', '6 * 7'])));
    });`;
  assert.is(await printed(program), 'false false\nthrough a child\n0 42\n\n');
});

test('a child with a channel answers, and has wasi-net by the options that it inherits', async () => {
  const program = `
    const { fork } = require('child_process');
    const child = fork('./test/register/programs/child.cjs');
    child.on('message', message => {
      console.log(JSON.stringify(message));
      child.disconnect();
    });
    child.send('are you there?');`;
  assert.is(await printed(program), '{"heard":"are you there?","ours":true}\n');
});

const SENT = `
  const sends = (name, end, handle) => {
    try {
      end.send(name, handle);
      console.log(name, 'sent');
    } catch ({ name: kind, code, message }) {
      console.log(name, kind, code, message);
    }
  };`;
const CANNOT = 'TypeError ERR_INVALID_HANDLE_TYPE This handle type cannot be sent\n';

test('a socket or server for a child process is refused with ERR_INVALID_HANDLE_TYPE, as what cannot be sent', async () => {
  const program = `${SENT}
    const net = require('net');
    const { fork } = require('child_process');
    const child = fork('./test/register/programs/child.cjs', ['listens']);
    const server = net.createServer(socket => {
      sends('socket', child, socket);
      sends('server', child, server);
      sends('other', child, new Date());
      sends('nothing', child, undefined);
      socket.destroy();
      server.close();
      child.disconnect();
    });
    server.listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1').on('error', () => {}));`;
  assert.is(await printed(program), `socket ${CANNOT}server ${CANNOT}other ${CANNOT}nothing sent\n`);
});

test('without wasi-net/register a socket for a child process is refused in the same way', async () => {
  const program = `${SENT}
    const net = require('wasi-net');
    const child = require('child_process').fork('./test/register/programs/child.cjs', ['listens']);
    sends('socket', child, new net.Socket());
    sends('server', child, net.createServer());
    child.disconnect();`;
  const { stdout, stderr } = await run(['--eval', program]);
  assert.equal([stdout, stderr], [`socket ${CANNOT}server ${CANNOT}`, '']);
});

test('a socket is no standard stream of a child', async () => {
  const program = `
    const { spawn } = require('child_process');
    try {
      spawn(process.execPath, { stdio: [new (require('net').Socket)()] });
    } catch ({ code }) {
      console.log(code);
    }`;
  assert.is(await printed(program), 'ERR_INVALID_ARG_VALUE\n');
});

test('a child that would hand its socket up is refused too', async () => {
  const program = `
    const { fork } = require('child_process');
    fork('./test/register/programs/child.cjs', ['sends']).on('message', ({ refused }) => console.log(refused));`;
  assert.is(await printed(program), 'ERR_INVALID_HANDLE_TYPE\n');
});

test('a socket or server for a thread is refused as what cannot be transferred', async () => {
  const program = `
    const net = require('net');
    const { port1 } = new (require('worker_threads').MessageChannel)();
    for (const end of [new net.Socket(), net.createServer()]) {
      try {
        port1.postMessage(end, [end]);
        console.log('sent');
      } catch ({ name, code }) {
        console.log(name, code);
      }
    }
    port1.close();`;
  assert.match(await printed(program), /^((TypeError ERR_INVALID_TRANSFER_OBJECT|DataCloneError 25)\n){2}$/);
});

test('workers of a cluster share a port, and each takes its turn', async () => {
  const { stdout, stderr } = await finished(['test/register/programs/cluster.mjs']);
  assert.is(stdout, 'answers by 2 workers, all over wasi-net: true\n', stderr);
});

test('a socket, or a connection kept by an https agent, that is not referenced holds no program', async () => {
  const { stdout, code } = await finished(['test/register/programs/unreferenced.mjs']);
  assert.equal([stdout, code], ['answered\n', 0]);
});

test.run();

async function printed(program: string): Promise<string> {
  return (await finished(['--eval', program])).stdout;
}

async function finished(args: string[]): Promise<Outcome> {
  const outcome = await run([...IMPORTED, ...args]);
  assert.is(outcome.stderr, '');
  return outcome;
}

// Options of sockets and servers that Node 20 does not have, or not all of: beside Node 26, and as far as the public
// net of the Node that runs the tests goes.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import nodeNet, { type AddressInfo } from 'node:net';
import { getDefaultHighWaterMark } from 'node:stream';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { needTool } from '../../scripts/fetch-tools.mjs';
import { assertNoHandles } from '../support/handles.ts';
import { implementation, implementationName } from '../support/implementation.ts';
import { type NewNet, refusals, typesOfService } from './options/answers.ts';
import { bundled, start } from './programs/run.ts';

const net = (await implementation()) as unknown as NewNet;

interface Answers {
  refused: string[];
  types: string[];
}

function onNode26(name: string): Answers {
  const program = spawnSync(needTool('node-26'), ['test/api/options/program.ts', name], { encoding: 'utf8' });
  assert.is(program.status, 0, program.stderr);
  return JSON.parse(program.stdout);
}

const node26 = onNode26('node:net');

test('options are refused and taken as by Node 26, in its order', () => {
  assert.equal(refusals(net), node26.refused);
  assert.ok(node26.refused.filter(line => / ERR_/.test(line)).length > 50);
});

test('on a runtime that has it the type of service is that of the connection', () => {
  const ours = onNode26('wasi-net');
  assert.equal(ours.types, node26.types);
  assert.equal(ours.types.slice(0, 4), [
    ...[
      'connecting: Error EBADF getTypeOfService EBADF',
      'set while connecting: Error EBADF setTypeOfService EBADF',
    ],
    ...['accepted: 8', 'connected: 32'],
  ]);
});

test('on a runtime without it the type of service is an error, as on a system without it', async () => {
  // Newer Nodes have it.
  const without = !('setTypeOfService' in nodeNet.Socket.prototype);
  const lines = await typesOfService(net);
  const expected = ['error setTypeOfService ENOSYS', 'connected: Error ENOSYS getTypeOfService ENOSYS'];
  assert.equal(
    lines.filter(line => /^(error|connected)/.test(line)),
    without ? expected : ['connected: 32'],
  );
  assert.ok(lines.includes('closed: 64'), lines.join('\n'));
  await assertNoHandles();
});

test('a server shows the mark of its sockets where none was given', () => {
  const mark = (options?: object) => Reflect.get(net.createServer(options), 'highWaterMark');
  assert.is(mark(), getDefaultHighWaterMark(false));
  assert.is(mark({ highWaterMark: -1 }), getDefaultHighWaterMark(false));
  assert.is(mark({ highWaterMark: 10 }), 10);
});

/** What the runtime's own sockets are told meanwhile. */
async function told(run: () => Promise<void>): Promise<unknown[][]> {
  const calls: unknown[][] = [];
  const { setKeepAlive } = nodeNet.Socket.prototype;
  nodeNet.Socket.prototype.setKeepAlive = function (...args: Parameters<typeof setKeepAlive>) {
    calls.push(args);
    return setKeepAlive.apply(this, args);
  };
  await run();
  nodeNet.Socket.prototype.setKeepAlive = setKeepAlive;
  return calls;
}

async function connected(use: (socket: InstanceType<NewNet['Socket']>) => void): Promise<void> {
  const server = net.createServer(socket => socket.resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = new net.Socket();
  use(socket);
  socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  use(socket);
  socket.destroy();
  await once(socket, 'close');
  server.close();
}

test('setKeepAlive takes delay, interval and count, one by one or in an object', async () => {
  const forms = [[true, 4999, 3000, 2], [{ enable: true, initialDelay: 4999, interval: 3000, count: 2 }]];
  for (const form of forms) {
    const calls = await told(() =>
      connected(socket => assert.is(Reflect.apply(socket.setKeepAlive, socket, form), socket)),
    );
    assert.equal(calls.pop(), [true, 4000, 3000, 2]);
  }
});

test('setKeepAlive tells the network only what has changed', async () => {
  const unchanged = await told(() => connected(socket => socket.setKeepAlive(false, 1000)));
  assert.equal(unchanged, []);
  let at = 0;
  const calls = await told(() => connected(socket => socket.setKeepAlive(at++ === 0, 1000)));
  assert.equal([calls[0], calls.at(-1)], [[true], [false]]);
});

test('what a program has put under _handle is told of keep-alive and no-delay', async () => {
  const calls: unknown[][] = [];
  const handle = {
    setKeepAlive: (...args: unknown[]) => calls.push(['setKeepAlive', ...args]),
    setNoDelay: (...args: unknown[]) => calls.push(['setNoDelay', ...args]),
  };
  const socket = new net.Socket({ handle } as object);
  socket.setKeepAlive(true, 2000, 1000, 5);
  socket.setKeepAlive(true, 2000, 1000, 5);
  socket.setNoDelay(true);
  socket.setKeepAlive(false);
  assert.equal(calls, [
    ['setKeepAlive', true, 2, 1, 5],
    ['setNoDelay', true],
    ['setKeepAlive', false, 0, undefined, undefined],
  ]);
});

test('in a cluster a full server with dropMaxConnection drops, and does not leave connections waiting', async () => {
  const running = start(await bundled('main'), implementationName(), ['a full worker that drops', 0]);
  assert.equal(await running.ended, { how: 0, out: 'connection\ndrop\n', err: '' });
});

test.run();

// What is full says so, and nothing else: no trap, no throw, no loss. A full table refuses with ENOBUFS and lets
// connections wait; and all of it works again when there is room. full-pools.test.ts has the same of blocks.
import { once } from 'node:events';
import nodeNet, { type AddressInfo, type LookupFunction, type Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import net from 'wasi-net';
import { live } from 'wasi-net/trace';
import { MAX_SOCKETS } from '../../assembly/abi.ts';
import { within } from '../support/within.ts';

/** Long enough never to fire here, in milliseconds. */
const NEVER = 2 ** 30;

type Failure = NodeJS.ErrnoException & { address?: string; port?: number };

let idle: Socket[] = [];
/** What a test has left open when it failed. */
const open: (() => unknown)[] = [];

limit(
  'a connect beyond the table fails with ENOBUFS in an event, and connects when there is room',
  async () => {
    const port = await echoing();
    fill();
    const socket = new net.Socket();
    socket.connect(port.number, '127.0.0.1');
    assert.ok(socket.connecting);
    const [error] = await failing(socket);
    assert.is(error.message, `connect ENOBUFS 127.0.0.1:${port.number}`);
    assert.equal(
      [error.code, error.syscall, error.errno, error.address, error.port],
      ['ENOBUFS', 'connect', -105, '127.0.0.1', port.number],
    );
    idle.pop()?.destroy();
    await echoes(socket.connect(port.number, '127.0.0.1'));
    port.close();
  },
);

limit('a connect to a path beyond the table fails with ENOBUFS and names the path', async () => {
  fill();
  const [error] = await failing(net.connect('/nobody/listens/here'));
  assert.is(error.message, 'connect ENOBUFS /nobody/listens/here');
  assert.equal([error.address, error.port], ['/nobody/listens/here', undefined]);
});

limit('a connect by a name, with writes and an end behind it, fails once and fails them all', async () => {
  fill();
  const lookup: LookupFunction = (_name, _options, callback) =>
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '127.0.0.2', family: 4 },
    ]);
  const socket = net.connect({ port: 9, host: 'name.invalid', lookup });
  const failures: (string | undefined)[] = [];
  const failed = (error?: Failure | null) => failures.push(error?.code);
  socket.write('first', failed);
  socket.write('second', failed);
  socket.end('last', failed as () => void);
  const [error, hadError] = await failing(socket);
  assert.equal([error.code, hadError], ['ENOBUFS', true]);
  await turns(2);
  assert.is(failures.length, 3);
  assert.ok(failures.every(Boolean), 'every callback is told');
});

limit(
  'a listen beyond the table fails with ENOBUFS in an event, and listens when there is room',
  async () => {
    fill();
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    const [error] = (await once(server, 'error')) as [Failure];
    assert.equal([error.code, error.syscall, error.address], ['ENOBUFS', 'listen', '127.0.0.1']);
    assert.not(server.listening);
    idle.pop()?.destroy();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  },
);

limit('a setTimeout beyond the table neither throws nor is forgotten', async () => {
  const port = await echoing();
  fill();
  const socket = kept(new net.Socket());
  let called = 0;
  assert.is(
    socket.setTimeout(5, () => called++),
    socket,
  );
  assert.is(socket.timeout, 5);
  idle.pop()?.destroy();
  socket.connect(port.number, '127.0.0.1');
  await once(socket, 'timeout');
  assert.is(called, 1);
  socket.destroy();
  port.close();
});

limit(
  'a server whose table is full lets connections wait, and accepts every one when there is room',
  async () => {
    const CLIENTS = 20;
    const ROOM = 3;
    const server = kept(net.createServer(socket => void socket.pipe(socket)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    fill(ROOM);
    let accepted = 0;
    server.on('connection', () => accepted++);
    const { port } = server.address() as AddressInfo;
    const clients = Array.from({ length: CLIENTS }, () => nodeNet.connect(port, '127.0.0.1'));
    const answers = clients.map(client => echoes(client));
    await Promise.all(clients.map(client => once(client, 'connect')));
    while (accepted < ROOM) await turns(1);
    await turns(20);
    // A client that was answered has ended: its room is the next one's.
    await Promise.all(answers);
    assert.is(accepted, CLIENTS);
    server.close();
    await once(server, 'close');
  },
);

limit('a server whose table is full accepts nothing until there is room', async () => {
  const server = kept(net.createServer(socket => void socket.pipe(socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  fill();
  let accepted = 0;
  server.on('connection', () => accepted++);
  const { port } = server.address() as AddressInfo;
  const client = nodeNet.connect(port, '127.0.0.1');
  const answer = echoes(client);
  await once(client, 'connect');
  await turns(50);
  assert.is(accepted, 0);
  idle.pop()?.destroy();
  await answer;
  assert.is(accepted, 1);
  server.close();
  await once(server, 'close');
});

limit('a server whose table is full resets those who wait when it closes, and frees the port', async () => {
  const server = kept(net.createServer(() => assert.unreachable('accepted')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  fill();
  const { port } = server.address() as AddressInfo;
  const client = nodeNet.connect(port, '127.0.0.1').resume();
  await once(client, 'connect');
  await turns(5);
  server.close();
  await Promise.all([once(server, 'close'), once(client, 'close')]);
});

limit('six thousand connects in one listener each come to their end', async () => {
  const COUNT = 6000;
  const port = await echoing();
  const client = kept(net.connect(port.number, '127.0.0.1'));
  const stories = new Map<string, number>();
  const order: number[] = [];
  const all = new Promise<void>(resolve => {
    client.on('connect', () => {
      let closed = 0;
      for (let i = 0; i < COUNT; i++) {
        const socket = net.connect('/nobody/listens/here');
        const seen: string[] = [];
        for (const event of ['connectionAttempt', 'connectionAttemptFailed', 'close']) {
          socket.on(event, () => seen.push(event));
        }
        socket.on('connectionAttempt', () => order.push(i));
        socket.on('error', ({ code }: Failure) => seen.push(`error ${code}`));
        socket.on('close', () => {
          const story = seen.join(', ');
          stories.set(story, (stories.get(story) ?? 0) + 1);
          if (++closed === COUNT) resolve();
        });
      }
    });
  });
  await all;
  assert.equal(
    order,
    Array.from({ length: COUNT }, (_, i) => i),
  );
  assert.equal([...stories], [['connectionAttempt, connectionAttemptFailed, error ENOENT, close', COUNT]]);
  client.destroy();
  port.close();
});

test.run();

/** A test on Node's network, after which nothing may be left in the table. */
function limit(sentence: string, run: () => Promise<void>): void {
  test(sentence, async () => {
    try {
      await within('on Node’s network', run);
    } finally {
      for (const socket of idle.splice(0)) socket.destroy();
      for (const close of open.splice(0)) close();
    }
    await turns(3);
    assert.is(live(), 0, 'handles are left');
  });
}

/** Closed when the test is over, if it is not by then. */
function kept<T extends Socket | nodeNet.Server>(one: T): T {
  open.push(() => ('destroy' in one ? one.destroy() : one.close()));
  return one;
}

/** Takes handles until only `room` are left. */
function fill(room = 0): void {
  idle = Array.from({ length: MAX_SOCKETS - live() - room }, () => new net.Socket().setTimeout(NEVER));
  assert.is(live(), MAX_SOCKETS - room);
}

/** The error of a socket, and whether 'close' was told of it. */
function failing(socket: Socket): Promise<[Failure, boolean]> {
  return new Promise(resolve => {
    socket.once('error', error => socket.once('close', hadError => resolve([error, hadError])));
  });
}

/** A server of Node's own: it takes no handle. */
async function echoing(): Promise<{ number: number; close(): void }> {
  const server = kept(nodeNet.createServer(socket => void socket.on('error', () => {}).pipe(socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { number: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** Sends, gets it back, ends. */
async function echoes(socket: Socket): Promise<void> {
  let received = '';
  socket.setEncoding('latin1').on('data', text => {
    received += text;
    if (received === 'hello') socket.end();
  });
  socket.write('hello');
  await once(socket, 'close');
  assert.is(received, 'hello');
}

/** Lets the event loop turn. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve));
}

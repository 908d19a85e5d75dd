// What is full says so, and nothing else: no trap, no throw, no loss. A full table refuses with ENOBUFS and lets
// connections wait; full pools hold writes back; and all of it works again when there is room.
import { once } from 'node:events';
import nodeNet, { type AddressInfo, type LookupFunction, type Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import net from 'wasi-net';
import { live } from 'wasi-net/trace';
import { LARGE_BLOCKS, MAX_SOCKETS, SMALL_BLOCKS } from '../../assembly/abi.ts';
import { BUILDS } from '../support/builds.ts';
import type { Net } from '../support/implementation.ts';
import { within } from '../support/within.ts';
import { firstWrong, PatternWriter } from './programs/program.ts';
import { SimulatedWorld } from './simulated.ts';

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

for (const build of BUILDS) {
  const COUNT = LARGE_BLOCKS + 100;

  test(`with every large block in use writes wait for one, and all bytes arrive (${build.name})`, async () => {
    // A network that takes a little at a time: every batch stays in its block for a while.
    const world = new SimulatedWorld({ sendBuffer: 512, receiveWindow: 512, latency: 5 }, build);
    const { net: there } = world.net();
    const { net: here, engine } = world.net();
    let done = 0;
    const server = there.createServer(socket => expectPattern(socket, 30_000, () => done++));
    const port = await listens(world, server);
    let drained = 0;
    let called = 0;
    for (let i = 0; i < COUNT; i++) {
      const options = { port, host: '127.0.0.1', highWaterMark: 16384 };
      const socket = here.connect(options).on('drain', () => drained++);
      socket.on('connect', () => {
        const writer = new PatternWriter(socket);
        assert.not(
          writer.write(15_000, () => called++) && writer.write(5000, () => called++),
          'backpressure',
        );
        while (writer.written < 30_000) writer.write(5000, () => called++);
        socket.end();
      });
    }
    await world.simulation.play(20);
    server.close();
    await world.play();
    assert.is(done, COUNT);
    assert.is(engine.live(), 0);
    assert.ok(called >= 3 * COUNT);
  });

  test(`peers that take nothing leave room for what is sent to others (${build.name})`, async () => {
    const world = new SimulatedWorld({ sendBuffer: 512, receiveWindow: 512 }, build);
    const { net: there } = world.net();
    const { net: here } = world.net();
    let done = 0;
    const sockets: Socket[] = [];
    const server = there.createServer(socket => {
      sockets.push(socket);
      if (sockets.length <= COUNT) socket.pause();
      else expectPattern(socket, 30_000, () => done++);
    });
    const port = await listens(world, server);
    const connected = () => here.connect(port, '127.0.0.1').on('error', () => {});
    const stalled = Array.from({ length: COUNT }, () => {
      const writer = new PatternWriter(connected());
      while (writer.written < 30_000) writer.write(5000);
      return writer.socket;
    });
    await world.simulation.play(100);
    const writer = new PatternWriter(connected());
    while (writer.written < 30_000) writer.write(5000);
    writer.socket.end();
    await world.simulation.play(1000);
    assert.is(done, 1);
    for (const socket of [...stalled, ...sockets]) socket.destroy();
    server.close();
    await world.play();
  });

  test(`with every block in use connects of several addresses fail with ENOBUFS (${build.name})`, async () => {
    const world = new SimulatedWorld({ connectTimeout: NEVER }, build);
    const { net: here, engine } = world.net();
    const { net: there } = world.net();
    const server = there.createServer(socket => void socket.pipe(socket));
    const port = await listens(world, server);
    world.simulation.rule('127.0.0.9', { answer: 'blackhole' });
    const waiting = Array.from({ length: SMALL_BLOCKS + LARGE_BLOCKS }, () => connectToTwo(here, port));
    await turns(2);
    const beyond = connectToTwo(here, port);
    const [error] = await failing(beyond);
    assert.equal([error.code, error.syscall], ['ENOBUFS', 'connect']);
    // One address needs no block; a write does, and waits.
    const one = here.connect(port, '127.0.0.1');
    let written = 0;
    one.write('waits', () => written++);
    let received = '';
    one.setEncoding('latin1').on('data', text => (received += text));
    await world.simulation.play(100);
    assert.equal([one.readyState, written, received], ['open', 0, '']);
    waiting.pop()?.destroy();
    await world.simulation.play(100);
    assert.equal([written, received], [1, 'waits']);
    for (const socket of waiting) socket.destroy();
    const again = connectToTwo(here, port);
    one.end();
    await world.simulation.play(100);
    again.destroy();
    server.close();
    await world.simulation.play(100);
    assert.is(engine.live(), 0);
  });

  test(`on a network of small windows a buffer may be used again when its write has called back (${build.name})`, async () => {
    const world = new SimulatedWorld({ sendBuffer: 70_000, receiveWindow: 512 }, build);
    const { net: there } = world.net();
    const { net: here } = world.net();
    let done = 0;
    const server = there.createServer(socket => expectPattern(socket, 40_500, () => done++));
    const port = await listens(world, server);
    const writer = new PatternWriter(here.connect(port, '127.0.0.1'));
    for (const length of [500, 40_000]) {
      const bytes = writer.next(length);
      writer.socket.write(bytes, () => bytes.fill(255));
    }
    writer.socket.end();
    await world.simulation.play(20);
    server.close();
    await world.play();
    assert.is(done, 1);
  });

  test(`the last handle is as good as the first: a full table of idle timeouts all fire (${build.name})`, async () => {
    const world = new SimulatedWorld({}, build);
    const { net: here, engine } = world.net();
    let fired = 0;
    const sockets = Array.from({ length: MAX_SOCKETS }, (_, i) => {
      const socket = new here.Socket();
      return socket.setTimeout(1 + (i % 1000), () => {
        fired++;
        socket.destroy();
      });
    });
    assert.is(engine.live(), MAX_SOCKETS);
    await world.play();
    assert.is(fired, sockets.length);
    assert.is(engine.live(), 0);
  });
}

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

async function listens(world: SimulatedWorld, server: nodeNet.Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  while (!server.address()) await world.simulation.play(1);
  await world.simulation.play(1);
  return (server.address() as AddressInfo).port;
}

/** Calls `done` when exactly `length` bytes of the pattern have come, and the end. */
function expectPattern(socket: Socket, length: number, done: () => void): void {
  let bytes = 0;
  socket.on('data', chunk => {
    assert.is(firstWrong(chunk, bytes), -1);
    bytes += chunk.length;
  });
  socket.on('end', () => {
    assert.is(bytes, length);
    done();
  });
}

/** Connects to an address that never answers, another one behind it. */
function connectToTwo(on: Net, port: number): Socket {
  const lookup: LookupFunction = (_name, _options, callback) =>
    callback(null, [
      { address: '127.0.0.9', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]);
  return on.connect({ port, host: 'two.invalid', lookup, autoSelectFamilyAttemptTimeout: 2 ** 29 });
}

/** Lets the event loop turn. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve));
}

// Full pools of blocks, and a full table, on a network that takes as little as a test wants: writes are held back, nothing
// is lost, and what needs less than there is goes on.
import type { AddressInfo, LookupFunction, Server, Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LARGE_BLOCKS, MAX_SOCKETS, SMALL_BLOCKS } from '../../assembly/abi.ts';
import { BUILDS } from '../support/builds.ts';
import type { Net } from '../support/implementation.ts';
import { firstWrong, PatternWriter } from './programs/program.ts';
import { SimulatedWorld } from './simulated.ts';

/** Long enough never to fire here, in milliseconds. */
const NEVER = 2 ** 30;

type Failure = NodeJS.ErrnoException & { address?: string; port?: number };

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

/** The error of a socket, and whether 'close' was told of it. */
function failing(socket: Socket): Promise<[Failure, boolean]> {
  return new Promise(resolve => {
    socket.once('error', error => socket.once('close', hadError => resolve([error, hadError])));
  });
}

async function listens(world: SimulatedWorld, server: Server): Promise<number> {
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

// `wasi-net/sim`: the whole net on a simulated network, in virtual time.

import type { LookupFunction } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createNet, createSimulation, type Simulation, type SimulationOptions } from 'wasi-net/sim';

type Net = ReturnType<typeof createNet>;

/** Two programs on two hosts. */
function twoHosts(options: SimulationOptions = {}): { sim: Simulation; client: Net; server: Net } {
  const hosts = { near: ['10.0.0.1', 'fd00::1'], far: ['10.0.0.2', 'fd00::2'] };
  const sim = createSimulation({ hosts, latency: 20, ...options });
  return {
    sim,
    client: createNet(sim, { host: 'near', name: 'client' }),
    server: createNet(sim, { host: 'far', name: 'server' }),
  };
}

/** The client's log of a conversation with an echo server, and the simulation's trace. */
async function conversation(options: SimulationOptions): Promise<{ log: string[]; trace: string[] }> {
  const { sim, client, server } = twoHosts(options);
  const log: string[] = [];
  const echo = server.createServer(socket => socket.pipe(socket)).listen(7, '10.0.0.2');
  await sim.play(1);
  const socket = client.connect({ host: 'far', port: 7, family: 4 }, () => socket.end('x'.repeat(5000)));
  let bytes = 0;
  socket.on('data', chunk => {
    bytes += chunk.length;
  });
  for (const event of ['lookup', 'connect', 'finish', 'end', 'error', 'close']) {
    socket.on(event, () => log.push(`${sim.now()} ${event}`));
  }
  socket.on('close', () => log.push(`${bytes} bytes`));
  echo.unref();
  await sim.play(5000);
  return { log, trace: sim.trace };
}

test('a client and a server talk across the latency of the simulated network', async () => {
  const { log } = await conversation({});
  const events = log.map(line => line.replace(/^[\d.]+ /, ''));
  assert.equal(events, ['lookup', 'connect', 'finish', 'end', 'close', 'bytes']);
  assert.is(log.at(-1), '5000 bytes');
  assert.ok(Number.parseFloat(log[1]) >= 40, `connected after a round trip: ${log[1]}`);
});

test('the same seed gives the same trace to the byte, another seed another one', async () => {
  const options = { latency: [5, 60] as const, chunk: 700 };
  const [one, same, other] = [
    await conversation({ ...options, seed: 7 }),
    await conversation({ ...options, seed: 7 }),
    await conversation({ ...options, seed: 8 }),
  ];
  assert.equal(one, same);
  assert.not.equal(one.trace, other.trace);
});

test('an idle timeout fires at its virtual time, however long that is', async () => {
  const { sim, client, server } = twoHosts();
  server.createServer(() => {}).listen(7, '10.0.0.2');
  await sim.play(1);
  const socket = client.connect(7, '10.0.0.2');
  const hour = 3_600_000;
  let fired = 0;
  socket.setTimeout(hour, () => {
    fired = sim.now();
    socket.destroy();
  });
  const started = Date.now();
  await sim.play(2 * hour);
  assert.ok(fired >= hour && fired < hour + 100, `fired at ${fired}`);
  assert.ok(Date.now() - started < 5000);
});

test('a refused, an unreachable and an unanswered connection fail with Node’s errors', async () => {
  const { sim, client } = twoHosts({ connectTimeout: 9000 });
  sim.rule('10.0.0.2', { answer: 'refuse' }, 1);
  sim.rule('10.0.0.2', { answer: 'unreachable' }, 2);
  sim.rule('10.0.0.2', { answer: 'blackhole' }, 3);
  const errors: string[] = [];
  for (const port of [1, 2, 3]) {
    client.connect(port, '10.0.0.2').on('error', error => errors.push(error.message));
  }
  await sim.play(10_000);
  assert.equal(errors, [
    'connect ECONNREFUSED 10.0.0.2:1',
    'connect EHOSTUNREACH 10.0.0.2:2',
    'connect ETIMEDOUT 10.0.0.2:3',
  ]);
});

test('a server that has no socket for a connection says nothing, and accepts it when it has one', async () => {
  const { sim, client, server } = twoHosts({ sockets: 3 });
  let accepted = 0;
  const listener = server.createServer(socket => {
    accepted++;
    socket.setTimeout(500, () => socket.destroy());
  });
  listener.listen(7, '10.0.0.2');
  await sim.play(1);
  for (let i = 0; i < 3; i++) client.connect(7, '10.0.0.2').resume();
  await sim.play(300);
  assert.is(accepted, 2);
  await sim.play(2000);
  assert.is(accepted, 3);
  listener.close();
  await sim.play(100);
});

test('connections go to different places from one port, and only one to the same', async () => {
  const { sim, client, server } = twoHosts();
  const listener = server.createServer(socket => socket.resume()).listen(7, '10.0.0.2');
  await sim.play(1);
  const log: string[] = [];
  const lookup: LookupFunction = (_host, _options, done) =>
    done(null, [
      { address: '10.0.0.2', family: 4 },
      { address: 'fd00::2', family: 6 },
    ]);
  const sockets = [8, 7, 7].map(port => {
    const options = { port, host: 'far', localPort: 4000, lookup };
    return client
      .connect(options, () => log.push(`connected ${port}`))
      .on('error', (error: Error & { code?: string }) => log.push(`${error.code} ${port}`));
  });
  await sim.play(1000);
  assert.equal(log.sort(), ['EADDRINUSE 7', 'ECONNREFUSED 8', 'connected 7']);
  for (const socket of sockets) socket.destroy();
  listener.close();
  await sim.play(100);
});

test('a name that no host has fails with ENOTFOUND', async () => {
  const { sim, client } = twoHosts();
  const errors: (string | undefined)[] = [];
  client.connect(7, 'nowhere').on('error', (error: NodeJS.ErrnoException) => errors.push(error.code));
  await sim.play(100);
  assert.equal(errors, ['ENOTFOUND']);
});

test('a hundred addresses of a name are all tried, and all are told of when they fail', async () => {
  const { sim, client } = twoHosts();
  const all = Array.from({ length: 100 }, (_, i) => ({ address: `10.0.1.${i}`, family: 4 }));
  const socket = client.connect({
    port: 7,
    host: 'many',
    lookup: (_name, _options, done) => done(null, all),
  });
  let failed = new AggregateError([]);
  socket.on('error', error => {
    failed = error as AggregateError;
  });
  await sim.play(100);
  assert.is(socket.autoSelectFamilyAttemptedAddresses?.length, 100);
  assert.is(failed.errors.length, 100);
  assert.is(failed.errors[99].message, 'connect EHOSTUNREACH 10.0.1.99:7');
});

test('of two addresses the one that answers is used, after the attempt timeout of the other', async () => {
  const { sim, client, server } = twoHosts();
  server.createServer(socket => socket.write('hi')).listen(7, 'fd00::2');
  sim.rule('10.0.0.2', { answer: 'blackhole' });
  await sim.play(1);
  const socket = client.connect({ port: 7, host: 'far', autoSelectFamilyAttemptTimeout: 300 });
  const events: string[] = [];
  socket.on('connectionAttempt', address => events.push(`attempt ${address}`));
  socket.on('connectionAttemptTimeout', address => events.push(`timeout ${address}`));
  socket.on('error', error => events.push(`error ${error.message}`));
  await sim.play(2000);
  assert.equal(events, ['attempt 10.0.0.2', 'timeout 10.0.0.2', 'attempt fd00::2']);
  assert.equal(socket.remoteAddress, 'fd00::2');
});

test('what the simulated network lacks is refused in words: paths, descriptors, the type of service', async () => {
  const { sim, client } = twoHosts();
  const errors: string[] = [];
  client.connect({ path: '/a/path' }).on('error', error => errors.push(error.message));
  await sim.play(10);
  assert.equal(errors, ['connect ENOTSUP /a/path']);
  assert.throws(() => new client.Socket({ fd: 1 }), /ENOTSUP/);
  client.createServer().listen(7);
  await sim.play(1);
  const socket = client.connect(7, '127.0.0.1');
  await sim.play(100);
  assert.throws(() => socket.setTypeOfService(8), /ENOSYS/);
});

test.run();

// `net.promises` and a server in `for await`, as Node has merged them: no release can be asked, so what is expected
// stands here. nodejs/node#63965
import { getEventListeners, once } from 'node:events';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import nodeNet, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import net, { promises } from 'wasi-net';
import * as imported from 'wasi-net/promises';
import { createNet, createSimulation } from 'wasi-net/sim';
import { assertNoHandles } from '../support/handles.ts';
import { within } from '../support/within.ts';

const require = createRequire(import.meta.url);
const HOST = '127.0.0.1';
const { connect, listen } = imported;

/** A test that leaves no handle. */
function promising(sentence: string, run: () => Promise<void>): void {
  test(sentence, async () => {
    await within('promises', run);
    await assertNoHandles();
  });
}

/** What the promise is rejected with. */
async function rejection(promise: Promise<unknown>): Promise<NodeJS.ErrnoException> {
  return promise.then(
    () => assert.unreachable('it is fulfilled'),
    error => error,
  );
}

function portOf(server: { address(): unknown }): number {
  return (server.address() as AddressInfo).port;
}

async function closed(
  emitter: nodeNet.Server | nodeNet.Socket | InstanceType<typeof net.Server>,
): Promise<void> {
  await once(emitter, 'close');
}

test('the module, the member and their parts are the same objects', () => {
  assert.is(imported.default, promises);
  assert.is(require('wasi-net/promises'), promises);
  assert.equal(Object.keys(promises), [
    'connect',
    'listen',
    'isIP',
    'isIPv4',
    'isIPv6',
    'BlockList',
    'SocketAddress',
  ]);
  for (const name of Object.keys(promises)) {
    assert.is(Reflect.get(imported, name), Reflect.get(promises, name), name);
    if (name !== 'connect' && name !== 'listen')
      assert.is(Reflect.get(promises, name), Reflect.get(net, name));
  }
});

promising('connect fulfils with the connected socket, for options, a port and a path', async () => {
  const path = join(tmpdir(), `wasi-net-promises-${process.pid}`);
  const [server, ipc] = await Promise.all([listen({ host: HOST, port: 0 }), listen({ path })]);
  for (const one of [server, ipc]) one.on('connection', socket => socket.end());
  const port = portOf(server);
  const forms = [() => connect({ port, host: HOST }), () => connect(port, HOST), () => connect(path)];
  for (const form of forms) {
    const socket = await form();
    assert.instance(socket, net.Socket);
    assert.is(socket.readyState, 'open');
    await closed(socket.resume());
  }
  for (const one of [server, ipc]) one.close();
  rmSync(path, { force: true });
});

promising('connect rejects with the connection’s error, and the socket is destroyed', async () => {
  const server = await listen({ host: HOST, port: 0 });
  const port = portOf(server);
  server.close();
  await closed(server);
  const error = await rejection(connect(port, HOST));
  assert.is(error.code, 'ECONNREFUSED');
  assert.is(error.message, `connect ECONNREFUSED ${HOST}:${port}`);
});

promising('bad arguments are rejections, as net.connect and createServer throw them', async () => {
  const calls: [Promise<unknown>, code: string][] = [
    [connect({} as never), 'ERR_MISSING_ARGS'],
    [connect({ port: 70_000 }), 'ERR_SOCKET_BAD_PORT'],
    [connect({ port: 1, signal: {} as never }), 'ERR_INVALID_ARG_TYPE'],
    [listen(null as never), 'ERR_INVALID_ARG_TYPE'],
    [listen([] as never), 'ERR_INVALID_ARG_TYPE'],
    [listen({ port: -1 }), 'ERR_SOCKET_BAD_PORT'],
    [listen({ signal: 'now' as never }), 'ERR_INVALID_ARG_TYPE'],
    [listen({ keepAliveInitialDelay: 'long' as never }), 'ERR_INVALID_ARG_TYPE'],
  ];
  const errors = await Promise.all(calls.map(([promise]) => rejection(promise)));
  assert.equal(
    errors.map(({ code }) => code),
    calls.map(([, code]) => code),
  );
  assert.match(errors[2].message, '"options.signal"');
});

promising('a signal that has fired rejects with its reason, before anything is begun', async () => {
  const reason = new Error('changed my mind');
  const signal = AbortSignal.abort(reason);
  assert.is(await rejection(connect({ port: 1, host: HOST, signal })), reason);
  assert.is(await rejection(listen({ signal })), reason);
});

promising('a signal ends a connection that is being made, with AbortError', async () => {
  const simulation = createSimulation();
  const simulated = createNet(simulation) as unknown as typeof net;
  const abort = new AbortController();
  const reason = new Error('changed my mind');
  const connecting = simulated.promises.connect({ port: 9, host: '127.0.0.1', signal: abort.signal });
  abort.abort(reason);
  const error = await rejection(connecting);
  assert.equal([error.name, error.code, error.cause], ['AbortError', 'ABORT_ERR', reason]);
  assert.is(getEventListeners(abort.signal, 'abort').length, 0);
  await simulation.play(10);
});

promising('a signal is nothing to a socket that is connected', async () => {
  const server = await listen({ host: HOST, port: 0 });
  const abort = new AbortController();
  const accepted = once(server, 'connection');
  const socket = await connect({ port: portOf(server), host: HOST, signal: abort.signal });
  abort.abort();
  assert.is(getEventListeners(abort.signal, 'abort').length, 0);
  const [peer] = await accepted;
  peer.end('still there');
  const [data] = await once(socket, 'data');
  assert.is(String(data), 'still there');
  await closed(socket);
  server.close();
});

promising('listen fulfils with a server that listens, on any port where none is named', async () => {
  const seen: unknown[] = [];
  const server = await listen({ host: HOST, connectionListener: socket => void seen.push(socket.end()) });
  assert.instance(server, net.Server);
  assert.ok(server.listening && portOf(server) > 0);
  const socket = await connect(portOf(server), HOST);
  await closed(socket.resume());
  assert.is(seen.length, 1);
  server.close();
  await closed(server);
});

promising('the options of createServer reach it', async () => {
  const server = await listen({ host: HOST, port: 0, pauseOnConnect: true, allowHalfOpen: true });
  assert.ok(Reflect.get(server, 'pauseOnConnect') && Reflect.get(server, 'allowHalfOpen'));
  server.close();
});

promising('listen rejects with the error of listen, and leaves nothing open', async () => {
  const first = await listen({ host: HOST, port: 0 });
  const error = await rejection(listen({ host: HOST, port: portOf(first) }));
  assert.is(error.code, 'EADDRINUSE');
  first.close();
});

promising('a signal before listening rejects with AbortError; later it closes the server', async () => {
  const early = new AbortController();
  const listening = listen({ host: HOST, port: 0, signal: early.signal });
  early.abort();
  assert.is((await rejection(listening)).name, 'AbortError');
  const late = new AbortController();
  const server = await listen({ host: HOST, port: 0, signal: late.signal });
  late.abort();
  await closed(server);
  assert.not(server.listening);
});

promising('for await gives each connection in its order, and ends with the server', async () => {
  const server = await listen({ host: HOST, port: 0 });
  const clients: InstanceType<typeof net.Socket>[] = [];
  const texts: string[] = [];
  const consumed = (async () => {
    for await (const socket of server) {
      assert.instance(socket, net.Socket);
      const [data] = await once(socket, 'data');
      texts.push(String(data));
      socket.end();
      if (texts.length === 3) server.close();
    }
  })();
  for (const text of ['one', 'two', 'three']) {
    const client = await connect(portOf(server), HOST);
    clients.push(client.resume());
    client.end(text);
  }
  await consumed;
  assert.equal(texts, ['one', 'two', 'three']);
  assert.not(server.listening);
});

promising('connections that come before the first is asked for are kept', async () => {
  const server = await listen({ host: HOST, port: 0 });
  const connections = server[Symbol.asyncIterator]();
  assert.is(connections[Symbol.asyncIterator](), connections);
  const client = await connect(portOf(server), HOST);
  const { value, done } = await connections.next();
  assert.not(done);
  assert.is(value.remotePort, client.localPort);
  server.close();
  client.destroy();
  value.resume();
  assert.equal(await connections.next(), { value: undefined, done: true });
});

promising('leaving the loop leaves the server listening, and takes its listeners away', async () => {
  const server = await listen({ host: HOST, port: 0 });
  const before = server.eventNames();
  setImmediate(() =>
    nodeNet
      .connect(portOf(server), HOST)
      .on('error', () => {})
      .unref(),
  );
  for await (const socket of server) {
    socket.destroy();
    break;
  }
  assert.ok(server.listening);
  assert.equal(server.eventNames(), before);
  server.close();
  await closed(server);
});

promising('an error of the server is thrown in the loop', async () => {
  const server = await listen({ host: HOST, port: 0 });
  const trouble = new Error('trouble');
  setImmediate(() => server.emit('error', trouble));
  const loop = (async () => {
    for await (const _ of server) assert.unreachable('nobody connects');
  })();
  assert.is(await rejection(loop), trouble);
  server.close();
});

test.run();

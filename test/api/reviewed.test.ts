// Regressions: each was a bug that a review found, and stands for a whole class of them.
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import net from 'wasi-net';
import { createNet, createSimulation } from 'wasi-net/sim';
import { live } from 'wasi-net/trace';

/** A listening server and a way to connect to it. */
async function serving(onSocket: (socket: Socket) => void, path?: string) {
  const server = net.createServer(onSocket);
  if (path === undefined) server.listen(0, '127.0.0.1');
  else server.listen(path);
  await once(server, 'listening');
  const connect = () =>
    path === undefined ? net.connect((server.address() as AddressInfo).port, '127.0.0.1') : net.connect(path);
  return { server, connect };
}

/** Timeouts do not hold the event loop: this does, for five seconds at most. */
async function held<T>(promise: Promise<T>): Promise<T> {
  const timer = setTimeout(() => {}, 5000);
  return promise.finally(() => clearTimeout(timer));
}

test('what an options object has inherited is none of its options', async () => {
  class Options {
    host = '127.0.0.1';
    port = 0;
    destroy() {}
    read() {}
    write() {}
  }
  const { server } = await serving(socket => socket.pipe(socket));
  const options = new Options();
  options.port = (server.address() as AddressInfo).port;
  const socket = net.connect(options, () => socket.end('hello'));
  const [data] = await held(once(socket, 'data'));
  await held(once(socket, 'close'));
  server.close();
  assert.is(`${data}`, 'hello');
});

test('resetAndDestroy of an accepted Unix socket throws ERR_INVALID_HANDLE_TYPE and leaks nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  const before = live();
  let code = '';
  const { server, connect } = await serving(
    socket => {
      try {
        socket.resetAndDestroy();
      } catch (error) {
        code = (error as NodeJS.ErrnoException).code ?? '';
      }
      socket.end();
    },
    join(folder, 'socket'),
  );
  const client = connect().resume();
  await once(client, 'close');
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
  assert.is(code, 'ERR_INVALID_HANDLE_TYPE');
  assert.is(live(), before);
});

test('a server closes although a program has put something else under socket.server', async () => {
  const web = http.createServer((_request, response) => response.end('ok'));
  const { server, connect } = await serving(socket => web.emit('connection', socket));
  const client = connect();
  client.end('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n').resume();
  await once(client, 'close');
  server.close();
  await once(server, 'close');
});

test('a timeout listener that throws does not keep the timeouts of other sockets from firing', async () => {
  const thrown = once(process, 'uncaughtException');
  const one = new net.Socket().setTimeout(5, () => {
    throw new Error('on purpose');
  });
  const other = new net.Socket().setTimeout(30);
  const [error] = await held(thrown);
  assert.is(error.message, 'on purpose');
  await held(once(other, 'timeout'));
  one.destroy();
  other.destroy();
});

test('a lookup with thousands of addresses does no harm to the sockets that are open', async () => {
  const { server, connect } = await serving(socket => socket.pipe(socket));
  const open = connect();
  await once(open, 'connect');
  const { port } = server.address() as AddressInfo;
  const addresses = Array.from({ length: 40_000 }, (_, i) => ({
    address: `127.${(i >> 14) & 127}.${(i >> 7) & 127}.${i & 127}`,
    family: 4,
  }));
  const many = net.connect({ port, host: 'many.invalid', lookup: (_n, _o, done) => done(null, addresses) });
  many.on('error', () => {}).on('connect', () => many.destroy());
  await once(many, 'close', { signal: AbortSignal.timeout(5000) }).catch(() => many.destroy());
  open.write('still here');
  const [echo] = await once(open, 'data');
  assert.is(`${echo}`, 'still here');
  open.destroy();
  server.close();
});

test('write callbacks of two sockets keep their order and their async context', async () => {
  const { server, connect } = await serving(socket => socket.resume());
  const sockets = [connect(), connect()];
  await Promise.all(sockets.map(socket => once(socket, 'connect')));
  const store = new AsyncLocalStorage<string>();
  const called: string[] = [];
  await new Promise<void>(done => {
    const mark = (name: string) => () => {
      called.push(`${name} in ${store.getStore()}`);
      if (called.length === 6) done();
    };
    for (const [i, name] of ['a', 'b'].entries()) {
      store.run(name, () => {
        for (const n of [1, 2, 3]) sockets[i].write('text', mark(`${name}${n}`));
      });
    }
  });
  for (const name of ['a', 'b']) {
    assert.equal(
      called.filter(line => line.startsWith(name)),
      [1, 2, 3].map(n => `${name}${n} in ${name}`),
    );
  }
  for (const socket of sockets) socket.destroy();
  server.close();
});

test('a socket that never connects gives its handle back when its timeout has fired', async () => {
  const before = live();
  const sockets = Array.from({ length: 100 }, () => new net.Socket().setTimeout(1));
  await held(Promise.all(sockets.map(socket => once(socket, 'timeout'))));
  assert.ok(live() <= before);
});

test('a socket that is still connecting has no address, whoever has the first slot', async () => {
  const { server, connect } = await serving(socket => socket.destroy());
  const client = connect();
  assert.equal([client.localPort, client.localAddress, client.remotePort], [undefined, undefined, undefined]);
  client.on('error', () => {}).resume();
  await once(client, 'close');
  server.close();
});

test('connections that arrive with one whose listener closes the server are closed, not lost', async () => {
  const sim = createSimulation({ latency: 10 });
  const here = createNet(sim);
  const there = createNet(sim);
  const server = there.createServer(() => server.close()).listen(7, '127.0.0.1');
  await sim.play(1);
  const ends: string[] = [];
  for (let i = 0; i < 3; i++) {
    const client = here.connect(7, '127.0.0.1').resume();
    client.setTimeout(10_000, () => client.destroy());
    client.on('end', () => ends.push('end')).on('error', error => ends.push(error.message));
  }
  await sim.play(2000);
  // The first is the server's; the others were ended by whoever noticed that nobody would have them.
  assert.equal(ends, ['end', 'end']);
});

test('connecting renews the idle timeout of a socket that was waiting for it', async () => {
  const sim = createSimulation({ latency: 100 });
  const here = createNet(sim);
  const server = createNet(sim)
    .createServer(() => {})
    .listen(7, '127.0.0.1');
  await sim.play(1);
  const client = here.connect(7, '127.0.0.1');
  const fired: number[] = [];
  client.setTimeout(50).on('timeout', () => fired.push(Math.round(sim.now())));
  await sim.play(1000);
  assert.is(fired.length, 2, `fired at ${fired}`);
  client.destroy();
  server.close();
});

test.run();

// Every form in which the package is had and used: import and require, with and without `new`, by call and by
// `extends`, and everything that the reference of node:net's Socket names, touched over TCP and over Unix paths.
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import nodeNet, { type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { inherits } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import net, * as imported from 'wasi-net';
import type { Net } from '../support/implementation.ts';
import { comparing } from '../support/recorded.ts';
import { within } from '../support/within.ts';
import { Stage, type Transport } from './forms/stage.ts';
import { type Act, events, methods, properties } from './forms/surface.ts';

const require = createRequire(import.meta.url);

// ---- the module

test('import and require give the same object', () => {
  assert.ok(require('wasi-net') === net);
});

test('require gives the same object however often', () => {
  delete require.cache[require.resolve('wasi-net')];
  assert.ok(require('wasi-net') === net, 'a second engine would be a second set of classes');
});

test('the named exports are the members of the default one', () => {
  const named = Object.keys(imported).filter(name => name !== 'default');
  assert.equal(named.sort(), Object.keys(require('wasi-net')).sort());
  for (const name of named) assert.ok(Reflect.get(imported, name) === Reflect.get(net, name), name);
});

test('every public member of node:net is there, and of its type', () => {
  for (const name of Object.keys(nodeNet).filter(key => !key.startsWith('_'))) {
    const [theirs, ours] = [Reflect.get(nodeNet, name), Reflect.get(net, name)];
    assert.is(typeof ours, typeof theirs, name);
  }
});

test('the subpaths import and require the same objects too', async () => {
  for (const path of ['wasi-net/trace']) {
    const module = await import(path);
    assert.ok(require(path) === module.default, path);
    const named = Object.keys(module).filter(name => name !== 'default');
    assert.equal(named.sort(), Object.keys(module.default).sort());
  }
});

// ---- the classes

type Callable = (...args: unknown[]) => unknown;

test('Socket and Server need no new', () => {
  const [socket, server] = [(net.Socket as unknown as Callable)({}), (net.Server as unknown as Callable)()];
  assert.instance(socket, net.Socket);
  assert.instance(server, net.Server);
  assert.ok(Object.getPrototypeOf(socket) === net.Socket.prototype);
});

test('Socket and Server can be inherited by call', async () => {
  function OldSocket(this: object, options?: object): void {
    (net.Socket as unknown as Callable).call(this, options);
  }
  function OldServer(this: object, listener: Callable): void {
    (net.Server as unknown as Callable).call(this, listener);
  }
  inherits(OldSocket, net.Socket);
  inherits(OldServer, net.Server);
  await converses(OldSocket as unknown as typeof net.Socket, OldServer as unknown as typeof net.Server);
});

test('Socket and Server can be extended, with fields, private ones and overridden methods', async () => {
  const seen: string[] = [];
  class NewSocket extends net.Socket {
    readonly field = 'field';
    #secret = 'secret';
    override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
      seen.push(this.field, this.#secret);
      super._destroy(error, callback);
    }
    override setTimeout(timeout: number, callback?: () => void): this {
      seen.push(`setTimeout ${timeout}`);
      return super.setTimeout(timeout, callback);
    }
  }
  class NewServer extends net.Server {
    override emit(event: string, ...args: unknown[]): boolean {
      seen.push(event);
      return super.emit(event, ...args);
    }
  }
  await converses(NewSocket, NewServer);
  assert.equal(seen.filter(text => text === 'listening' || text === 'connection').length, 2);
  assert.ok(seen.includes('field') && seen.includes('secret') && seen.includes('setTimeout 1000'));
});

test('a Socket is a Duplex, a Server an EventEmitter, and each an instance of its class alone', () => {
  const [socket, server] = [new net.Socket(), new net.Server()];
  assert.instance(socket, Duplex);
  assert.instance(socket, Reflect.get(net, 'Stream'));
  assert.instance(server, EventEmitter);
  assert.not(socket instanceof net.Server);
  assert.not(server instanceof net.Socket);
  class Other extends net.Socket {}
  assert.not(socket instanceof Other);
  assert.ok(new Other() instanceof net.Socket && new Other() instanceof Other);
});

test('the runtime’s own sockets and servers are instances too, as those of tls and http are', () => {
  assert.ok(new nodeNet.Socket() instanceof net.Socket);
  assert.ok(new nodeNet.Server() instanceof net.Server);
  class Other extends net.Socket {}
  assert.not(new nodeNet.Socket() instanceof Other, 'a class derived from ours is ours alone');
  for (const other of [null, undefined, {}, new Duplex(), 1]) assert.not(other instanceof net.Socket);
});

test('nothing of ours shows among the enumerable names of a socket', () => {
  const theirs = new Set(Object.keys(new nodeNet.Socket()));
  const ours = Object.keys(new net.Socket()).filter(name => !theirs.has(name));
  assert.equal(ours, []);
});

// ---- the reference

const TRANSPORTS: Transport[] = ['TCP', 'Unix'];
const kinds: [kind: string, acts: Record<string, Act>, count: number][] = [
  ['property', properties, 15],
  ['method', methods, 20],
  ['event', events, 12],
];

for (const [kind, acts, count] of kinds) {
  test(`the reference names ${count} of kind ${kind}, and each has its act`, () => {
    assert.is(Object.keys(acts).length, count);
  });
  for (const [name, act] of Object.entries(acts)) {
    for (const transport of TRANSPORTS) {
      const sentence = `the ${kind} ${name} does over ${transport} what it does on node:net`;
      const look = () => play(act, nodeNet, transport);
      comparing(sentence, look, async theirs => {
        const ours = await play(act, net, transport);
        assert.equal(ours, theirs);
        assert.is.not(ours, undefined);
      });
    }
  }
}

test.run();

async function play(act: Act, on: Net, transport: Transport): Promise<string> {
  const stage = await new Stage(on, transport).open();
  try {
    return stage.plain(await within(`${transport} on ${on === net ? 'ours' : 'node:net'}`, () => act(stage)));
  } finally {
    await stage.close();
  }
}

/** A conversation between instances of these classes. */
async function converses(SocketClass: typeof net.Socket, ServerClass: typeof net.Server): Promise<void> {
  const server = new ServerClass((socket: Socket) => void socket.pipe(socket));
  assert.instance(server, net.Server);
  const port = await new Promise<number>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const socket = new SocketClass({});
  assert.instance(socket, SocketClass);
  assert.instance(socket, net.Socket);
  let received = '';
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject).on('close', () => resolve());
    socket.setEncoding('utf8').on('data', text => {
      received += text;
      if (received === 'hello') socket.end();
    });
    socket.setTimeout(1000);
    socket.connect(port, '127.0.0.1', () => socket.write('hello'));
  });
  assert.is(received, 'hello');
  await new Promise<void>(resolve => void server.close(() => resolve()));
}

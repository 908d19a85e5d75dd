// Everything that Deno's reference of node:net's Socket names, each touched so that it does what it is for: one act
// for each property, method and event, played over TCP and over a Unix path, on node:net and on ours.
import { once } from 'node:events';
import type { LookupFunction, NetConnectOpts, Socket } from 'node:net';
import { silentPort } from '../traces/silent-port.ts';
import type { Stage } from './stage.ts';

/** Reports what it has seen. Over a Unix path some mean little: then they report that nothing comes. */
export type Act = (stage: Stage) => Promise<unknown>;

type AnySocket = Socket & Record<string, unknown>;

/** A property before, while and after a connection. */
function lifelong(name: keyof Socket & string): Act {
  return async stage => {
    const seen: unknown[] = [];
    const fresh = stage.socket() as AnySocket;
    seen.push(fresh[name]);
    const { socket, peer } = await stage.pair();
    const see = () => seen.push(withoutOwnPort(socket, socket[name]));
    see();
    peer.resume();
    peer.write('four');
    await once(socket, 'data');
    see();
    socket.write('five!');
    see();
    socket.end();
    await once(peer, 'end');
    see();
    peer.end();
    await once(socket, 'close');
    see();
    const connecting = stage.connecting();
    seen.push(connecting[name]);
    connecting.destroy();
    seen.push(connecting[name]);
    return seen;
  };
}

/** A number of the system's choice, but the same as the peer sees. */
function withoutOwnPort(socket: Socket, value: unknown): unknown {
  return value !== undefined && value === socket.localPort ? 'own port' : value;
}

export const properties: Record<string, Act> = {
  bufferSize: lifelong('bufferSize'),
  bytesRead: lifelong('bytesRead'),
  bytesWritten: lifelong('bytesWritten'),
  connecting: lifelong('connecting'),
  destroyed: lifelong('destroyed'),
  localAddress: lifelong('localAddress'),
  localFamily: lifelong('localFamily'),
  localPort: lifelong('localPort'),
  pending: lifelong('pending'),
  readyState: lifelong('readyState'),
  remoteAddress: lifelong('remoteAddress'),
  remoteFamily: lifelong('remoteFamily'),
  remotePort: lifelong('remotePort'),
  async timeout(stage) {
    const socket = stage.socket();
    const seen = [socket.timeout];
    for (const timeout of [1000, 0]) seen.push(socket.setTimeout(timeout).timeout);
    const { socket: connected } = await stage.pair({ timeout: 5000 });
    return [...seen, connected.timeout];
  },
  async autoSelectFamilyAttemptedAddresses(stage) {
    if (stage.transport === 'Unix') return (await stage.pair()).socket.autoSelectFamilyAttemptedAddresses;
    const { socket } = await stage.pair({
      host: 'two.invalid',
      lookup: answers('127.0.0.9', '127.0.0.1'),
      autoSelectFamily: true,
    });
    return socket.autoSelectFamilyAttemptedAddresses;
  },
};

export const methods: Record<string, Act> = {
  async address(stage) {
    const { socket } = await stage.pair();
    const { port, ...rest } = socket.address() as { port?: number };
    return [stage.socket().address(), rest, port === socket.localPort];
  },
  async connect(stage) {
    const seen: unknown[] = [];
    for (const args of connectForms(stage)) {
      const socket = stage.socket();
      const accepted = stage.accepted();
      const called = new Promise<void>(resolve => {
        const result = Reflect.apply(socket.connect, socket, [...args, resolve]);
        seen.push(result === socket, socket.connecting);
      });
      await Promise.all([accepted, called]);
      seen.push(socket.readyState);
      const plain = stage.socket();
      Reflect.apply(plain.connect, plain, args);
      await Promise.all([stage.accepted(), once(plain, 'connect')]);
    }
    return seen;
  },
  async write(stage) {
    const { socket, peer } = await stage.pair();
    const order: string[] = [];
    const all = received(peer, 12);
    order.push(String(socket.write('text')));
    order.push(String(socket.write('c3bc', 'hex')));
    order.push(String(socket.write(new Uint8Array([1, 2]), () => order.push('bytes called back'))));
    await new Promise<void>(resolve => {
      order.push(String(socket.write('last', 'latin1', () => resolve())));
    });
    return [order, await all];
  },
  async end(stage) {
    const seen: unknown[] = [];
    const forms: unknown[][] = [[], ['text'], [new Uint8Array([1, 2])], ['c3bc', 'hex']];
    for (const form of forms) {
      for (const withCallback of [false, true]) {
        const { socket, peer } = await stage.pair();
        const bytes = drained(peer);
        const called = withCallback ? [() => seen.push('called back')] : [];
        seen.push(Reflect.apply(socket.end, socket, [...form, ...called]) === socket, await bytes);
      }
    }
    return seen;
  },
  async destroySoon(stage) {
    const { socket, peer } = await stage.pair();
    const bytes = drained(peer);
    socket.write('before it');
    const result = socket.destroySoon();
    const [, [hadError]] = await Promise.all([bytes, once(socket, 'close')]);
    return [result, await bytes, hadError, socket.destroyed];
  },
  async pause(stage) {
    const { socket, peer } = await stage.pair();
    let heard = 0;
    socket.on('data', () => heard++);
    const itself = socket.pause() === socket;
    await new Promise(resolve => peer.write('text', resolve));
    for (let turn = 0; turn < 10; turn++) await new Promise(resolve => setImmediate(resolve));
    return [itself, socket.isPaused(), heard];
  },
  async resume(stage) {
    const { socket, peer } = await stage.pair();
    const data = received(socket.pause(), 4);
    socket.pause();
    peer.write('text');
    const itself = socket.resume() === socket;
    return [itself, await data, socket.isPaused()];
  },
  async ref(stage) {
    const { socket } = await stage.pair();
    return [stage.socket().ref() instanceof stage.net.Socket, socket.unref().ref() === socket];
  },
  async unref(stage) {
    const { socket } = await stage.pair();
    return [stage.socket().unref() instanceof stage.net.Socket, socket.unref() === socket];
  },
  async resetAndDestroy(stage) {
    const { socket, peer } = await stage.pair();
    if (stage.transport === 'Unix') {
      try {
        return socket.resetAndDestroy();
      } catch (e) {
        return [(e as NodeJS.ErrnoException).code, (e as Error).message, socket.destroyed];
      }
    }
    peer.resume();
    const error = once(peer, 'close').catch((e: NodeJS.ErrnoException) => e.code);
    return [socket.resetAndDestroy() === socket, await error, socket.destroyed];
  },
  async setEncoding(stage) {
    const { socket, peer } = await stage.pair();
    const itself = socket.setEncoding('hex') === socket;
    const data = received(socket, 8);
    peer.write('text');
    return [itself, await data, socket.readableEncoding];
  },
  async setKeepAlive(stage) {
    const { socket } = await stage.pair();
    const calls = [[], [true], [true, 1000], [false], [true, 0]];
    return calls.map(args => Reflect.apply(socket.setKeepAlive, socket, args) === socket);
  },
  async setNoDelay(stage) {
    const { socket } = await stage.pair();
    return [[], [true], [false]].map(args => Reflect.apply(socket.setNoDelay, socket, args) === socket);
  },
  async setTimeout(stage) {
    const { socket } = await stage.pair();
    const called = new Promise<string>(resolve => {
      socket.setTimeout(1, () => resolve('called'));
    });
    return [await called, socket.setTimeout(0) === socket, socket.destroyed];
  },
};

/** The methods of an emitter, each with an event of the socket's own. */
for (const name of ['addListener', 'on', 'once', 'prependListener', 'prependOnceListener'] as const) {
  methods[name] = async stage => {
    const socket = stage.connecting();
    const order: string[] = [];
    socket.on('connect', () => order.push('first'));
    const itself = socket[name]('connect', () => order.push(name)) === socket;
    await Promise.all([stage.accepted(), once(socket, 'connect')]);
    return [itself, order, socket.listenerCount('connect')];
  };
}
methods.emit = async stage => {
  const { socket } = await stage.pair();
  const heard: unknown[] = [];
  socket.on('timeout', (...args: unknown[]) => heard.push('timeout', ...args));
  return [socket.emit('timeout', 1, 2), socket.emit('nobody listens'), heard];
};

/** An event with its arguments, however it comes about. */
export const events: Record<string, Act> = {
  async close(stage) {
    const { socket } = await stage.pair();
    const seen = [once(socket, 'close')];
    socket.destroy();
    const failing = (await stage.pair()).socket;
    seen.push(new Promise(resolve => failing.on('close', (...args) => resolve(args))));
    failing.destroy(new Error('failed'));
    return Promise.all(seen);
  },
  async connect(stage) {
    const socket = stage.connecting();
    return (await Promise.all([once(socket, 'connect'), stage.accepted()]))[0];
  },
  async ready(stage) {
    const socket = stage.connecting();
    return (await Promise.all([once(socket, 'ready'), stage.accepted()]))[0];
  },
  async data(stage) {
    const { socket, peer } = await stage.pair();
    peer.write('text');
    const [chunk, ...rest] = await once(socket, 'data');
    return [Buffer.isBuffer(chunk), String(chunk), rest];
  },
  async drain(stage) {
    const { socket, peer } = await stage.pair();
    peer.resume();
    const more = socket.write(Buffer.alloc(4 << 20));
    return [more, await once(socket, 'drain'), socket.writableLength];
  },
  async end(stage) {
    const { socket, peer } = await stage.pair();
    socket.resume();
    peer.end();
    return once(socket, 'end');
  },
  async error(stage) {
    const at = stage.transport === 'Unix' ? { path: '/nobody/listens/here' } : { host: '127.0.0.9' };
    const [error] = await heard(stage.connecting(at), 'error');
    const { code, syscall, address } = error as NodeJS.ErrnoException & { address: string };
    return [error instanceof Error, code, syscall, address];
  },
  async lookup(stage) {
    if (stage.transport === 'Unix') return silent(stage, 'lookup');
    const socket = stage.connecting({
      host: 'name.invalid',
      lookup: answers('127.0.0.1'),
      autoSelectFamily: false,
    });
    return (await Promise.all([once(socket, 'lookup'), stage.accepted()]))[0];
  },
  async timeout(stage) {
    const { socket } = await stage.pair({ timeout: 2 });
    return [await once(socket, 'timeout'), socket.destroyed];
  },
  async connectionAttempt(stage) {
    const socket = stage.socket();
    const attempt = heard(socket, 'connectionAttempt');
    // To a path it comes within the call.
    socket.connect(stage.at as NetConnectOpts);
    return (await Promise.all([attempt, stage.accepted()]))[0];
  },
  async connectionAttemptFailed(stage) {
    const at = stage.transport === 'Unix' ? { path: '/nobody/listens/here' } : { host: '127.0.0.9' };
    const [address, port, family, error] = await heard(stage.connecting(at), 'connectionAttemptFailed');
    return [address, port, family, (error as Error).message];
  },
  async connectionAttemptTimeout(stage) {
    if (stage.transport === 'Unix') return silent(stage, 'connectionAttemptTimeout');
    const port = await silentPort(stage.trace);
    // 127.0.0.1 never answers there, and 127.0.0.9 refuses.
    const lookup = answers('127.0.0.1', '127.0.0.9');
    const socket = stage.connecting({
      port,
      host: 'two.invalid',
      lookup,
      autoSelectFamilyAttemptTimeout: 10,
    });
    const [address, at, family] = await heard(socket, 'connectionAttemptTimeout');
    return [address, at === port, family];
  },
};

/** Whether the event never comes in the life of an ordinary connection. */
async function silent(stage: Stage, event: string): Promise<unknown> {
  const socket = stage.connecting();
  let count = 0;
  socket.on(event, () => count++);
  const [peer] = await Promise.all([stage.accepted(), once(socket, 'connect')]);
  peer.resume().end();
  socket.resume().end();
  await once(socket, 'close');
  return `${count} times`;
}

/** The arguments of an event. Unlike `once` it takes 'error' for an event like others. */
function heard(socket: Socket, event: string): Promise<unknown[]> {
  return new Promise(resolve => socket.once(event, (...args: unknown[]) => resolve(args)));
}

function connectForms({ at }: Stage): unknown[][] {
  if ('path' in at) return [[at], [at.path]];
  return [[at], [at.port, at.host], [String(at.port), at.host]];
}

async function received(socket: Socket, length: number): Promise<string> {
  let text = '';
  return new Promise(resolve => {
    socket.on('data', chunk => {
      text += chunk.toString('latin1');
      if (text.length >= length) resolve(text);
    });
    socket.resume();
  });
}

/** All that comes until the end, which is answered. */
async function drained(peer: Socket): Promise<string> {
  let text = '';
  peer.on('data', chunk => {
    text += chunk.toString('latin1');
  });
  peer.resume();
  await once(peer, 'end');
  peer.end();
  return text;
}

/** A lookup that gives these addresses, or the first of them where one is asked for. */
function answers(...addresses: string[]): LookupFunction {
  const found = addresses.map(address => ({ address, family: 4 }));
  return (_name, options, callback) => {
    setImmediate(() => (options.all ? callback(null, found) : callback(null, found[0].address, 4)));
  };
}

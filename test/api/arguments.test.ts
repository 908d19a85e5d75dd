// What a program's arguments do, told by the program: each sentence is played on node:net and on ours, and both must
// tell the same. Found by test/fuzz, which plays everything else.
import nodeNet, { type ListenOptions, type NetConnectOpts, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { implementation, type Net } from '../support/implementation.ts';

type Story = (net: Net, told: unknown[]) => unknown;

const ours = await implementation();

const stories: Record<string, Story> = {
  'an aborted signal leaves a new socket looking fresh, and its error comes later': async (net, told) => {
    const signal = AbortSignal.abort('why');
    const socket = new net.Socket({ signal }).on('error', e => told.push(e.name, e.cause));
    told.push(socket.destroyed, socket.writable);
    await closed(socket, told);
  },
  'a negative keepAliveInitialDelay is put right in the program’s own object': (net, told) => {
    const options = { keepAliveInitialDelay: -5 };
    new net.Socket(options as object).destroy();
    told.push(options);
    attempt(told, () => new net.Socket(Object.freeze({ keepAliveInitialDelay: -5 }) as object));
  },
  'of the options of a socket those that node:net reads first may be inherited, no others': (net, told) => {
    const inherited = { allowHalfOpen: true, signal: 5, keepAliveInitialDelay: 'x' };
    attempt(told, () => new net.Socket(Object.create(inherited)));
    const socket = new net.Socket(Object.create({ ...inherited, keepAliveInitialDelay: 0 }));
    told.push(socket.allowHalfOpen);
    socket.destroy();
  },
  'a socket that was never connected closes without a word about errors': (net, told) => {
    return closed(new net.Socket().destroy(), told);
  },
  'ref and unref before there is a connection wait for it': (net, told) => {
    const socket = new net.Socket().ref().unref();
    told.push(socket.listenerCount('connect'));
    socket.destroy();
  },
  'a timeout that is cut is warned of': async (net, told) => {
    const warned = (warning: Error) => told.push(warning.name, warning.message);
    process.on('warning', warned);
    const socket = new net.Socket().setTimeout(2 ** 40);
    await nextTurn();
    process.off('warning', warned);
    told.push(socket.timeout);
    socket.destroy();
  },
  'the listener of a connect that throws stays': (net, told) => {
    const socket = new net.Socket();
    attempt(told, () => socket.connect({} as NetConnectOpts, () => {}));
    told.push(socket.listenerCount('connect'), socket.connecting);
  },
  'a path that throws when it is read throws before the socket is connecting': (net, told) => {
    const socket = new net.Socket();
    const options = {
      port: 1,
      get path(): string {
        throw new RangeError('not yet');
      },
    };
    attempt(told, () => socket.connect(options));
    told.push(socket.connecting);
  },
  'a lookup is not read where the host is an address': async (net, told) => {
    const options = {
      port: 1,
      host: '127.0.0.1',
      get lookup(): never {
        throw new RangeError('not asked for');
      },
    };
    await failed(new net.Socket().connect(options), told);
  },
  'whatever has a length will do for the addresses of a lookup': async (net, told) => {
    const answer = { length: 1, 0: { address: '127.0.0.1', family: 4 } };
    await failed(net.connect(named(answer)), told);
  },
  'an error of the family names host and port as they were given': async (net, told) => {
    const answer = [{ address: '127.0.0.1', family: 5 }];
    await failed(net.connect({ ...named(answer), port: ' 1 ' } as unknown as NetConnectOpts), told);
  },
  'a server keeps what it was given for allowHalfOpen': (net, told) => {
    const server = net.createServer({ allowHalfOpen: 'yes' as never }) as Server & { allowHalfOpen: unknown };
    told.push(server.allowHalfOpen);
  },
  'the listener of a listen that throws stays, whatever throws': (net, told) => {
    for (const args of [[{}], [{ port: 0 }, Object.create(null)], [Proxy.revocable({}, {})]]) {
      const server = net.createServer();
      const [first, ...rest] = args.map(one => {
        if (!one || typeof one !== 'object' || !('revoke' in one)) return one;
        (one as { revoke(): void }).revoke();
        return (one as { proxy: unknown }).proxy;
      });
      attempt(told, () => (server.listen as (...a: unknown[]) => void)(first, ...rest, () => {}));
      told.push(server.listenerCount('listening'), server.listening);
    }
  },
  'a signal is followed even where listen throws': async (net, told) => {
    const controller = new AbortController();
    const server = net.createServer().on('close', () => told.push('close'));
    attempt(told, () => server.listen({ port: -1, signal: controller.signal }));
    controller.abort();
    await nextTurn();
  },
  'what is read of the options of a listen is read in the order of node:net': (net, told) => {
    const read = new Set<unknown>();
    const options = new Proxy({ port: 0, host: 5, backlog: 7 } as object, {
      get(target, key) {
        read.add(key);
        return Reflect.get(target, key);
      },
    });
    attempt(told, () => net.createServer().listen(options as ListenOptions));
    // Handles are looked for in ways of their own, and Node 20 does not know of reusePort.
    for (const key of ['handle', '_handle', 'readStart', 'close', 'reusePort']) read.delete(key);
    told.push(...[...read].filter(key => typeof key === 'string'));
  },
  'functions and classes have the names and the numbers of parameters of node:net': (net, told) => {
    for (const name of [
      'Socket',
      'Server',
      'connect',
      'createConnection',
      'createServer',
      'SocketAddress',
      'BlockList',
    ]) {
      const { name: called, length } = Reflect.get(net, name);
      told.push([name, called, length]);
    }
  },
};

for (const [name, story] of Object.entries(stories)) {
  test(name, async () => {
    const [theirs, mine]: unknown[][] = [[], []];
    await story(nodeNet, theirs);
    await story(ours, mine);
    assert.equal(mine, theirs);
    assert.ok(mine.length > 0);
  });
}

test('what reads as an address but is no text is refused, where Node 20 ends the process', async () => {
  const socket = new ours.Socket();
  const connect = (options: object) => () => socket.connect(options as NetConnectOpts);
  assert.throws(connect({ port: 1, host: ['127.0.0.1'] }), /"options.host" property must be of type string/);
  const told: unknown[] = [];
  await failed(ours.connect(named([{ address: ['127.0.0.1'], family: 4 }])), told);
  assert.equal(told[0], 'ERR_INVALID_IP_ADDRESS');
});

test.run();

/** Options of a connect to a name that a lookup knows at once. */
function named(answer: unknown): NetConnectOpts {
  const lookup = (_host: string, _options: unknown, done: (...args: unknown[]) => void) => done(null, answer);
  return { port: 1, host: 'name.invalid', lookup: lookup as never };
}

function attempt(told: unknown[], call: () => unknown): void {
  try {
    call();
    told.push('throws nothing');
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException;
    told.push(name, code ?? (error instanceof RangeError ? message : undefined));
  }
}

function closed(socket: Socket, told: unknown[]): Promise<void> {
  return new Promise(resolve => {
    socket.on('close', (...args) => {
      told.push('close', args);
      resolve();
    });
  });
}

async function failed(socket: Socket, told: unknown[]): Promise<void> {
  socket.on('error', ({ code, message, ...rest }: NodeJS.ErrnoException) => told.push(code, message, rest));
  await closed(socket, told);
}

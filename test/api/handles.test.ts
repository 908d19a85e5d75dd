// Whatever happens to a socket, and whenever, its handle is given back: two thousand times over at each moment, so
// that even a handle lost once in a while shows. Connections go to a port of their own for each moment.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import nodeNet, { type AddressInfo, type LookupFunction, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertNoHandles, liveHandles } from '../support/handles.ts';
import { implementation, implementationName } from '../support/implementation.ts';
import { within } from '../support/within.ts';

const CYCLES = 2000;
/** How many of them are under way at once. */
const AT_ONCE = 50;

const net = await implementation();

/** Where a cycle connects to, and a server of ours beside it. */
interface Place {
  port: number;
  path: string;
}

/** Makes a socket and sees to it that it comes to its end. */
type Cycle = (place: Place) => Socket;

const connect = ({ port }: Place): Socket => net.connect(port, '127.0.0.1');

const cycles: Record<string, Cycle> = {
  'destroyed before connect': () => new net.Socket().destroy(),
  'destroyed before connect, with a timeout set': () => new net.Socket().setTimeout(60_000).destroy(),
  'destroyed in the tick of connect': place => connect(place).destroy(),
  'destroyed in the tick of connect, to a path': ({ path }) => net.connect(path).destroy(),
  'destroyed in its lookup': ({ port }) => {
    const socket = net.connect({ port, host: 'name.invalid', lookup: () => {} });
    setImmediate(() => socket.destroy());
    return socket;
  },
  'destroyed in its lookup, with a timeout set': ({ port }) => {
    const socket = net.connect({ port, host: 'name.invalid', lookup: () => {}, timeout: 60_000 });
    setImmediate(() => socket.destroy());
    return socket;
  },
  'destroyed in the lookup listener': ({ port }) => {
    const socket = net.connect({ port, host: 'name.invalid', lookup: loopback });
    return socket.on('lookup', () => socket.destroy());
  },
  'failed in its lookup': ({ port }) =>
    net.connect({ port, host: 'name.invalid', lookup: (_n, _o, call) => call(new Error('none'), '', 4) }),
  'destroyed while connecting': place => {
    const socket = connect(place);
    return socket.on('connectionAttempt', () => process.nextTick(() => socket.destroy()));
  },
  'destroyed in the connectionAttempt listener': place => {
    const socket = connect(place);
    return socket.on('connectionAttempt', () => socket.destroy());
  },
  'reset while connecting': place => connect(place).resetAndDestroy(),
  'destroyed in the connect listener': place => {
    const socket = connect(place);
    return socket.on('connect', () => socket.destroy());
  },
  'destroyed with an error in the connect listener': place => {
    const socket = connect(place);
    return socket.on('connect', () => socket.destroy(new Error('enough')));
  },
  'reset in the connect listener': place => {
    const socket = connect(place);
    return socket.on('connect', () => socket.resetAndDestroy());
  },
  'destroyed in the ready listener, with writes': place => {
    const socket = connect(place);
    return socket.on('ready', () => {
      for (let i = 0; i < 5; i++) socket.write('text');
      socket.destroy();
    });
  },
  'destroyed in a data listener': place => {
    const socket = connect(place);
    socket.write('text');
    return socket.on('data', () => socket.destroy());
  },
  'reset in a data listener': place => {
    const socket = connect(place);
    socket.write('text');
    return socket.on('data', () => socket.resetAndDestroy());
  },
  'destroyed in the tick of end': place => {
    const socket = connect(place);
    return socket.on('connect', () => socket.end('text').destroy());
  },
  'destroyed in the finish listener': place => {
    const socket = connect(place).resume();
    socket.end('text');
    return socket.on('finish', () => socket.destroy());
  },
  'destroyed in the end listener': place => {
    const socket = connect(place).resume();
    socket.end('text');
    return socket.on('end', () => socket.destroy());
  },
  'ended in both directions': place => connect(place).resume().end('text'),
  'ended in both directions, over a path': ({ path }) => net.connect(path).resume().end('text'),
  'ended by destroySoon': place => {
    const socket = connect(place).resume();
    return socket.on('connect', () => {
      socket.write('text');
      socket.destroySoon();
    });
  },
  'paused for ever and destroyed': place => {
    const socket = connect(place).pause();
    socket.write('text', () => setImmediate(() => socket.destroy()));
    return socket;
  },
  'destroyed with a write that waits': place => {
    const socket = connect(place).pause();
    return socket.on('connect', () => {
      socket.write(Buffer.alloc(8 << 20));
      setImmediate(() => socket.destroy());
    });
  },
  'ended, and destroyed while its end waits': place => {
    const socket = connect(place).pause();
    return socket.on('connect', () => {
      socket.end(Buffer.alloc(8 << 20));
      setImmediate(() => socket.destroy());
    });
  },
  'refused on a path': ({ path }) => net.connect(`${path}.missing`),
  'refused by both of two addresses': ({ port }) =>
    net.connect({ port, host: 'name.invalid', lookup: closed, localAddress: undefined }),
  'aborted by its signal': place => {
    const controller = new AbortController();
    const socket = new net.Socket({ signal: controller.signal });
    setImmediate(() => controller.abort());
    return socket.connect(place.port, '127.0.0.1');
  },
  'destroyed in the timeout listener': place => {
    const socket = connect(place).setTimeout(1);
    return socket.on('timeout', () => socket.destroy());
  },
  'connected twice': place => {
    const socket = connect(place);
    return socket.on('connect', () => socket.connect(place.port, '127.0.0.1'));
  },
  'connected again in its close listener': place => {
    const socket = connect(place);
    socket.once('connect', () => socket.destroy());
    // The cycle is over with the second close: the first is not told to who waits.
    socket.once('close', () => {
      socket.connect(place.port, '127.0.0.1').once('connect', () => socket.destroy());
    });
    return socket;
  },
};

/** What takes a connection's worth of megabytes each time is done less often. */
const HEAVY = /waits/;

/** Cycles that emit 'close' twice. */
const TWICE = /again/;

// Node 20 dies of it: TypeError, "Cannot read properties of null (reading 'connect')".
if (implementationName() === 'node:net') delete cycles['destroyed in the connectionAttempt listener'];

for (const [moment, cycle] of Object.entries(cycles)) {
  test(`${CYCLES} sockets leave no handle: ${moment}`, async () => {
    const before = await liveHandles();
    await withServers(async place => {
      const count = HEAVY.test(moment) ? CYCLES / 40 : CYCLES;
      const one = () => closedAfter(cycle(place), TWICE.test(moment) ? 2 : 1);
      await within('cycles', () => many(count, one));
    });
    await assertNoHandles(before);
  });
}

test(`${CYCLES} servers leave no handle: closed in the tick of listen, once listening, and refused`, async () => {
  const taken = nodeNet.createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  let turn = 0;
  await many(CYCLES, async () => {
    const server = net.createServer();
    const over = new Promise<void>(resolve => {
      server.on('error', () => resolve()).on('close', () => resolve());
    });
    if (turn++ % 3 === 0) server.listen(port, '127.0.0.1');
    else if (turn % 3 === 1) server.listen(0, '127.0.0.1').close();
    else server.listen(0, '127.0.0.1', () => server.close());
    await over;
  });
  taken.close();
  await assertNoHandles();
});

test('a server that refuses more than maxConnections leaves no handle of those it drops', async () => {
  const server = net.createServer(socket => socket.resume());
  server.maxConnections = 1;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const first = nodeNet.connect(port, '127.0.0.1');
  await Promise.all([once(first, 'connect'), once(server, 'connection')]);
  const before = await liveHandles();
  let dropped = 0;
  server.on('drop', () => dropped++);
  await many(200, () => closedAfter(nodeNet.connect(port, '127.0.0.1').resume(), 1));
  assert.is(dropped, 200);
  await assertNoHandles(before);
  first.destroy();
  server.close();
  await once(server, 'close');
  await assertNoHandles();
});

test('a listener that throws at each moment leaves no handle', async () => {
  const caught: string[] = [];
  const onCaught = (error: Error): void => void caught.push(error.message);
  process.on('uncaughtException', onCaught);
  const events = ['connectionAttempt', 'connect', 'ready', 'data', 'end', 'finish', 'close'];
  await withServers(async place => {
    for (const event of events) {
      const socket = connect(place);
      const over = closedAfter(socket, 1);
      socket.on('data', () => socket.end());
      socket.once(event, () => {
        setImmediate(() => socket.destroy());
        throw new Error(event);
      });
      socket.write('text');
      await over;
    }
  });
  process.off('uncaughtException', onCaught);
  assert.equal(caught, events);
  await assertNoHandles();
});

test.run();

/** Runs `count` cycles, some at a time. */
async function many(count: number, one: () => Promise<void>): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await one();
    }),
  );
}

/** Resolves at the socket's last 'close'. */
function closedAfter(socket: Socket, closes: number): Promise<void> {
  socket.on('error', () => {});
  let left = closes;
  return new Promise(resolve => {
    socket.on('close', () => {
      if (--left === 0) resolve();
    });
  });
}

/** Echo servers of ours on a port and on a path, gone when `run` is over. */
async function withServers(run: (place: Place) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  const path = join(folder, 'socket');
  const servers = [{ port: 0, host: '127.0.0.1' }, { path }].map(at =>
    net.createServer(socket => void socket.on('error', () => {}).pipe(socket)).listen(at),
  );
  await Promise.all(servers.map(server => once(server, 'listening')));
  const { port } = servers[0].address() as AddressInfo;
  try {
    await run({ port, path });
  } finally {
    const all = servers.map(server => once(server, 'close'));
    for (const server of servers) server.close();
    await Promise.all(all);
    rmSync(folder, { recursive: true });
  }
}

function loopback(..._: Parameters<LookupFunction>): void {
  answer(_, ['127.0.0.1']);
}

/** Addresses of the loopback on which no server of this file listens. */
function closed(..._: Parameters<LookupFunction>): void {
  answer(_, ['127.0.0.2', '127.0.0.3']);
}

function answer([, options, callback]: Parameters<LookupFunction>, addresses: string[]): void {
  const found = addresses.map(address => ({ address, family: 4 }));
  setImmediate(() => (options.all ? callback(null, found) : callback(null, found[0].address, 4)));
}

// Tens of thousands of connections leave a process as they found it: its memory, the engine's handles, and what
// keeps the event loop alive. With WASI_NET_IMPL=node:net the same is asked of Node's own net.
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertNoHandles } from '../support/handles.ts';
import { implementation, implementationName } from '../support/implementation.ts';
import { within } from '../support/within.ts';
import { AT_ONCE, type Ending, POURED } from './cycles/orders.ts';
import { PeerProcess } from './cycles/peer-process.ts';
import { type Growth, growth, growYoungGeneration, reading, readingsText } from './cycles/reading.ts';

const WARM_UP = 5000;
const CYCLES = 10_000;
/** Cycles of the plainest kind, on which the smallest leak shows. */
const MOST_CYCLES = 50_000;
/** Cycles that leak on purpose, and what they keep beside a socket, in bytes. */
const FEW_CYCLES = 2000;
const KEPT_BYTES = 16_384;

const net = await implementation();
const peer = await PeerProcess.start();
const { silent, echoing, ending, resetting, pouring, nobody } = peer.ports;

/** What became of a socket: the events that it told, and the code of its error. */
type Story = string;

/** How the sockets of a server of ours come to their end. */
interface Acceptance {
  act(socket: Socket): void;
  ending: Ending;
  story: Story;
}

const speak = (socket: Socket): void => void socket.resume().write('.');

const acceptances: Record<string, Acceptance> = {
  'destroyed by us': { act: socket => void socket.destroy(), ending: 'server', story: 'close' },
  'ended by the peer': { act: speak, ending: 'client', story: 'end close' },
  'reset by the peer': { act: speak, ending: 'reset', story: 'ECONNRESET close' },
};

for (const [end, { act, ending, story }] of Object.entries(acceptances)) {
  test(`${CYCLES} accepted sockets leave memory and handles as they were: ${end}`, async () => {
    let accepted: Promise<Story>[] = [];
    const server = net.createServer(socket => {
      accepted.push(storyOf(socket));
      act(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const { grown, stories } = await measured(WARM_UP, CYCLES, async (count, tell) => {
        await peer.dial({ port, count, ending });
        for (const socket of accepted) tell(await socket);
        accepted = [];
      });
      assert.equal(stories, { [story]: WARM_UP + CYCLES });
      assert.equal(grown, {});
    } finally {
      server.close();
      await once(server, 'close');
    }
    await assertNoHandles();
  });
}

/** How a socket comes to its end. */
interface Cycle {
  port: number;
  /** Done to the socket in the tick of its connect. */
  act(socket: Socket): void;
  /** What each one tells: that a cycle is what it is called shows here. */
  story: Story;
  /** Not compared. */
  except?: 'rss';
}

const cycles: Record<string, Cycle> = {
  'destroyed once connected': {
    port: silent,
    act: socket => socket.on('connect', () => socket.destroy()),
    story: 'connect close',
  },
  'destroyed while connecting': {
    port: silent,
    act: socket => socket.on('connectionAttempt', () => process.nextTick(() => socket.destroy())),
    story: 'close',
  },
  'reset once connected': {
    port: silent,
    act: socket => socket.on('connect', () => socket.resetAndDestroy()),
    story: 'connect close',
  },
  'reset by the peer': {
    port: resetting,
    act: socket => socket.write('.'),
    story: 'connect ECONNRESET close',
  },
  'ended after a byte there and back, by us first': {
    port: echoing,
    act: socket => socket.on('data', () => socket.end()).write('.'),
    story: 'connect end close',
  },
  'ended after a byte there and back, by the peer first': {
    port: ending,
    act: socket => socket.resume().write('.'),
    story: 'connect end close',
  },
  'destroyed with a timeout set': {
    port: silent,
    act: socket => socket.setTimeout(60_000).on('connect', () => socket.destroy()),
    story: 'connect close',
  },
  'destroyed by their timeout': {
    port: silent,
    act: socket => socket.on('connect', () => socket.setTimeout(1, () => socket.destroy())),
    story: 'connect timeout close',
  },
  refused: {
    port: nobody,
    act: () => {},
    story: 'ECONNREFUSED close',
  },
};

for (const [end, cycle] of Object.entries(cycles)) leavesNothing(end, cycle);

test('sockets that are kept after their end, and bytes with them, are found', async () => {
  const kept: unknown[] = [];
  const { grown } = await measured(FEW_CYCLES, FEW_CYCLES, (count, tell) =>
    many(count, async () => {
      const socket = begun(cycles['destroyed once connected']);
      kept.push(socket, Buffer.alloc(KEPT_BYTES, 1));
      tell(await storyOf(socket));
    }),
  );
  assert.is(kept.length, 4 * FEW_CYCLES);
  assert.equal(Object.keys(grown).sort(), ['arrayBuffers', 'external', 'heapUsed', 'rss']);
});

test('connections that are left open are found', async () => {
  const open: Socket[] = [];
  const handles: Growth = implementationName() === 'wasi-net' ? { handles: [1, 3] } : {};
  try {
    const { grown } = await measured(1, 3, async count => {
      while (open.length < count) {
        const socket = net.connect(silent, '127.0.0.1');
        open.push(socket);
        await once(socket, 'connect');
      }
    });
    assert.equal(grown, { TCPSocketWrap: [1, 3], ...handles });
  } finally {
    for (const socket of open) socket.destroy();
  }
  await assertNoHandles();
});

// The last one, without RSS: the C library keeps freed buffers, or gives them back, as it likes.
leavesNothing('destroyed in the midst of bulk', {
  port: pouring,
  act: socket => socket.on('data', () => socket.bytesRead >= POURED / 2 && socket.destroy()),
  story: 'connect close',
  except: 'rss',
});

test.after(() => peer.close());
test.run();

function leavesNothing(end: string, cycle: Cycle): void {
  const count = end === 'destroyed once connected' ? MOST_CYCLES : CYCLES;
  test(`${count} sockets leave memory and handles as they were: ${end}`, async () => {
    const { grown, stories } = await measured(WARM_UP, count, (count, tell) =>
      many(count, async () => tell(await storyOf(begun(cycle)))),
    );
    if (cycle.except) delete grown[cycle.except];
    assert.equal(stories, { [cycle.story]: WARM_UP + count });
    assert.equal(grown, {});
    await assertNoHandles();
  });
}

function begun({ port, act }: Cycle): Socket {
  const socket = net.connect(port, '127.0.0.1');
  act(socket);
  return socket;
}

interface Measured {
  /** What the process holds more after the cycles than after the warm-up. */
  grown: Growth;
  /** How often each story was told, in both. */
  stories: Record<Story, number>;
}

/** Runs `count` cycles after those of a warm-up. */
async function measured(
  warmUp: number,
  count: number,
  run: (count: number, tell: (story: Story) => void) => Promise<void>,
): Promise<Measured> {
  const stories: Record<Story, number> = {};
  const tell = (story: Story) => {
    stories[story] = (stories[story] ?? 0) + 1;
  };
  growYoungGeneration();
  await within('warm-up', () => run(warmUp, tell), limit(warmUp));
  const before = await reading();
  await within('cycles', () => run(count, tell), limit(count));
  const after = await reading();
  console.log(`${count}: ${readingsText(before, after)}`);
  return { grown: growth(before, after), stories };
}

/** How long so many cycles may take, in milliseconds: many times what they do. */
function limit(count: number): number {
  return 8000 + 2 * count;
}

/** Runs `count` cycles, some at a time. */
async function many(count: number, one: () => Promise<void>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Resolves when the socket is closed. */
function storyOf(socket: Socket): Promise<Story> {
  let story = '';
  for (const event of ['connect', 'timeout', 'end']) {
    socket.on(event, () => {
      story += `${event} `;
    });
  }
  socket.on('error', ({ code }: NodeJS.ErrnoException) => {
    story += `${code} `;
  });
  return new Promise(resolve => socket.on('close', () => resolve(`${story}close`)));
}

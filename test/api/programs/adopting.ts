// Programs that were handed an open descriptor, number 3: one end of a connection, or what listens. Each tells all
// that it sees, as a trace; the other end is in the process of the test.
import type { Socket, SocketConstructorOpts } from 'node:net';
import type { Net } from '../../support/implementation.ts';
import { Trace } from '../../support/trace.ts';
import { type Program, print } from './program.ts';

const DESCRIPTOR = 3;

/** What the other end does: `far` is connected, and reads nothing yet. */
type FarEnd = (far: Socket) => void;

interface Story {
  far: FarEnd;
  /** The one transport where node:net does it: it opens a second pipe over the same descriptor, and hears nothing. */
  only?: 'TCP';
  run: (net: Net, t: Trace) => Promise<void> | void;
}

const echoes: FarEnd = far => void far.pipe(far);
const reads: FarEnd = far => void far.resume();
const speaks: FarEnd = far => far.resume().end('from afar');

/** Stories of a descriptor that is a connection. */
export const connections: Record<string, Story> = {
  'asks and is answered': {
    far: echoes,
    async run(net, t) {
      const socket = adopted(net, t);
      socket.snap('made');
      socket.flow();
      socket.write('a question');
      await socket.received(10);
      socket.snap('answered');
      socket.end();
      await socket.closed();
      socket.snap('closed');
    },
  },
  'names it as a number': {
    far: speaks,
    async run(net, t) {
      const socket = t.socket('socket', new net.Socket(DESCRIPTOR as SocketConstructorOpts));
      socket.flow();
      await socket.closed();
    },
  },
  'leaves in the tick of a write': {
    far: reads,
    run(net) {
      const socket = new net.Socket({ fd: DESCRIPTOR });
      socket.write('written ');
      socket.write('and gone');
      process.exit(0);
    },
  },
  'ends first and is answered then': {
    far: far => void far.resume().on('end', () => far.end('an answer')),
    async run(net, t) {
      const socket = adopted(net, t, { allowHalfOpen: true }).flow();
      socket.end('all of it');
      await socket.closed();
    },
  },
  'keeps its half open': {
    far: speaks,
    async run(net, t) {
      const socket = adopted(net, t, { allowHalfOpen: true }).flow();
      await socket.next('end');
      socket.state('ended', 'readyState', 'writable', 'destroyed');
      socket.end('a late word');
      await socket.closed();
    },
  },
  'only writes': {
    far: reads,
    async run(net, t) {
      const socket = adopted(net, t, { readable: false });
      socket.snap('made');
      socket.end('one way');
      await socket.closed();
    },
  },
  'only reads': {
    far: speaks,
    async run(net, t) {
      const socket = adopted(net, t, { writable: false });
      socket.snap('made');
      socket.flow();
      await socket.closed();
      socket.snap('closed');
    },
  },
  'reads into a buffer of its own': {
    far: speaks,
    async run(net, t) {
      const buffer = Buffer.alloc(4);
      const callback = (length: number) => {
        socket.data(buffer.subarray(0, length));
        return true;
      };
      const onread = { buffer, callback };
      const socket = adopted(net, t, { onread } as SocketConstructorOpts);
      await socket.closed();
      socket.state('closed', 'bytesRead');
    },
  },
  'is told no data while it is paused': {
    far: speaks,
    async run(net, t) {
      const socket = adopted(net, t);
      socket.socket.pause();
      while (socket.socket.bytesRead < 9) await new Promise(setImmediate);
      socket.log(`waits: ${socket.socket.readableLength}`);
      socket.flow().socket.resume();
      await socket.closed();
    },
  },
  'resets it': {
    far: far => void far.resume().on('error', () => {}),
    async run(net, t) {
      const socket = adopted(net, t);
      try {
        socket.socket.resetAndDestroy();
      } catch (e) {
        socket.callback('resetAndDestroy')(e);
        socket.socket.destroy();
      }
      await socket.closed();
    },
  },
  'is reset': {
    far: far => {
      if (far.remoteAddress === undefined) far.destroy();
      else far.resetAndDestroy();
    },
    async run(net, t) {
      await adopted(net, t).flow().closed();
    },
  },
  'does not wait for it': {
    far: reads,
    run(net, t) {
      const socket = adopted(net, t);
      socket.socket.unref();
      socket.state('made', 'readyState', 'pending');
    },
  },
  'is aborted by a signal': {
    far: reads,
    async run(net, t) {
      const abort = new AbortController();
      const socket = adopted(net, t, { signal: abort.signal });
      setImmediate(() => abort.abort());
      await socket.closed();
    },
  },
  'gives its handle to a second socket': {
    far: echoes,
    async run(net, t) {
      const first = new net.Socket({ fd: DESCRIPTOR, manualStart: true } as SocketConstructorOpts);
      const { _handle: handle } = first as unknown as { _handle: object };
      const second = t.socket('second', new net.Socket({ handle } as SocketConstructorOpts)).flow();
      second.write('to and fro');
      await second.received(10);
      second.snap('answered');
      second.end();
      await second.closed();
    },
  },
};

/** Stories of a descriptor that listens: the far end is who connects. */
export const listeners: Record<string, Story> = {
  'listens on it': {
    far: echoes,
    run: (net, t) => listensOn(net, t, server => server.listen({ fd: DESCRIPTOR })),
  },
  'listens on it with a backlog': {
    far: echoes,
    run: (net, t) => listensOn(net, t, server => server.listen({ fd: DESCRIPTOR }, 5)),
  },
  'hands its server’s handle to another server': {
    far: echoes,
    only: 'TCP',
    async run(net, t) {
      const first = net.createServer().listen({ fd: DESCRIPTOR });
      await new Promise<void>(resolve => first.once('listening', resolve));
      await listensOn(net, t, server => server.listen(first));
    },
  },
};

export const adopting: Record<string, Program> = Object.fromEntries(
  [...Object.entries(connections), ...Object.entries(listeners)].map(([name, { run }]) => [
    `descriptor: ${name}`,
    async net => {
      const trace = new Trace();
      await run(net, trace);
      print(trace.render());
    },
  ]),
);

function adopted(net: Net, t: Trace, options: SocketConstructorOpts = {}) {
  return t.socket('socket', new net.Socket({ fd: DESCRIPTOR, ...options }));
}

async function listensOn(net: Net, t: Trace, listen: (server: ReturnType<Net['createServer']>) => void) {
  const server = t.server('server', net.createServer());
  listen(server.server);
  await server.next('listening');
  const address = server.server.address();
  server.log(
    `address ${typeof address === 'object' ? JSON.stringify(address && Object.keys(address)) : address}`,
  );
  print('listening');
  const accepted = await server.accepted();
  accepted.flow().write('echo');
  await accepted.received(4);
  try {
    accepted.socket.resetAndDestroy();
  } catch (e) {
    accepted.callback('resetAndDestroy')(e);
    accepted.socket.destroy();
  }
  await accepted.closed();
  server.close();
  await server.closed();
}

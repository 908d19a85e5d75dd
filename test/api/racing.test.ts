// `autoSelectFamily: 'race'` on a real loopback: ::1 and 127.0.0.1 as a lookup gives them, one of them refusing, or
// silent for as long as the test wants it.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import nodeNet, { type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import net from 'wasi-net';
import { live } from 'wasi-net/trace';
import { evaluating } from '../support/implementation.ts';
import { type SilentPort, silentPort } from '../support/silent-port.ts';
import { within } from '../support/within.ts';

type Family = 4 | 6;

const ADDRESS = { 4: '127.0.0.1', 6: '::1' } as const;
/** Milliseconds before the next address is tried. */
const DELAY = 20;
/** Connections of this process that fill the silent port's queue. */
const QUEUED = 2;

/** A socket that races to the addresses of these families, in that order, and the log of its events. */
function race(port: number, ...families: Family[]): { socket: net.Socket; log: string[] } {
  const log: string[] = [];
  const socket = new net.Socket();
  const attempt = (what: string) => (address: string) => log.push(`${what} ${address}`);
  socket
    .on('connectionAttempt', attempt('attempt'))
    .on('connectionAttemptFailed', attempt('failed'))
    .on('connectionAttemptTimeout', attempt('timeout'))
    .on('connect', () => log.push(`connect ${socket.remoteAddress}`))
    .on('error', (error: NodeJS.ErrnoException) => log.push(`error ${error.code}`));
  socket.connect({
    port,
    host: 'two.invalid',
    autoSelectFamily: 'race',
    autoSelectFamilyAttemptTimeout: DELAY,
    lookup: (_host, { all }, callback) => {
      log.push(`lookup all=${all}`);
      callback(
        null,
        families.map(family => ({ address: ADDRESS[family], family })),
      );
    },
  });
  return { socket, log };
}

/** A server on one of the two addresses, that gives back what it gets. */
async function echoing(family: Family, port = 0): Promise<{ server: nodeNet.Server; port: number }> {
  const server = nodeNet.createServer(socket => socket.pipe(socket)).listen(port, ADDRESS[family]);
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function silent(run: (port: SilentPort) => Promise<void>): Promise<void> {
  const port = await silentPort();
  try {
    await run(port);
  } finally {
    await port.close();
  }
}

/** TCP sockets of this process, connected or not. */
function tcpSockets(): number {
  return process.getActiveResourcesInfo().filter(kind => /TCPSocket|Connect/.test(kind)).length;
}

/** Sends through the socket what the server echoes, and closes both. */
async function echoes(socket: net.Socket): Promise<void> {
  let text = '';
  socket.on('data', chunk => {
    text += chunk;
  });
  socket.end('there and back');
  await once(socket, 'close');
  assert.is(text, 'there and back');
}

function racing(sentence: string, run: () => Promise<void>): void {
  test(sentence, () =>
    within(sentence, async () => {
      await run();
      assert.is(live(), 0, 'engine handles');
    }),
  );
}

racing('an address that refuses gives way to the next at once', async () => {
  const { server, port } = await echoing(6);
  const { socket, log } = race(port, 4, 6);
  await once(socket, 'connect');
  assert.equal(log, [
    'lookup all=true',
    'attempt 127.0.0.1',
    'failed 127.0.0.1',
    'attempt ::1',
    'connect ::1',
  ]);
  assert.equal(socket.autoSelectFamilyAttemptedAddresses, [`127.0.0.1:${port}`, `::1:${port}`]);
  await echoes(socket);
  server.close();
});

racing('an address that is silent is overtaken by the next, and let go', () =>
  silent(async ({ port }) => {
    const { server } = await echoing(6, port);
    const { socket, log } = race(port, 4, 6);
    await once(socket, 'connect');
    assert.equal(log.slice(1), ['attempt 127.0.0.1', 'attempt ::1', 'connect ::1']);
    await echoes(socket);
    server.close();
    await once(server, 'close');
    assert.is(tcpSockets(), QUEUED);
  }),
);

racing('an address that answers late is the connection when the next has failed', () =>
  silent(async ({ port, open }) => {
    const { socket, log } = race(port, 4, 6);
    await once(socket, 'connectionAttemptFailed');
    assert.equal([socket.connecting, socket.pending], [true, true]);
    open();
    await once(socket, 'connect');
    assert.equal(log.slice(1), ['attempt 127.0.0.1', 'attempt ::1', 'failed ::1', 'connect 127.0.0.1']);
    assert.is(socket.remotePort, port);
    socket.destroy();
    await once(socket, 'close');
  }),
);

racing('when all refuse the error is the one that node:net gives after its sequence', async () => {
  const { server, port } = await echoing(4);
  server.close();
  await once(server, 'close');
  const { socket } = race(port, 6, 4);
  const [ours] = (await once(socket, 'error')) as [AggregateError & { code: string }];
  const theirs = await new Promise<AggregateError & { code: string }>(resolve =>
    nodeNet
      .connect({
        port,
        host: 'two.invalid',
        autoSelectFamily: true,
        lookup: (_host, _options, callback) =>
          callback(null, [
            { address: '::1', family: 6 },
            { address: '127.0.0.1', family: 4 },
          ]),
      })
      .on('error', error => resolve(error as AggregateError & { code: string })),
  );
  const shown = (error: AggregateError & { code: string }) => [
    error.name,
    error.message,
    error.code,
    error.errors.map(each => [each.name, each.message, each.code, each.errno, each.syscall, each.port]),
  ];
  assert.equal(shown(ours), shown(theirs));
});

racing('destroyed in the middle of a race a socket closes, and nothing of it is left', () =>
  silent(async ({ port }) => {
    const { socket, log } = race(port, 4, 6);
    await once(socket, 'connectionAttemptFailed');
    socket.destroy();
    assert.equal(await once(socket, 'close'), [false]);
    assert.equal(log.at(-1), 'failed ::1');
    assert.is(tcpSockets(), QUEUED);
  }),
);

racing(
  'what is said of a socket in a race holds for the attempt that wins: an unreferenced program ends',
  () =>
    silent(async ({ port, open }) => {
      const program = `
      import net from '${import.meta.resolve('wasi-net')}';
      const addresses = [{ address: '127.0.0.1', family: 4 }, { address: '::1', family: 6 }];
      const lookup = (host, options, callback) => callback(null, addresses);
      const socket = net.connect({ port: ${port}, host: 'two.invalid', lookup, autoSelectFamily: 'race' });
      socket.on('connectionAttemptFailed', () => {
        socket.unref();
        console.log('unreferenced');
      });
      socket.on('connect', () => console.log('connected'));
    `;
      const run = promisify(execFile)(process.execPath, evaluating(program), { timeout: 10_000 });
      run.child.stdout?.once('data', open);
      assert.is((await run).stdout, 'unreferenced\nconnected\n');
    }),
);

test.run();

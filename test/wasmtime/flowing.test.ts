// Bytes in real Wasmtime: a slow reader is waited for, what comes back is what was sent, and a peer that never stops
// fills no memory.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net, { type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { echoed } from './behaviour/echoed.ts';
import { portOf } from './behaviour/peers.ts';
import { inWasmtime } from './behaviour/start.ts';

const MIB = 1 << 20;
const servers: net.Server[] = [];

test.after(() => {
  for (const server of servers) server.close();
});

test('a slow reader makes write return false, and drain follows when it reads', async () => {
  const { port, first } = await served(socket => socket.pause());
  const { told, ended } = inWasmtime('a slow reader', { port });
  assert.equal(await told(), { stalled: true, waits: true });
  let bytes = 0;
  (await first).on('data', chunk => (bytes += chunk.length)).resume();
  assert.equal(await told(), { drained: 0 });
  const last: { hadError: boolean; bytes: number; written: number } = await told();
  assert.equal(last, { hadError: false, bytes: last.written, written: last.written, called: true });
  assert.is((await ended).code, 0);
  assert.is(bytes, last.written);
});

for (const act of ['an echo by pipe', 'an echo by write and drain']) {
  test(`8 MiB through ${act}, with pauses, come back as they went`, async () => {
    const { told, ended } = inWasmtime(act);
    const { port } = (await told()) as { port: number };
    await echoed(port, 8 * MIB);
    const { code, err } = await ended;
    assert.equal([code, err], [0, '']);
  });
}

test('a client that pauses now and then hears its own 8 MiB', async () => {
  const { port } = await served(socket => socket.pipe(socket));
  const { code, out, err } = await inWasmtime('a client that hears its own pattern', { port, bytes: 8 * MIB })
    .ended;
  assert.equal([code, err], [0, '']);
  assert.equal(JSON.parse(out), { received: 8 * MIB, wrong: 0, hadError: false, read: 8 * MIB });
});

test('memory stays bounded while a peer floods a paused socket, and all of it arrives when it is resumed', async () => {
  const OFFERED = 128 * MIB;
  let taken = 0;
  const { port } = await served(socket => {
    const chunk = Buffer.alloc(65536, 'f');
    const flood = () => {
      while (taken < OFFERED) {
        taken += chunk.length;
        if (!socket.write(chunk)) return;
      }
      socket.end();
    };
    socket.on('drain', flood);
    flood();
  });
  const control = await served(() => {});
  const { child, told, ended } = inWasmtime('a paused socket', { port, control: control.port });
  assert.is(await told(), 'paused');
  const going = await control.first;
  const before = residentBytes(child.pid);
  while (!(await isStill(() => taken)));
  const grown = residentBytes(child.pid) - before;
  assert.ok(taken < OFFERED / 4, `${taken} bytes were taken by a socket that does not read`);
  assert.ok(grown < 2 * MIB, `${grown} bytes more`);
  going.end('go on');
  assert.equal(await told(), { received: OFFERED, read: OFFERED });
  assert.is((await ended).code, 0);
});

test('a proxy of pipes between two sockets carries both ways and closes both', async () => {
  const { port } = await served(socket => socket.pipe(socket));
  const { told, ended } = inWasmtime('a pipe between two sockets', { port });
  await echoed(((await told()) as { port: number }).port, 2 * MIB);
  assert.equal(await told(), { there: 2 * MIB, back: 2 * MIB });
  assert.is((await ended).code, 0);
});

for (const seed of [1, 2, 3]) {
  test(`sixty sockets that are paused, resumed, ended and destroyed by each other alone all come to their end (seed ${seed})`, async () => {
    const { port } = await served(socket => socket.on('error', () => {}).pipe(socket));
    const { code, out, err } = await inWasmtime('sockets that wake each other', { port, seed }).ended;
    assert.equal([code, err], [0, '']);
    assert.equal(JSON.parse(out), { wrong: 0 });
  });
}

test('a loop over a socket reads to the end, and one that is left destroys it', async () => {
  const { port } = await served(socket => socket.on('error', () => {}).end(Buffer.alloc(300_000)));
  const { code, out } = await inWasmtime('a loop over a socket', { port }).ended;
  const lines = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  assert.equal(lines, [{ received: 300_000, destroyed: true }, { first: true }, { destroyed: true }]);
  assert.is(code, 0);
});

test.run();

/** A server that does so with each connection: its port, and the first of them. */
async function served(habit: (socket: Socket) => unknown): Promise<{ port: number; first: Promise<Socket> }> {
  const server = net.createServer(socket => void habit(socket));
  servers.push(server);
  const first = once(server, 'connection').then(([socket]) => socket as Socket);
  return { port: await portOf(server), first };
}

/** Whether the number has not changed for a while. */
async function isStill(number: () => number): Promise<boolean> {
  const before = number();
  await pause(300);
  return number() === before;
}

function residentBytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

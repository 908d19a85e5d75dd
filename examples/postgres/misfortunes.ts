// Two things that go wrong in every network, met on purpose: a peer that stays silent, and a port on which
// nobody listens.
import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { Client } from 'pg';
import type { NetModule } from './implementations.ts';
import type { Meter } from './meter.ts';

const HOST = '127.0.0.1';
const IDLE_MS = 50;
const PATIENCE_MS = 10_000;

export interface Fired {
  askedMs: number;
  firedMs: number;
}

export interface Refusal {
  code: string;
  message: string;
}

/** Connects to a server that accepts and says nothing, and resolves when 'timeout' has fired. */
export async function fireIdleTimeout(net: NetModule, meter: Meter): Promise<Fired> {
  const server = net.createServer(peer => peer.resume()); // reading, so that the peer's end is seen
  const port = await listen(server);
  const signal = AbortSignal.timeout(PATIENCE_MS);

  const socket = meter.socket('idle');
  socket.connect(port, HOST);
  await once(socket, 'connect', { signal });
  const start = performance.now();
  socket.setTimeout(IDLE_MS);
  await once(socket, 'timeout', { signal });
  const firedMs = performance.now() - start;
  assert.ok(firedMs > IDLE_MS - 2, `'timeout' came after ${firedMs} ms, ${IDLE_MS} were asked for`); // 2: rounding

  socket.destroy();
  await close(server);
  return { askedMs: IDLE_MS, firedMs };
}

/** Lets pg connect to a port that was just closed, and resolves with the error it is given. */
export async function meetRefusal(net: NetModule, meter: Meter): Promise<Refusal> {
  const server = net.createServer();
  const port = await listen(server);
  await close(server);

  const client = new Client({ host: HOST, port, user: 'postgres', stream: () => meter.socket('refused') });
  const error = await client.connect().then(
    () => assert.fail(`port ${port} was closed, and yet pg connected`),
    (error: NodeJS.ErrnoException) => error,
  );
  assert.equal(error.code, 'ECONNREFUSED', `a closed port gave ${error.code}: ${error.message}`);
  await meter.closed();
  return { code: 'ECONNREFUSED', message: error.message };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, HOST);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

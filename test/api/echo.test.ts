// The echo on our `net`: much over one connection, some over ten, a little over five hundred at once. It
// also runs on Node's own with WASI_NET_IMPL=node:net; WASI_NET_SEED runs another seed than the usual one.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertNoHandles } from '../support/handles.ts';
import { implementation } from '../support/implementation.ts';
import { type EchoOptions, echo } from './echo.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const seed = Number(process.env.WASI_NET_SEED ?? 20_261_122);
const net = await implementation();

test('64 MiB over one connection come back after its end', () =>
  comesBack({ sockets: 1, bytesPerSocket: 64 * MIB, seed, halfClose: true, pauses: true }));

test('8 MiB each over ten connections come back after their ends', () =>
  comesBack({ sockets: 10, bytesPerSocket: 8 * MIB, seed, halfClose: true, pauses: true }));

test('256 KiB each over five hundred connections at once come back after their ends', () =>
  comesBack({ sockets: 500, bytesPerSocket: 256 * KIB, seed, halfClose: true, pauses: true }));

test('4 MiB each over five connections come back before they end, without pauses', () =>
  comesBack({ sockets: 5, bytesPerSocket: 4 * MIB, seed, halfClose: false, pauses: false }));

test('1 byte comes back', () =>
  comesBack({ sockets: 1, bytesPerSocket: 1, seed, halfClose: true, pauses: false }));

async function comesBack(options: EchoOptions): Promise<void> {
  const results = await echo(net, options);
  assert.is(results.length, options.sockets);
  for (const [i, { sent, received, bytesSent, bytesReceived }] of results.entries()) {
    const which = `connection ${i} of seed ${options.seed}`;
    assert.is(bytesSent, options.bytesPerSocket, which);
    assert.is(bytesReceived, options.bytesPerSocket, which);
    assert.is(received, sent, which);
  }
  await assertNoHandles();
}

test.run();

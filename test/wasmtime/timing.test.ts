// Timers in real Wasmtime: sockets, silent or busy, do not hold them up.
import net, { type Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { portOf, startPeers } from './behaviour/peers.ts';
import { inWasmtime } from './behaviour/start.ts';

const BYTES = 1 << 27;
const CHUNK = Buffer.alloc(1 << 18, 'z');
const peers = await startPeers();
const sending = net.createServer(send);
const port = await portOf(sending);

test.after(() => {
  sending.close();
  return peers.close();
});

timed('a timer of 100 ms fires after 100 to 130 ms while 50 sockets are silent', async () => {
  const { ended } = inWasmtime('a timer among silent sockets', peers.ports);
  const { code, out, err } = await ended;
  assert.equal([code, err], [0, '']);
  const took = out.trim().split('\n').map(Number);
  assert.is(took.length, 5);
  for (const ms of took) assert.ok(ms >= 100 && ms <= 130, `${took.join(', ')} ms`);
});

timed('an interval of 10 ms keeps ticking while a client receives in bulk', async () => {
  const { ended } = inWasmtime('an interval while a client receives', { port });
  ticked(await ended, 'read');
});

timed('an interval of 10 ms keeps ticking while an accepted socket receives in bulk', async () => {
  const { told, ended } = inWasmtime('an interval while a server receives');
  const { port: at } = await told();
  send(net.connect(at, '127.0.0.1'));
  ticked(await ended, 'read', 1);
});

timed('an interval of 10 ms keeps ticking while a client sends in bulk', async () => {
  const { answers } = peers.ports;
  const { ended } = inWasmtime('an interval while a client sends', { port: answers, bytes: BYTES });
  ticked(await ended, 'written');
});

test.run();

/** A test that a machine which is busy with something else may fail: three such moments are no accident. */
function timed(sentence: string, run: () => Promise<void>): void {
  test(sentence, () => run().catch(run).catch(run));
}

interface Ticks {
  ticks: number;
  longest: number;
  ms: number;
  read: number;
  written: number;
}

/** The last of the lines says how often the interval came while all the bytes went through. */
function ticked(
  { code, out, err }: { code: unknown; out: string; err: string },
  way: 'read' | 'written',
  line = 0,
) {
  assert.equal([code, err], [0, '']);
  const seen: Ticks = JSON.parse(out.split('\n')[line]);
  assert.is(seen[way], BYTES);
  assert.ok(seen.ticks >= seen.ms / 20, `${seen.ticks} ticks in ${seen.ms} ms`);
  assert.ok(seen.longest < 100, `${seen.longest} ms without a tick`);
}

/** Sends all the bytes as fast as they are taken, and ends. */
function send(socket: Socket): void {
  let left = BYTES;
  const write = () => {
    for (let more = true; more && left > 0; left -= CHUNK.length) more = socket.write(CHUNK);
    if (left === 0) socket.end();
  };
  socket.on('drain', () => left > 0 && write());
  socket.on('error', () => {});
  write();
}

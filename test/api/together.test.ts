// What is written together goes out together. In two segments the second one would wait until the peer has
// acknowledged the first (Nagle), and the peer takes 40 ms to do that: what is measured here is that nothing waits.
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { implementation } from '../support/implementation.ts';
import { within } from '../support/within.ts';

const ours = await implementation();
const EXCHANGES = 150;
/** Half of what they take when each waits. */
const LIMIT_MS = (EXCHANGES * 40) / 2;

const SHAPES: Record<string, readonly number[]> = {
  'a small chunk and a large one': [9, 20_000],
  'a large chunk and a small one': [20_000, 2],
  'small chunks around large ones': [4, 70_000, 4, 70_000, 4],
  'small chunks, more than one block of the engine holds': Array.from({ length: 100 }, () => 1000),
};

for (const [shape, sizes] of Object.entries(SHAPES)) {
  test(`written together, ${shape} are not kept waiting`, async () => {
    const size = sizes.reduce((a, b) => a + b, 0);
    const server = net.createServer(socket => answerEach(size, socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = ours.connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    const begun = performance.now();
    await within(shape, () => exchange(socket, sizes));
    const took = performance.now() - begun;
    socket.destroy();
    server.close();
    assert.ok(took < LIMIT_MS, `${took} ms`);
  });
}

test.run();

/** Sends them, waits for the byte that answers, and again. */
async function exchange(socket: Socket, sizes: readonly number[]): Promise<void> {
  const chunks = sizes.map(size => Buffer.alloc(size));
  for (let i = 0; i < EXCHANGES; i++) {
    socket.cork();
    for (const chunk of chunks) socket.write(chunk);
    setImmediate(() => socket.uncork());
    await once(socket, 'data');
  }
}

/** One byte for each `size` bytes that have come. */
function answerEach(size: number, socket: Socket): void {
  let received = 0;
  socket.on('error', () => {});
  socket.on('data', ({ length }) => {
    received += length;
    for (; received >= size; received -= size) socket.write('.');
  });
}

// Bulk flow lands in buffers of the socket's own that are handed up: none of them may be written to again.
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluating, implementation } from '../support/implementation.ts';

const ours = await implementation();
const SIZE = 3_000_000;

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('chunks of a hundred sockets in bulk flow keep their bytes, paused now and then or not', async () => {
  const sent = new Map<string, string>();
  const server = net.createServer(socket => {
    socket
      .on('error', () => {})
      .once('data', name => {
        const body = randomBytes(SIZE);
        sent.set(`${name}`, digest(body));
        socket.end(body);
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const received = await Promise.all(
    Array.from({ length: 100 }, async (_, i) => {
      const chunks: Buffer[] = [];
      const socket = ours.connect(port, '127.0.0.1', () => socket.write(`${i}`));
      socket.on('data', chunk => {
        chunks.push(chunk);
        if ((chunks.length + i) % 7 !== 0) return;
        socket.pause();
        setImmediate(() => socket.resume());
      });
      await once(socket, 'close');
      return digest(Buffer.concat(chunks));
    }),
  );
  server.close();
  assert.equal(
    received,
    received.map((_, i) => sent.get(`${i}`)),
  );
});

test('chunks of bulk flow keep their bytes when listeners throw', async () => {
  const program = `
    import net from 'node:net';
    import ours from 'wasi-net';
    const body = Buffer.alloc(${8 * SIZE}, 'abcdefg');
    const server = net.createServer(socket => socket.end(body)).listen(0, '127.0.0.1', () => {
      const chunks = [];
      let thrown = 0;
      process.on('uncaughtException', ({ message }) => (thrown += message === 'expected' ? 1 : 1000));
      const socket = ours.connect(server.address().port, '127.0.0.1');
      socket.on('data', chunk => {
        chunks.push(chunk);
        if (chunks.length % 20 === 0) throw new Error('expected');
      });
      socket.on('close', () => {
        server.close();
        console.log(Buffer.concat(chunks).equals(body), thrown > 0, thrown === Math.floor(chunks.length / 20));
      });
    });`;
  const run = promisify(execFile)(process.execPath, evaluating(program), { timeout: 20_000 });
  const { stdout } = await run;
  assert.is(stdout, 'true true true\n');
});

test.run();

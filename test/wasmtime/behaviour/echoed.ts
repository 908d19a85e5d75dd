// Random bytes to an echo and back, with random pauses both ways: what comes must be what went, by its SHA-256.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import * as assert from 'uvu/assert';

const BLOCK = randomBytes(1 << 20);
const LONGEST_PAUSE_MS = 4;

/** Throws unless `length` bytes come back from the port as they went. */
export async function echoed(port: number, length: number): Promise<void> {
  const socket = net.connect(port, '127.0.0.1');
  const [sent, received] = [createHash('sha256'), createHash('sha256')];
  let back = 0;
  socket.on('data', chunk => {
    received.update(chunk);
    back += chunk.length;
    if (Math.random() < 0.05) {
      socket.pause();
      setTimeout(() => socket.resume(), LONGEST_PAUSE_MS * Math.random());
    }
  });
  let left = length;
  const write = () => {
    for (let more = true; more && left > 0; ) {
      const from = Math.floor(BLOCK.length * Math.random());
      const chunk = BLOCK.subarray(from, from + Math.min(left, 1 + Math.floor(200_000 * Math.random())));
      sent.update(chunk);
      left -= chunk.length;
      more = socket.write(chunk);
    }
    if (left === 0) socket.end();
  };
  socket.on('drain', () => left > 0 && setTimeout(write, LONGEST_PAUSE_MS * Math.random()));
  write();
  await once(socket, 'close');
  assert.is(back, length);
  assert.is(received.digest('hex'), sent.digest('hex'));
}

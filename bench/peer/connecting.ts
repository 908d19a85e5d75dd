// A peer that connects: each line of its input is a number of connections to open. When all of them are
// there, and those of the line before are gone, it answers with a line.

import net from 'node:net';
import { createInterface } from 'node:readline';

/** Connects to `port` on demand until standard input ends. */
export function runConnector(port: number): void {
  let gone: Promise<unknown> = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on('line', async line => {
    await gone;
    const sockets = Array.from({ length: Number(line) }, () => net.connect(port, '127.0.0.1'));
    gone = Promise.all(sockets.map(closed));
    await Promise.all(sockets.map(connected));
    process.stdout.write('{"connected":true}\n');
  });
  lines.on('close', () => process.exit(0));
}

function connected(socket: net.Socket): Promise<unknown> {
  return new Promise((done, failed) => socket.once('connect', done).once('error', failed));
}

function closed(socket: net.Socket): Promise<unknown> {
  socket.resume();
  return new Promise(done => socket.once('close', done));
}

// Timers, promises and sockets: what a guest in another engine must have, too.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

console.log('hello');
const order: string[] = [];
process.nextTick(() => order.push('tick'));
queueMicrotask(() => order.push('microtask'));
setImmediate(() => order.push('immediate'));
setTimeout(() => order.push('timer'), 20);
const began = performance.now();
await wait(30);
console.log(order.join(), performance.now() - began >= 30);

const sent = Buffer.alloc(300_000, 'é');
const server = createServer(socket => socket.pipe(socket)).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as { port: number };
const socket = connect(port, '127.0.0.1').end(sent);
const hash = createHash('sha256');
for await (const chunk of socket) hash.update(chunk);
console.log(hash.digest('hex') === createHash('sha256').update(sent).digest('hex'), socket.bytesRead);
server.close();

function failing(): void {
  throw new Error('on purpose');
}
try {
  failing();
} catch (error) {
  console.log((error as Error).stack);
}

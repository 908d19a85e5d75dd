// A port of 127.0.0.1 that never answers. Loopback has no lost packets, but Linux drops a SYN whose listener
// has a full accept queue: so a thread listens with the shortest queue and stands still, the queue is filled,
// and whoever connects next waits for as long as he likes.
import { once } from 'node:events';
import nodeNet from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Trace } from '../../support/trace.ts';

const LISTENER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => { Atomics.wait(workerData, 0, 0); process.exit(); });
  });
`;
// A queue of backlog 1 holds two connections: Linux drops when it is longer than the backlog, not as long.
const QUEUE = 2;

/** The port. It is free again when the trace is disposed of; its name in the trace is 'nobody'. */
export async function silentPort(t: Trace): Promise<number> {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(LISTENER, { eval: true, workerData: gate });
  const waiting: nodeNet.Socket[] = [];
  t.onDispose(async () => {
    for (const socket of waiting) socket.destroy();
    const exited = once(worker, 'exit');
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    await exited;
  });
  const [port] = (await once(worker, 'message')) as [number];
  for (let i = 0; i < QUEUE; i++) {
    const socket = nodeNet.connect(port, '127.0.0.1');
    waiting.push(socket);
    await once(socket, 'connect');
  }
  t.namePort(port, 'nobody');
  return port;
}

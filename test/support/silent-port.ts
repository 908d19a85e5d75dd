// A port of 127.0.0.1 that does not answer. Loopback has no lost packets, but Linux drops a SYN whose listener
// has a full accept queue: so a thread listens with the shortest queue and stands still, the queue is filled,
// and whoever connects next waits for as long as he likes.
import { once } from 'node:events';
import nodeNet from 'node:net';
import { Worker } from 'node:worker_threads';

const LISTENER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer(socket => socket.resume().on('error', () => {}));
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(workerData, 0, 0));
  });
`;
// A queue of backlog 1 holds two connections: Linux drops when it is longer than the backlog, not as long.
const QUEUE = 2;

export interface SilentPort {
  readonly port: number;
  /** From now on it accepts; who connects already is heard when his system asks again, a second after the first time. */
  open(): void;
  /** The port is free again. */
  close(): Promise<void>;
}

export async function silentPort(): Promise<SilentPort> {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(LISTENER, { eval: true, workerData: gate });
  const [port] = (await once(worker, 'message')) as [number];
  const waiting: nodeNet.Socket[] = [];
  for (let i = 0; i < QUEUE; i++) {
    const socket = nodeNet.connect(port, '127.0.0.1');
    waiting.push(socket.on('error', () => {}));
    await once(socket, 'connect');
  }
  const open = () => {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  };
  return {
    port,
    open,
    async close() {
      for (const socket of waiting) socket.destroy();
      open();
      await worker.terminate();
    },
  };
}

// A primary that connects to the port which its workers share; each answers with its number.
import cluster from 'node:cluster';
import { once } from 'node:events';
import net from 'node:net';
import { live } from 'wasi-net/trace';

const WORKERS = 2;

if (cluster.isPrimary) {
  const workers = Array.from({ length: WORKERS }, () => cluster.fork());
  const ports = await Promise.all(workers.map(worker => once(worker, 'listening')));
  const answers = [];
  for (let i = 0; i < 3 * WORKERS; i++) {
    const socket = net.connect(ports[0][0].port, '127.0.0.1').setEncoding('utf8');
    socket.on('data', data => answers.push(data));
    await once(socket, 'close');
  }
  const numbers = new Set(answers.map(answer => answer.split(' ')[0]));
  const ours = answers.every(answer => Number(answer.split(' ')[1]) > 1);
  console.log(`answers by ${numbers.size} workers, all over wasi-net: ${ours}`);
  for (const worker of workers) worker.disconnect();
} else {
  const server = net.createServer(socket => socket.end(`${cluster.worker.id} ${live()}`));
  server.listen(0, '127.0.0.1');
}

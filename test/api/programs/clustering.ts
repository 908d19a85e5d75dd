// A cluster: two workers that listen on one port, of which the first may have one connection at a time.
import cluster from 'node:cluster';
import type { Socket } from 'node:net';
import { type Program, print } from './program.ts';

const CONNECTIONS = 6;

type Message = { listening: number } | { accepted: number };

export const clustering: Record<string, Program> = {
  'a cluster with a worker that is soon full': net => {
    if (!cluster.isPrimary) return serve(net);
    const counts = [0, 0];
    const ports: number[] = [];
    const clients: Socket[] = [];
    for (const place of counts.keys()) {
      const worker = cluster.fork({ MOST: place === 0 ? '1' : '100' });
      worker.on('message', (message: Message) => {
        if ('listening' in message) ports.push(message.listening);
        else counts[place]++;
        if ('listening' in message && ports.length === 2) {
          for (let i = 0; i < CONNECTIONS; i++) clients.push(net.connect(message.listening, '127.0.0.1'));
        }
        if (counts[0] + counts[1] < CONNECTIONS) return;
        print(`one port: ${ports[0] === ports[1]}, accepted: ${counts.join(' and ')}`);
        for (const client of clients) client.destroy();
        cluster.disconnect();
      });
    }
  },
};

function serve(net: Parameters<Program>[0]): void {
  const server = net.createServer(() => tell({ accepted: 1 }));
  server.maxConnections = Number(process.env.MOST);
  server.on('drop', () => print('a connection was dropped'));
  server.listen(0, '127.0.0.1', () => tell({ listening: (server.address() as { port: number }).port }));
}

function tell(message: Message): void {
  process.send?.(message);
}

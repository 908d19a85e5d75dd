// Clusters whose workers may have few connections: programs that fork themselves.
import cluster, { type Address, type Worker } from 'node:cluster';
import type { Socket } from 'node:net';
import type { Net } from '../../support/implementation.ts';
import { type Program, print } from './program.ts';

const CONNECTIONS = 6;

type Message = { listening: number } | { accepted: number };

export const clustering: Record<string, Program> = {
  /** Two workers that listen on one port, of which the first may have one connection at a time. */
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

  /** One worker, which may have one connection and drops the next. */
  'a full worker that drops': net => {
    if (cluster.isPrimary) connectTwice(net, cluster.fork());
    else {
      const server = net.createServer(() => process.send?.('connection'));
      Object.assign(server, { maxConnections: 1, dropMaxConnection: true });
      server.on('drop', () => process.send?.('drop'));
      server.listen(0, '127.0.0.1');
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

/** Prints what the worker tells; its end is the program's. */
function connectTwice(net: Net, worker: Worker): void {
  let connect = () => {};
  worker.on('listening', ({ port }: Address) => {
    connect = () => net.connect(port, '127.0.0.1').on('error', () => {});
    connect();
  });
  worker.on('message', (event: string) => {
    print(event);
    if (event === 'connection') connect();
    else worker.kill();
  });
  worker.on('exit', () => process.exit());
}

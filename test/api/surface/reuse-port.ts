// Several servers on one port: what each is told.
import type { AddressInfo } from 'node:net';
import type { NewNet } from './bound-socket.ts';

const HOST = '127.0.0.1';

export async function reusedPort(net: NewNet): Promise<string[]> {
  const lines: string[] = [];
  const servers: InstanceType<NewNet['Server']>[] = [];
  let port = 0;
  const begin = async (name: string, options: object) => {
    const server = net.createServer();
    servers.push(server);
    await new Promise<void>(resolve => {
      server.on('error', (error: NodeJS.ErrnoException) => {
        const { code, syscall, errno } = error;
        lines.push([name, String(error).replace(/:\d+$/, ':<port>'), code, syscall, errno].join(' '));
        resolve();
      });
      server.on('listening', () => {
        port = (server.address() as AddressInfo).port;
        lines.push(`${name} listens`);
        resolve();
      });
      server.listen({ port, host: HOST, ...options });
    });
  };
  await begin('first', { reusePort: true });
  if (port !== 0) {
    await begin('second', { reusePort: true });
    await begin('one without the option', {});
  }
  for (const server of servers) server.close();
  return lines;
}

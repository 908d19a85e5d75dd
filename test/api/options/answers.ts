// What a net says to the options that Node 26 has: refused or taken, and what is then seen of them.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { Socket } from '../../../host/api/net.ts';

/** node:net of Node 26, or ours. */
export type NewNet = typeof import('../../../host/api/net.ts');

const VALUES: readonly unknown[] = [
  ...[undefined, null, Number.NaN, Infinity, -1, -0, 0, 1, 1.5, 255, 256, 2 ** 32, 5n],
  ...['5', '', true, {}, [], { enable: true }, Symbol('s')],
];

/** Sockets and servers that are made with a value, or given one; nothing goes over the network. */
export function refusals(net: NewNet): string[] {
  const server = (options: object) =>
    net.createServer(options as never) as unknown as Record<string, unknown>;
  const socket = (options: object) => new net.Socket(options as never);
  const asked: Record<string, (value: never) => unknown> = {
    typeOfService: value => socket({ typeOfService: value }).getTypeOfService(),
    setTypeOfService: value => new net.Socket().setTypeOfService(value).getTypeOfService(),
    'typeOfService beside a bad list': value => socket({ typeOfService: value, blockList: 5 }),
    'keepAliveInitialDelay of a socket': value => typeof socket({ keepAliveInitialDelay: value }),
    'keepAliveInitialDelay of a server': value =>
      server({ keepAliveInitialDelay: value }).keepAliveInitialDelay,
    'highWaterMark of a server': value => server({ highWaterMark: value, blockList: 5 }),
    'noDelay, keepAlive and pauseOnConnect of a server': value => {
      const { noDelay, keepAlive, pauseOnConnect } = server({
        noDelay: value,
        keepAlive: value,
        pauseOnConnect: value,
      });
      return [noDelay, keepAlive, pauseOnConnect];
    },
    'blockList of a server': value => 'blockList' in server({ blockList: value }),
    setKeepAlive: value => typeof new net.Socket().setKeepAlive(value, 1000, 1000, 3),
  };
  return Object.entries(asked).flatMap(([name, call]) =>
    VALUES.map(value => `${name}(${inspect(value)}): ${answer(() => call(value as never))}`),
  );
}

/** The type of service at each moment of a connection's life. */
export async function typesOfService(net: NewNet): Promise<string[]> {
  const lines: string[] = [];
  const log = (name: string, call: () => unknown) => lines.push(`${name}: ${answer(call)}`);
  const server = net.createServer(socket => {
    log('accepted', () => socket.setTypeOfService(8).getTypeOfService());
    socket.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = net.connect({ port, host: '127.0.0.1', typeOfService: 16 } as never) as unknown as Socket;
  client.on('error', (error: Error) => lines.push(`error ${error.message}`));
  log('connecting', () => client.getTypeOfService());
  log('set while connecting', () => typeof client.setTypeOfService(32));
  // Not `once` of node:events: an 'error' is not the connection's end.
  await new Promise(connected => client.once('connect', connected as () => void));
  log('connected', () => client.getTypeOfService());
  log('set', () => client.setTypeOfService(64).getTypeOfService());
  client.resume();
  await once(client, 'close');
  log('closed', () => client.getTypeOfService());
  log('set when closed', () => client.setTypeOfService(1).getTypeOfService());
  server.close();
  return lines;
}

function answer(call: () => unknown): string {
  try {
    return inspect(call());
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException;
    return `${name} ${code} ${message}`;
  }
}

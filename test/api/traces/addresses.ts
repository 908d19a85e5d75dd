// Which address a connection is made from and to: a local one that can or cannot be bound, one in another spelling,
// one that fails at once; and `connect` on a socket that has a connection already, where it changes nothing.
import type { Socket, TcpNetConnectOpts } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Net } from '../../support/implementation.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { SocketActor } from '../../support/socket-actor.ts';
import type { Trace } from '../../support/trace.ts';
import { connectedPair, listeningServer } from './pair.ts';

const host = '127.0.0.1';
const HOST = 'name.invalid';

export const addresses: Scenario[] = [
  {
    name: 'a local address that is none of this machine’s, or of the other family, is refused before any attempt',
    async run(net, t) {
      const server = await listeningServer(net, t);
      for (const localAddress of ['192.0.2.1', '::1']) {
        await trying(net, t, { port: server.port, host, localAddress }).closed();
      }
      server.close();
    },
  },
  {
    name: 'a local port that is taken, or is none, is refused before any attempt',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const to = { port: server.port, host };
      await trying(net, t, { ...to, localAddress: host, localPort: server.port }).closed();
      await trying(net, t, { ...to, localAddress: host, localPort: 65_536 }).closed();
      server.close();
    },
  },
  {
    name: 'a local port that is taken is refused for each of several addresses',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const any = await t.server('any', net.createServer()).listen({ port: 0, host: '::' });
      const lookup: TcpNetConnectOpts['lookup'] = (_host, _options, done) =>
        setImmediate(() => {
          const found = [
            { address: host, family: 4 },
            { address: '::1', family: 6 },
          ];
          done(null, found);
        });
      await trying(net, t, { port: server.port, host: HOST, localPort: any.port, lookup }).closed();
      server.close();
      any.close();
    },
  },
  {
    name: 'a connection that the system refuses at once is an attempt, and no failed one',
    async run(net, t) {
      await trying(net, t, { port: 9, host: '255.255.255.255' }).closed();
    },
  },
  {
    name: 'an address is shown as it was written, in events and in errors',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      await server.listen({ port: 0, host: '0:0:0:0:0:0:0:1' });
      const client = trying(net, t, { port: server.port, host: '0:0:0:0:0:0:0:1' });
      const [accepted] = await Promise.all([server.accepted(), client.next('ready')]);
      client.state('connected', 'remoteAddress');
      accepted.flow();
      client.end();
      await client.closed();
      const { port } = server;
      server.close();
      await server.closed();
      await trying(net, t, { port, host: '::FFFF:127.0.0.1' }).closed();
    },
  },
  {
    name: 'the zone of an address may be the name of an interface',
    async run(net, t) {
      const zone = loopbackName();
      const server = t.server('server', net.createServer());
      await server.listen({ port: 0, host: `::1%${zone}` });
      const client = trying(net, t, { port: server.port, host: `::1%${zone}` });
      const [accepted] = await Promise.all([server.accepted(), client.next('ready')]);
      server.close();
      accepted.flow();
      client.end();
    },
  },
  {
    name: 'a server cannot listen in a zone that is not there',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      server.server.listen({ port: 0, host: 'fe80::1%nosuch' });
      await server.next('error');
    },
  },
  {
    name: 'connect on a connected socket connects once more to nowhere, and the third time fails',
    async run(net, t) {
      const other = await listeningServer(net, t);
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.flow();
      const was = client.socket.remotePort;
      client.socket.connect(other.port, host, () => client.log('the connect listener is called'));
      client.state('connecting again', 'connecting', 'pending', 'readyState');
      client.write('where to?');
      await client.next('ready');
      client.log(`the peer is the same: ${client.socket.remotePort === was}`);
      await accepted.received(9);
      client.socket.connect(other.port, host);
      await client.closed();
      other.close();
    },
  },
  {
    name: 'connect on a connected socket cannot bind a local port',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.connect({ port: client.socket.remotePort as number, host, localPort: 1 });
      await client.closed();
    },
  },
  {
    name: 'connect on an accepted socket fails, for it is connected',
    async run(net, t) {
      const other = await listeningServer(net, t);
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.socket.connect(other.port, host);
      await accepted.closed();
      other.close();
    },
  },
];

function trying(net: Net, t: Trace, options: object): SocketActor {
  const socket = new net.Socket();
  const client = t.socket('client', socket);
  connectWith(socket, options);
  return client;
}

function connectWith(socket: Socket, options: object): void {
  socket.connect(options as TcpNetConnectOpts);
}

function loopbackName(): string {
  const found = Object.entries(networkInterfaces()).find(([, all]) => all?.some(({ internal }) => internal));
  return found?.[0] ?? 'lo';
}

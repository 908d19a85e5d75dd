// How a connection comes to be, told by its client: the forms of `connect`, the lookup before it, the order
// of events up to the end of an ordinary conversation, and what every property says on the way.
import { writeFileSync } from 'node:fs';
import type { Scenario } from '../../support/scenario.ts';
import { connectedPair, listeningServer } from './pair.ts';

const LOOPBACK = '127.0.0.1';

export const connecting: Scenario[] = [
  {
    name: 'connect by port and host calls its listener between connect and ready',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const socket = net.connect(server.port, LOOPBACK, () => client.log('the connect listener is called'));
      const client = t.socket('client', socket);
      client.state('before', 'connecting', 'pending', 'readyState');
      await Promise.all([client.next('ready'), server.accepted()]);
      server.close();
      client.end();
      client.flow();
    },
  },
  {
    name: 'connect by port alone looks up localhost',
    async run(net, t) {
      const server = t.server(
        'server',
        net.createServer(s => s.resume()),
      );
      await server.listen({ port: 0, host: 'localhost' });
      // The order of the attempts is the machine's; that localhost is found and answers is ours.
      const quiet = ['lookup', 'connectionAttempt', 'connectionAttemptFailed'];
      const client = t.socket('client', net.connect(server.port), { quiet });
      await Promise.all([client.next('ready'), server.accepted()]);
      client.state('connected', 'connecting', 'pending', 'readyState');
      server.close();
      client.end();
      client.flow();
    },
  },
  {
    name: 'createConnection with options and a listener connects',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const options = { port: server.port, host: LOOPBACK, noDelay: true, keepAlive: true, timeout: 60_000 };
      const socket = net.createConnection(options, () => client.log('the connect listener is called'));
      const client = t.socket('client', socket);
      await Promise.all([client.next('ready'), server.accepted()]);
      client.state('connected', 'timeout', 'allowHalfOpen');
      server.close();
      client.end();
      client.flow();
    },
  },
  {
    name: 'connect by a port that is a string of digits',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const port = String(server.port) as unknown as number;
      const client = t.socket('client', net.connect({ port, host: LOOPBACK })).flow();
      await Promise.all([client.next('ready'), server.accepted()]);
      server.close();
      client.end();
    },
  },
  {
    name: 'connect by path reaches a server on the same Unix path',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      const path = t.path();
      await server.listen({ path });
      const socket = net.connect(path, () => client.log('the connect listener is called'));
      const client = t.socket('client', socket).flow();
      const [accepted] = await Promise.all([server.accepted(), client.next('ready')]);
      server.close();
      client.snap('connected');
      accepted.snap('connected');
      accepted.flow();
      client.end('over a path');
    },
  },
  {
    name: 'socket.connect returns the socket and takes a listener in each of its forms',
    async run(net, t) {
      const server = await listeningServer(net, t);
      for (const form of ['port and host', 'options']) {
        const socket = new net.Socket();
        const client = t.socket(`client by ${form}`, socket).flow();
        const listener = () => client.log('the connect listener is called');
        const to = { port: server.port, host: LOOPBACK };
        const returned =
          form === 'port and host'
            ? socket.connect(to.port, to.host, listener)
            : socket.connect(to, listener);
        client.log(`returns itself: ${returned === socket}`);
        await Promise.all([client.next('ready'), server.accepted()]);
        client.end();
        await client.closed();
      }
      server.close();
    },
  },
  {
    name: 'an ordinary conversation goes connect, ready, data, end, finish, close',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { prepare: c => c.snap('fresh') });
      client.flow();
      accepted.flow();
      client.snap('connected');
      accepted.snap('connected');
      client.write('ping');
      await accepted.received(4);
      accepted.write('pong');
      await client.received(4);
      client.snap('after one exchange');
      accepted.end('bye');
      await Promise.all([client.closed(), accepted.closed()]);
      client.snap('closed');
      accepted.snap('closed');
    },
  },
  {
    name: 'the addresses of both ends are each other’s',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      const [c, a] = [client.socket, accepted.socket];
      t.log(`ports match: ${c.localPort === a.remotePort} ${c.remotePort === a.localPort}`);
      t.log(`hosts match: ${c.localAddress === a.remoteAddress} ${c.remoteAddress === a.localAddress}`);
      accepted.flow();
      client.flow().end();
    },
  },
  {
    name: 'localAddress and localPort choose the near end',
    async run(net, t) {
      const probe = await t.server('probe', net.createServer()).listen({ port: 0, host: '127.0.0.2' });
      const localPort = probe.port;
      probe.close();
      await probe.closed();
      const server = await listeningServer(net, t);
      const near = { localAddress: '127.0.0.2', localPort };
      const client = t.socket('client', net.connect({ port: server.port, host: LOOPBACK, ...near })).flow();
      const [accepted] = await Promise.all([server.accepted(), client.next('ready')]);
      server.close();
      client.state('near end', 'localAddress', 'localPort');
      accepted.state('far end', 'remoteAddress', 'remotePort');
      // The server is the side that closes first, so that no TIME-WAIT holds the chosen port.
      accepted.end();
    },
  },
  {
    name: 'IPv6 addresses are reported as such',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      await server.listen({ port: 0, host: '::1' });
      const client = t.socket('client', net.connect(server.port, '::1'));
      const [accepted] = await Promise.all([server.accepted(), client.next('ready')]);
      server.log(`family ${(server.server.address() as { family: string }).family}`);
      server.close();
      client.snap('connected');
      accepted.snap('connected');
      accepted.flow();
      client.flow().end();
    },
  },
  {
    name: 'a connection to a port where nobody listens is refused',
    async run(net, t) {
      const gone = await t.server('gone', net.createServer()).listen();
      const { port } = gone;
      gone.close();
      await gone.closed();
      const listener = () => client.log('the connect listener is called');
      const client = t.socket('client', net.connect({ port, host: LOOPBACK }, listener));
      client.write('never sent');
      await client.closed();
      client.snap('refused');
    },
  },
  {
    name: 'a connection to a Unix path that does not exist fails with ENOENT',
    async run(net, t) {
      const client = t.socket('client', net.connect(t.path('nothing')));
      client.state('after connect', 'connecting', 'destroyed');
      await client.closed();
      client.snap('failed');
    },
  },
  {
    name: 'a connection to a Unix path that is not a socket is refused',
    async run(net, t) {
      const path = t.path('file');
      writeFileSync(path, '');
      const client = t.socket('client', net.connect({ path }));
      await client.closed();
    },
  },
];

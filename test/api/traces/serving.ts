// The life of a server with its connections: closing while some are open, counting and limiting them, and
// what an error of one socket means to it.
import type { Scenario } from '../../support/scenario.ts';
import type { ServerActor } from '../../support/server-actor.ts';
import { error } from '../../support/trace-format.ts';
import { connectedPair, listeningServer } from './pair.ts';

const HOST = '127.0.0.1';

export const serving: Scenario[] = [
  {
    name: 'close waits for the sockets that are still open',
    async run(net, t) {
      const { client, accepted, server } = await connectedPair(net, t);
      // The pair's server was told to close as soon as it had accepted.
      server.log(`listening ${server.server.listening}`);
      client.flow();
      accepted.flow();
      client.write('still served');
      await Promise.all([accepted.received(12), client.written()]);
      accepted.socket.on('close', () => t.log('the socket is closed'));
      server.server.on('close', () => t.log('the server is closed'));
      client.end();
    },
  },
  {
    name: 'close refuses new connections while old ones live',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const first = t.socket('first', net.connect(server.port, HOST)).flow();
      await Promise.all([server.accepted(), first.next('ready')]);
      const { port } = server;
      server.close();
      const second = t.socket('second', net.connect(port, HOST));
      await second.closed();
      first.end();
    },
  },
  {
    name: 'close without connections closes at the next chance and calls back',
    strict: true,
    async run(net, t) {
      const server = await t.server('server', net.createServer()).listen();
      t.log(`returns itself: ${server.server.close(server.callback('close')) === server.server}`);
      t.log('the end of the tick');
      await server.closed();
    },
  },
  {
    name: 'close twice calls back the second time with ERR_SERVER_NOT_RUNNING',
    async run(net, t) {
      const server = await t.server('server', net.createServer()).listen();
      server.close();
      server.close();
      await server.closed();
      server.close();
      await server.next('close');
    },
  },
  {
    name: 'close of a server that never listened',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      server.close();
      await server.next('close');
      server.server.close();
      await server.next('close');
    },
  },
  {
    name: 'close in the connection listener keeps the connection',
    async run(net, t) {
      const server = t.server(
        'server',
        net.createServer(socket => {
          server.close();
          socket.resume();
        }),
      );
      await server.listen();
      const client = t.socket('client', net.connect(server.port, HOST)).flow();
      await Promise.all([server.accepted(), client.next('ready')]);
      client.end('the only one');
    },
  },
  {
    name: 'with maxConnections reached, one more is dropped',
    async run(net, t) {
      const server = await listeningServer(net, t);
      server.server.maxConnections = 1;
      const first = t.socket('first', net.connect(server.port, HOST)).flow();
      await Promise.all([server.accepted(), first.next('ready')]);
      const second = t.socket('second', net.connect(server.port, HOST)).flow();
      await Promise.all([server.next('drop'), second.closed()]);
      first.end();
      await first.closed();
      await server.sockets[0].closed();
      const third = t.socket('third', net.connect(server.port, HOST)).flow();
      await Promise.all([server.accepted(), third.next('ready')]);
      third.end();
      server.close();
    },
  },
  {
    name: 'a drop on a Unix path has no addresses',
    async run(net, t) {
      const path = t.path();
      const server = t.server(
        'server',
        net.createServer(socket => socket.resume()),
      );
      server.server.maxConnections = 1;
      await server.listen({ path });
      const first = t.socket('first', net.connect(path)).flow();
      await Promise.all([server.accepted(), first.next('ready')]);
      const second = t.socket('second', net.connect(path)).flow();
      await Promise.all([server.next('drop'), second.closed()]);
      first.end();
      server.close();
    },
  },
  {
    name: 'maxConnections of 0 lets all connections in or none, as this Node has it',
    async run(net, t) {
      const server = t.server(
        'server',
        net.createServer(socket => socket.resume()),
      );
      server.server.maxConnections = 0;
      await server.listen();
      const client = t.socket('client', net.connect(server.port, HOST)).flow();
      await Promise.all([Promise.race([server.accepted(), server.next('drop')]), client.next('ready')]);
      client.end();
      server.close();
    },
  },
  {
    name: 'getConnections counts what is open, and calls back later',
    async run(net, t) {
      const server = await listeningServer(net, t);
      await count(server, 'none');
      const first = t.socket('first', net.connect(server.port, HOST)).flow();
      await Promise.all([server.accepted(), first.next('ready')]);
      await count(server, 'one');
      const second = t.socket('second', net.connect(server.port, HOST)).flow();
      await Promise.all([server.accepted(), second.next('ready')]);
      await count(server, 'two');
      first.end();
      await server.sockets[0].closed();
      await count(server, 'one again');
      second.end();
      await server.sockets[1].closed();
      server.close();
      await server.closed();
      await count(server, 'closed');
    },
  },
  {
    name: 'an error of one socket is its own: its close says so and the server goes on',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const bad = t.socket('bad', net.connect(server.port, HOST)).flow();
      const [first] = await Promise.all([server.accepted(), bad.next('ready')]);
      bad.socket.resetAndDestroy();
      await first.closed();
      const good = t.socket('good', net.connect(server.port, HOST)).flow();
      await Promise.all([server.accepted(), good.next('ready')]);
      good.end('served');
      server.close();
    },
  },
  {
    name: 'a server disposed of asynchronously is closed',
    async run(net, t) {
      const server = await t.server('server', net.createServer()).listen();
      await server.server[Symbol.asyncDispose]();
      server.log(`disposed of, listening ${server.server.listening}`);
      await server.server[Symbol.asyncDispose]().catch(e => server.log(`again: ${error(e)}`));
    },
  },
  {
    name: 'a socket disposed of asynchronously is destroyed',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      await client.socket[Symbol.asyncDispose]().catch(e => t.log(`rejected: ${error(e)}`));
      await client.closed();
      client.state('disposed of', 'destroyed', 'closed');
    },
  },
  {
    name: 'connections made at once are accepted in the order of their connecting',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const clients = ['one', 'two', 'three', 'four', 'five'].map(name => {
        const client = t.socket(name, net.connect(server.port, HOST), { halves: true }).flow();
        client.end(`I am ${name}`);
        return client;
      });
      await Promise.all(clients.map(client => client.closed()));
      server.close();
    },
  },
];

/** Logs what getConnections says, and that it did not say it at once. */
async function count(server: ServerActor, label: string): Promise<void> {
  let later = false;
  await new Promise<void>(resolve => {
    const returned = server.server.getConnections((failure, n) => {
      server.log(`${label}: ${failure} ${n}, later: ${later}`);
      resolve();
    });
    server.log(`returns itself: ${returned === server.server}`);
    later = true;
  });
}

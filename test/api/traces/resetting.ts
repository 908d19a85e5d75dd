// How a connection is torn down: resetAndDestroy on each kind of socket, and what a reset by the peer does
// to a side that reads, one that writes and one that waits.
import type { Scenario } from '../../support/scenario.ts';
import { connectedPair, listeningServer } from './pair.ts';

export const resetting: Scenario[] = [
  {
    name: 'reset by the client, the server’s reading socket fails with ECONNRESET',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      client.log(`returns itself: ${client.socket.resetAndDestroy() === client.socket}`);
      client.state('after reset', 'destroyed', 'readyState');
      await accepted.closed();
      accepted.state('after reset', 'destroyed', 'readyState');
    },
  },
  {
    name: 'reset by the server, the reading client fails with ECONNRESET',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      accepted.socket.resetAndDestroy();
    },
  },
  {
    name: 'what was read before a reset stays read',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      client.write('read');
      await Promise.all([accepted.received(4), client.written()]);
      client.socket.resetAndDestroy();
    },
  },
  {
    name: 'reset before the connection is there, it is reset as soon as it is',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'));
      client.socket.resetAndDestroy();
      client.state('after reset', 'connecting', 'destroyed');
      await Promise.all([client.closed(), server.accepted()]);
      server.close();
    },
  },
  {
    name: 'resetAndDestroy on a socket that was never connected fails with ERR_SOCKET_CLOSED',
    async run(net, t) {
      const client = t.socket('client', new net.Socket());
      client.socket.resetAndDestroy();
    },
  },
  {
    name: 'resetAndDestroy on a closed socket does nothing',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      client.end();
      await client.closed();
      client.socket.resetAndDestroy();
    },
  },
  {
    name: 'resetAndDestroy twice',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.resetAndDestroy();
      client.socket.resetAndDestroy();
    },
  },
  {
    name: 'resetAndDestroy on a Unix socket throws ERR_INVALID_HANDLE_TYPE',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { unix: true });
      accepted.flow();
      client.flow();
      try {
        client.socket.resetAndDestroy();
      } catch (e) {
        client.callback('resetAndDestroy')(e);
      }
      client.state('after the throw', 'destroyed', 'readyState');
      client.end();
    },
  },
  {
    name: 'a reset fails the write that waits for the peer',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, {
        server: { pauseOnConnect: true },
        // Paused before it connects, the client does not read: only its write can meet the reset.
        prepare: c => c.socket.pause(),
      });
      client.write(Buffer.alloc(16 << 20));
      client.write('behind it');
      accepted.socket.resetAndDestroy();
    },
  },
  {
    name: 'a write after the peer’s reset fails',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { prepare: c => c.socket.pause() });
      accepted.socket.resetAndDestroy();
      await accepted.closed();
      client.state('not told yet', 'destroyed', 'readyState');
      client.write('to nobody');
    },
  },
  {
    name: 'a reset after the peer’s end fails the half-open side',
    async run(net, t) {
      const halfOpen = { allowHalfOpen: true };
      const { client, accepted } = await connectedPair(net, t, { client: halfOpen, server: halfOpen });
      client.flow();
      accepted.flow();
      client.end('request');
      await Promise.all([accepted.next('end'), client.next('finish')]);
      accepted.socket.resetAndDestroy();
    },
  },
  {
    name: 'a socket that is destroyed with unread data resets its peer',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { server: { pauseOnConnect: true } });
      client.flow();
      client.write('never read');
      await client.written();
      accepted.socket.destroy();
    },
  },
  {
    name: 'an error listener that destroys again changes nothing',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      client.socket.on('error', () => client.socket.destroy(new Error('again')));
      accepted.socket.resetAndDestroy();
    },
  },
];

// How a connection is ended politely: by one side or both, with or without half-open sockets, with a last
// chunk, and what a write or an end after the end gets.
import type { Scenario } from '../../support/scenario.ts';
import { connectedPair } from './pair.ts';

const halfOpen = { allowHalfOpen: true };

export const ending: Scenario[] = [
  {
    name: 'ended by the client, the server’s socket ends by itself',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      client.end();
    },
  },
  {
    name: 'ended by the server, the client ends by itself',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      accepted.end();
    },
  },
  {
    name: 'ended by both in the same tick',
    async run(net, t) {
      // Which half of a socket is done first is up to the kernel.
      const view = { halves: true };
      const { client, accepted } = await connectedPair(net, t, { clientView: view, acceptedView: view });
      client.flow();
      accepted.flow();
      client.socket.end('from the client');
      accepted.socket.end('from the server');
    },
  },
  {
    name: 'a socket that nobody reads is not ended by its peer’s end',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      client.end('unread');
      await client.next('finish');
      accepted.state('unread', 'readyState', 'readableEnded');
      accepted.flow();
    },
  },
  {
    name: 'end with data and a callback sends the data before the end',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      client.end('the last words');
      client.state('after end', 'writable', 'writableEnded', 'writableFinished', 'readyState');
    },
  },
  {
    name: 'end before connect sends what was written and then ends',
    async run(net, t) {
      const server = await t.server('server', net.createServer(halfOpen)).listen();
      const view = { halves: true };
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'), view).flow();
      client.write('first');
      client.end('last');
      client.state('after end', 'connecting', 'writableEnded', 'readyState');
      const finished = client.next('finish');
      const accepted = await server.accepted();
      server.close();
      accepted.flow();
      await Promise.all([accepted.next('end'), finished]);
      accepted.end();
    },
  },
  {
    name: 'end twice calls both callbacks and ends once',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      client.end();
      client.end();
      await client.closed();
      client.end();
    },
  },
  {
    name: 'half-open on both sides, each end is its own affair',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { client: halfOpen, server: halfOpen });
      client.flow();
      accepted.flow();
      client.end('request');
      await Promise.all([accepted.next('end'), client.next('finish')]);
      client.state('client has ended', 'readyState', 'readable', 'writable');
      accepted.state('client has ended', 'readyState', 'readable', 'writable');
      accepted.write('half of the answer, ');
      await Promise.all([client.received(20), accepted.written()]);
      accepted.end('and the rest');
    },
  },
  {
    name: 'half-open on the server alone, the server ends last',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { server: halfOpen });
      client.flow();
      accepted.flow();
      client.end('request');
      await Promise.all([accepted.next('end'), client.next('finish')]);
      accepted.end('answer');
    },
  },
  {
    name: 'half-open on the client alone, it writes on after the server’s end',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { client: halfOpen, server: halfOpen });
      client.flow();
      accepted.flow();
      accepted.end('that is all');
      await Promise.all([client.next('end'), accepted.next('finish')]);
      client.state('server has ended', 'readyState', 'readable', 'writable');
      client.write('one more, ');
      await Promise.all([accepted.received(10), client.written()]);
      client.end('and another');
    },
  },
  {
    name: 'allowHalfOpen false on the client ends it after the server’s end even while it has more to say',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { server: halfOpen });
      accepted.flow();
      accepted.end('that is all');
      await accepted.next('finish');
      client.socket.on('end', () => client.write('written in the end listener'));
      client.flow();
    },
  },
  {
    name: 'allowHalfOpen set on the socket after it is connected is obeyed',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { server: halfOpen });
      client.socket.allowHalfOpen = true;
      client.flow();
      accepted.flow();
      accepted.end();
      await Promise.all([client.next('end'), accepted.next('finish')]);
      client.end('still open');
    },
  },
  {
    name: 'a write after end fails with ERR_STREAM_WRITE_AFTER_END and destroys the socket',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      client.end('said');
      client.write('too late');
      client.state('after the write', 'destroyed', 'writable');
    },
  },
  {
    name: 'an end with data after end fails like a write',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      client.end('said');
      client.end('too late');
    },
  },
  {
    name: 'a write after the peer’s end, when half-open is not allowed, fails with EPIPE',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { server: halfOpen });
      accepted.flow();
      client.flow();
      accepted.end();
      await client.next('finish');
      client.write('nobody asked');
    },
  },
  {
    name: 'a write on a socket that is closed fails with ERR_STREAM_DESTROYED',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.flow();
      client.socket.destroy();
      await Promise.all([client.closed(), accepted.closed()]);
      client.write('to nobody');
      client.end();
    },
  },
  {
    name: 'a socket that was never connected can be ended',
    async run(net, t) {
      const client = t.socket('client', new net.Socket());
      client.state('fresh', 'readyState', 'pending', 'writable');
      client.end();
      client.state('ended', 'readyState', 'pending', 'writable');
      client.socket.destroy();
    },
  },
  {
    name: 'a write on a socket that was never connected fails with ERR_SOCKET_CLOSED',
    async run(net, t) {
      const client = t.socket('client', new net.Socket());
      client.write('to whom');
      client.state('written', 'writableLength', 'bytesWritten', 'destroyed');
    },
  },
  {
    name: 'over a Unix path ends go the same way',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { unix: true, server: halfOpen });
      client.flow();
      accepted.flow();
      client.end('request');
      await Promise.all([accepted.next('end'), client.next('finish')]);
      accepted.end('answer');
    },
  },
];

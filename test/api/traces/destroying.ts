// How a connection is ended without asking: destroy at every moment of a socket's life, with and without an
// error, and destroySoon, which waits for what is queued.
import type { Scenario } from '../../support/scenario.ts';
import { connectedPair, listeningServer } from './pair.ts';
import { silentPort } from './silent-port.ts';

const TAIL = Buffer.alloc(1 << 20, 'tail ');

export const destroying: Scenario[] = [
  {
    name: 'destroyed in the tick of connect, a socket never connects',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'));
      client.write('never sent');
      client.log(`destroy returns itself: ${client.socket.destroy() === client.socket}`);
      client.state('destroyed', 'destroyed', 'connecting', 'readyState');
      await client.closed();
      server.close();
    },
  },
  {
    name: 'destroyed before it was ever connected, a socket only closes',
    async run(net, t) {
      const client = t.socket('client', new net.Socket());
      client.socket.destroy();
      await client.closed();
      client.snap('closed');
    },
  },
  {
    name: 'destroyed while its connection is under way, a socket only closes',
    async run(net, t) {
      const client = t.socket('client', net.connect(await silentPort(t), '127.0.0.1'));
      client.write('never sent');
      await client.next('connectionAttempt');
      setImmediate(() => client.socket.destroy());
      await client.closed();
    },
  },
  {
    name: 'destroyed in the connect listener',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const socket = net.connect(server.port, '127.0.0.1', () => socket.destroy());
      const client = t.socket('client', socket);
      await Promise.all([client.closed(), server.accepted()]);
      server.close();
    },
  },
  {
    name: 'destroyed in the ready listener',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'));
      client.socket.on('ready', () => client.socket.destroy());
      await Promise.all([client.closed(), server.accepted()]);
      server.close();
    },
  },
  {
    name: 'destroyed in the connection listener of the server',
    async run(net, t) {
      const server = t.server(
        'server',
        net.createServer(socket => socket.destroy()),
      );
      await server.listen();
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'));
      client.socket.on('ready', () => client.flow());
      await client.closed();
      server.close();
    },
  },
  {
    name: 'destroyed in a data listener',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      accepted.write('the last that is read');
      await accepted.written();
      client.socket.on('data', () => client.socket.destroy());
      await client.closed();
      client.state('closed', 'bytesRead', 'readableEnded', 'readyState');
    },
  },
  {
    name: 'destroyed in the end listener, a socket does not finish',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.flow();
      client.socket.on('end', () => client.socket.destroy());
      accepted.end('bye');
    },
  },
  {
    name: 'destroyed in the finish listener',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.flow();
      client.socket.on('finish', () => client.socket.destroy());
      client.end('bye');
    },
  },
  {
    name: 'destroyed in the close listener, nothing more happens',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.flow();
      client.socket.on('close', () => client.socket.destroy(new Error('too late')));
      client.end();
    },
  },
  {
    name: 'destroyed with an error, a socket emits it before close',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.flow();
      client.socket.destroy(Object.assign(new Error('enough'), { code: 'EENOUGH' }));
      client.state('after destroy', 'destroyed', 'readable', 'writable', 'closed');
      await client.closed();
      client.log(`errored: ${client.socket.errored?.message}`);
    },
  },
  {
    name: 'destroyed with an error on the server’s side, the client sees a plain end',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      accepted.socket.destroy(new Error('enough'));
    },
  },
  {
    name: 'destroyed twice, the first error counts',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.destroy(new Error('first'));
      client.socket.destroy(new Error('second'));
      await client.closed();
      client.socket.destroy(new Error('third'));
    },
  },
  {
    name: 'destroyed before connect with an error',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'));
      client.write('never sent');
      client.socket.destroy(new Error('changed my mind'));
      await client.closed();
      server.close();
    },
  },
  {
    name: 'several small writes and destroy in the same tick: the peer receives them all',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      for (const word of ['one ', 'two ', 'three ', 'four']) client.socket.write(word);
      client.socket.destroy();
      client.state('destroyed', 'bytesWritten', 'destroyed');
    },
  },
  {
    name: 'the callbacks of writes that destroy overtakes',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.write('one');
      client.write('two');
      client.socket.destroy();
    },
  },
  {
    name: 'destroy fails the callbacks of writes that wait for the peer',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, {
        server: { pauseOnConnect: true },
        acceptedView: { quiet: ['data'] },
      });
      // More than the kernel takes from a peer that does not read.
      client.write(Buffer.alloc(16 << 20));
      client.write('behind it');
      client.socket.destroy();
      await client.closed();
      accepted.socket.destroy();
    },
  },
  {
    name: 'destroySoon sends what is queued, then destroys without waiting for the peer’s end',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, {
        server: { allowHalfOpen: true },
        acceptedView: { data: 'total' },
      });
      accepted.flow();
      client.socket.write(TAIL);
      client.socket.write('the very end');
      client.socket.destroySoon();
      client.state('after destroySoon', 'writableEnded', 'destroyed');
      await Promise.all([client.closed(), accepted.next('end')]);
      client.state('closed', 'bytesWritten', 'writableFinished');
      accepted.socket.destroy();
    },
  },
  {
    name: 'destroySoon with nothing queued, and again after it',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.destroySoon();
      client.state('after destroySoon', 'writableEnded', 'destroyed');
      await client.closed();
      client.socket.destroySoon();
    },
  },
  {
    name: 'destroySoon in the finish listener destroys at once',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.on('finish', () => {
        client.socket.destroySoon();
        client.state('after destroySoon', 'destroyed');
      });
      client.end();
    },
  },
];

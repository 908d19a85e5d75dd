// Writing: before the connection is there, in which order callbacks come, what `write` returns and when
// 'drain' follows, corking, encodings, and what is counted in bytesWritten.
import type { Scenario } from '../../support/scenario.ts';
import { connectedPair, listeningServer } from './pair.ts';

const MEBIBYTE = Buffer.alloc(1 << 20, 'a mebibyte of this ');
// How often these happen depends on how much the kernel takes at once.
const quiet = ['pause', 'resume'];
// Written before connect, bytes go out within its event, so whether they call back before or after 'ready'
// is up to the kernel: the halves are compared apart.
const HALVES = { halves: true };

export const writing: Scenario[] = [
  {
    name: 'written before connect, chunks are sent in order and call back after it',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'), HALVES);
      for (const word of ['one ', 'two ', 'three']) client.write(word);
      client.state('connecting', 'connecting', 'writableLength', 'bytesWritten', 'pending');
      await Promise.all([client.written(), server.accepted()]);
      client.state('written', 'writableLength', 'bytesWritten');
      server.close();
      client.flow().end();
    },
  },
  {
    name: 'written in the connect listener, chunks follow those written before',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const socket = net.connect(server.port, '127.0.0.1', () => client.write('later'));
      const client = t.socket('client', socket, HALVES);
      client.write('sooner, ');
      await Promise.all([client.written(), server.accepted()]);
      server.close();
      client.flow().end();
    },
  },
  {
    name: 'more than the high-water mark written before connect drains after it',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'), HALVES);
      client.write(MEBIBYTE.subarray(0, client.socket.writableHighWaterMark));
      client.state('full', 'writableNeedDrain', 'writableLength', 'writableHighWaterMark');
      client.write('over the brim');
      await Promise.all([client.next('drain'), server.accepted()]);
      client.state('drained', 'writableNeedDrain', 'writableLength');
      server.close();
      client.flow().end();
    },
  },
  {
    name: 'write callbacks come in the order of the writes and before the callback of end',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.flow();
      for (const word of ['one ', 'two ', 'three ', 'four ']) client.write(word);
      client.end('five');
    },
  },
  {
    name: 'a write callback does not run in the tick of its write',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.write('a');
      client.log('the end of this tick');
      await client.written();
      client.socket.destroy();
    },
  },
  {
    name: 'write, write, end in the same tick arrive as one stream',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.flow();
      client.socket.write('one ');
      client.socket.write('two ');
      client.socket.end('three');
      await client.closed();
      client.state('closed', 'bytesWritten');
    },
  },
  {
    name: 'writes from callbacks of writes keep their order',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.flow();
      const words = ['one ', 'two ', 'three ', 'four '];
      const next = () => {
        const word = words.shift();
        if (word === undefined) client.end('five');
        else client.socket.write(word, next);
      };
      next();
    },
  },
  {
    name: 'a large write before connect returns false, then drains, and arrives whole',
    async run(net, t) {
      const view = { data: 'total', quiet } as const;
      const server = t.server(
        'server',
        net.createServer(socket => socket.resume()),
        view,
      );
      await server.listen();
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'), HALVES);
      client.write(MEBIBYTE);
      client.state('behind', 'bytesWritten', 'writableNeedDrain', 'writableLength');
      await client.next('drain');
      client.state('drained', 'bytesWritten', 'writableNeedDrain', 'writableLength');
      await server.accepted();
      server.close();
      client.flow().end();
    },
  },
  {
    name: 'a large write arrives whole and is counted at once',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, {
        clientView: { quiet: ['drain'] },
        acceptedView: { data: 'total', quiet },
      });
      // Whether this returns true and whether it drains, Node lets the kernel decide, by what it can take.
      client.socket.write(MEBIBYTE);
      client.state('behind', 'bytesWritten');
      accepted.flow();
      client.flow();
      client.socket.end('the tail');
    },
  },
  {
    name: 'a write that the peer holds up drains only when the peer reads',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, {
        server: { pauseOnConnect: true },
        acceptedView: { data: 'total', quiet },
      });
      client.write(Buffer.alloc(16 << 20, 1));
      client.write('behind it');
      client.state('held up', 'writableNeedDrain', 'bytesWritten');
      client.log('the peer reads');
      accepted.flow().socket.resume();
      await client.written();
      client.state('drained', 'writableNeedDrain', 'writableLength', 'bytesWritten');
      client.flow().end();
    },
  },
  {
    name: 'end with a large chunk finishes after all of it is sent',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { acceptedView: { data: 'total', quiet } });
      accepted.flow();
      client.flow();
      client.end(MEBIBYTE);
      client.state('ended', 'writableFinished', 'writableEnded', 'bytesWritten');
    },
  },
  {
    name: 'drain is not emitted when the socket is ended',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, {
        server: { pauseOnConnect: true },
        acceptedView: { data: 'total', quiet },
      });
      client.write(Buffer.alloc(16 << 20, 2));
      client.end('the tail');
      client.flow();
      accepted.flow().socket.resume();
    },
  },
  {
    name: 'corked writes wait for uncork',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.cork();
      client.write('one ');
      client.write('two ');
      client.state('corked', 'writableCorked', 'writableLength', 'bytesWritten');
      process.nextTick(() => {
        client.state('still corked', 'writableCorked', 'writableLength');
        client.socket.uncork();
      });
      await client.written();
      client.state('uncorked', 'writableCorked', 'writableLength', 'bytesWritten');
      client.flow().end();
    },
  },
  {
    name: 'corked before connect and uncorked by end',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'), HALVES).flow();
      client.socket.cork();
      client.write('one ');
      client.write('two ');
      client.end('three');
      client.state('ended', 'writableCorked');
      await server.accepted();
      server.close();
    },
  },
  {
    name: 'text is sent in its encoding and counted in bytes',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const words: [string, BufferEncoding][] = [
        ['Grüße ', 'utf8'],
        ['Grüße ', 'latin1'],
        ['77c3b62031', 'hex'],
        ['IHp3ZWkg', 'base64'],
        ['drei', 'utf16le'],
      ];
      let sum = 0;
      for (const [word, encoding] of words) {
        client.write(word, encoding);
        sum += Buffer.byteLength(word, encoding);
        t.log(`counted: ${client.socket.bytesWritten === sum}`);
      }
      client.flow().end();
      await accepted.closed();
      accepted.state('closed', 'bytesRead');
    },
  },
  {
    name: 'the default encoding of a socket is that of its writes',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.setDefaultEncoding('hex');
      client.write('616263');
      client.flow().end();
    },
  },
  {
    name: 'a Uint8Array is sent as it was when write was called',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.write(new Uint8Array([104, 105, 32]));
      client.write(Buffer.from('xxthisxx').subarray(2, 6));
      client.write(new Uint8Array(0));
      client.write('');
      client.flow().end();
    },
  },
  {
    name: 'setNoDelay and writes of one byte keep every byte',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.setNoDelay(true);
      for (let i = 0; i < 200; i++) client.socket.write(Buffer.of(i));
      client.flow().end();
      await client.closed();
      client.state('closed', 'bytesWritten');
    },
  },
];

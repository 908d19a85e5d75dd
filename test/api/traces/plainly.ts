// Bytes and nothing else: writes without encoding or callback, and chunks that come when a stream is in full flow. It
// is what there may be a shorter way for, so here it meets everything that has to end the shortcut.
import type { Scenario } from '../../support/scenario.ts';
import type { SocketActor } from '../../support/socket-actor.ts';
import { connectedPair } from './pair.ts';

const bytes = (text: string) => Buffer.from(text);
/** In flow, and the first chunk has come. */
async function inFlow(client: SocketActor, accepted: SocketActor): Promise<void> {
  accepted.flow().socket.write(bytes('1'));
  client.flow();
  await client.received(1);
}

export const plainly: Scenario[] = [
  {
    name: 'plain writes keep their order among those that call back, that are corked, and the end',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const { socket } = client.flow();
      for (const word of ['one ', 'two ', 'three ']) client.log(`-> ${socket.write(bytes(word))}`);
      client.write('four ');
      socket.write(bytes('five '));
      socket.cork();
      socket.write(bytes('six '));
      socket.write(bytes('seven '));
      socket.uncork();
      socket.write(bytes('eight '));
      client.state('written', 'bytesWritten');
      socket.write(bytes('nine '));
      socket.end(bytes('ten'));
    },
  },
  {
    name: 'plain writes that are corked wait for uncork, and for the end',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      const { socket } = client.flow();
      accepted.flow();
      socket.write(bytes('a'));
      socket.write(bytes('b'));
      socket.cork();
      socket.write(bytes('c'));
      socket.write(bytes('d'));
      socket.uncork();
      await accepted.received(4);
      socket.cork();
      socket.write(bytes('12'));
      client.state('corked', 'writableLength', 'bytesWritten');
      await new Promise(resolve => setImmediate(resolve));
      client.state('still corked', 'writableLength', 'bytesWritten');
      socket.uncork();
      await accepted.received(6);
      socket.cork();
      socket.write(bytes('345'));
      socket.end();
    },
  },
  {
    name: 'what was plainly written goes out before its socket is destroyed in the same tick',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      for (const word of ['one ', 'two ', 'three']) client.socket.write(bytes(word));
      client.socket.destroy();
    },
  },
  {
    name: 'plain writes before connect, from its listener and from ticks keep their order',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      await server.listen();
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'), { halves: true });
      const { socket } = client.flow();
      socket.write(bytes('before, '));
      socket.once('connect', () => {
        socket.write(bytes('at, '));
        socket.write(bytes('still at, '));
        process.nextTick(() => {
          socket.write(bytes('a tick later, '));
          socket.write(bytes('in it, '));
          Promise.resolve().then(() => socket.end(bytes('after')));
        });
      });
      (await server.accepted()).flow();
      server.close();
    },
  },
  {
    name: 'plain writes that the network takes at once say true whatever their size',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const { socket } = client.flow();
      const full = Buffer.alloc(socket.writableHighWaterMark, 'full');
      client.log(`full -> ${socket.write(full)}`);
      client.state('full', 'writableNeedDrain', 'writableLength', 'bytesWritten');
      client.log(`one more -> ${socket.write(bytes('one more'))}`);
      client.state('more', 'writableNeedDrain', 'bytesWritten');
      socket.end();
    },
  },
  {
    name: 'plain writes that the peer holds up wait in their order, and drain once',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { acceptedView: { data: 'total' } });
      const { socket } = client.flow();
      client.log(`-> ${socket.write(Buffer.alloc(1 << 24, 'sixteen mebibytes'))}`);
      for (const word of ['one', 'two', 'three']) client.log(`-> ${socket.write(bytes(word))}`);
      client.state('held up', 'writableNeedDrain', 'bytesWritten');
      accepted.flow();
      await client.next('drain');
      client.log(`-> ${socket.write(bytes('four'))}`);
      socket.end(bytes('five'));
    },
  },
  {
    name: 'a plain write after the end fails as any other',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const { socket } = client.flow();
      socket.write(bytes('in time'));
      socket.end();
      client.log(`-> ${socket.write(bytes('too late'))}`);
    },
  },
  {
    name: 'paused by its only listener, a socket holds what follows until it is resumed',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const { socket } = client;
      let chunks = 0;
      socket.on('data', () => {
        if (++chunks === 2) socket.pause();
      });
      for (const length of [1, 2]) {
        accepted.socket.write(bytes(String(length)));
        await client.received(length);
      }
      accepted.write('345');
      await accepted.written();
      await new Promise(resolve => setTimeout(resolve, 20));
      client.state('paused', 'readableFlowing', 'readableLength');
      client.log('resumed');
      socket.resume();
      await client.received(5);
      accepted.end();
    },
  },
  {
    name: 'a second listener, an encoding and none at all are obeyed from the next chunk on',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      await inFlow(client, accepted);
      const { socket } = client;
      const second = (chunk: unknown) => client.log(`second: ${chunk}`);
      socket.on('data', second);
      accepted.socket.write(bytes('2'));
      await client.received(2);
      socket.off('data', second);
      accepted.socket.write(bytes('3'));
      await client.received(3);
      socket.setEncoding('latin1');
      accepted.socket.write(bytes('4'));
      await client.received(4);
      accepted.end();
    },
  },
  {
    name: 'from flowing to readable and back, nothing is lost or told twice',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      await inFlow(client, accepted);
      const { socket } = client;
      socket.removeAllListeners('data');
      const readable = () => {
        for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) client.log(`read ${chunk}`);
      };
      socket.on('readable', readable);
      accepted.socket.write(bytes('23'));
      await client.received(3);
      socket.off('readable', readable);
      client.flow();
      socket.resume();
      accepted.socket.write(bytes('45'));
      await client.received(5);
      accepted.end();
    },
  },
  {
    name: 'what a data listener puts back in full flow comes again, first',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      const { socket } = client;
      let [chunks, back] = [0, false];
      socket.on('data', (chunk: Buffer) => {
        if (++chunks === 1 || back) return;
        back = true;
        socket.unshift(chunk.subarray(1));
      });
      accepted.flow().socket.write(bytes('1'));
      await client.received(1);
      accepted.socket.write(bytes('234'));
      await client.received(6);
      accepted.end();
    },
  },
  {
    name: 'destroyed by the listener of a later chunk, a socket tells nothing more',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      await inFlow(client, accepted);
      client.socket.once('data', () => client.socket.destroy());
      accepted.socket.write(bytes('2'));
      await client.closed();
      client.state('closed', 'bytesRead', 'readableEnded', 'readableDidRead');
    },
  },
];

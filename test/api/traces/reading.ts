// Reading: encodings, pause and resume at every moment, the readable and the iterating way, pipes, and
// `onread`, by which a program brings its own buffer.
import { pipeline } from 'node:stream/promises';
import type { Scenario } from '../../support/scenario.ts';
import { error } from '../../support/trace-format.ts';
import { connectedPair, listeningServer } from './pair.ts';

const quiet = ['pause', 'resume', 'drain'];

export const reading: Scenario[] = [
  {
    name: 'setEncoding turns data into text and joins characters that were sent apart',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.log(`returns itself: ${client.socket.setEncoding('utf8') === client.socket}`);
      client.flow();
      const euro = Buffer.from('10 €');
      accepted.flow().write(euro.subarray(0, 4));
      await client.received(3);
      accepted.write(euro.subarray(4));
      await client.received(4);
      accepted.end();
      await client.closed();
      client.state('closed', 'readableEncoding', 'bytesRead');
    },
  },
  {
    name: 'setEncoding to hex',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.socket.setEncoding('hex');
      client.flow();
      accepted.flow().end(Buffer.of(1, 2, 254, 255));
    },
  },
  {
    name: 'paused, a socket holds its data and its end until it is resumed',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow().socket.pause();
      accepted.flow().end('waiting for you');
      await accepted.next('finish');
      client.log(`paused: ${client.socket.isPaused()}`);
      client.log(`resume returns itself: ${client.socket.resume() === client.socket}`);
    },
  },
  {
    name: 'paused before connect, a socket reads nothing until it is resumed',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { prepare: c => c.flow().socket.pause() });
      accepted.flow().write('early');
      await accepted.written();
      client.state('paused', 'bytesRead', 'readableLength', 'readableFlowing');
      client.socket.resume();
      await client.received(5);
      client.state('resumed', 'bytesRead');
      client.end();
    },
  },
  {
    name: 'paused and resumed in the data listener',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      let left = 3;
      client.socket.on('data', () => {
        client.socket.pause();
        setImmediate(() => {
          client.socket.resume();
          if (--left > 0) accepted.write(`${left} left, `);
          else if (left === 0) accepted.end('the end');
        });
      });
      accepted.flow().write('first, ');
    },
  },
  {
    name: 'paused in the connection listener, an accepted socket stays paused',
    async run(net, t) {
      const server = t.server(
        'server',
        net.createServer(socket => socket.pause()),
      );
      await server.listen();
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'), { halves: true }).flow();
      client.write('hello');
      const [accepted] = await Promise.all([server.accepted(), client.written()]);
      server.close();
      accepted.state('paused', 'readableFlowing');
      accepted.flow().socket.resume();
      await accepted.received(5);
      client.end();
    },
  },
  {
    name: 'pauseOnConnect gives paused sockets that have read nothing',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { server: { pauseOnConnect: true } });
      client.flow().write('hello');
      await client.written();
      accepted.state('paused', 'bytesRead', 'readableLength', 'readableFlowing');
      accepted.flow().socket.resume();
      await accepted.received(5);
      client.end();
    },
  },
  {
    name: 'a paused socket still writes and is still destroyed',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { prepare: c => c.socket.pause() });
      accepted.flow();
      client.write('I do not listen');
      await Promise.all([client.written(), accepted.received(15)]);
      client.socket.destroy();
    },
  },
  {
    name: 'read(n) in the readable way gives exactly n, and the rest at the end',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow().write('abcdefgh');
      await accepted.written();
      client.socket.on('readable', () => {
        for (let part = client.socket.read(3); part !== null; part = client.socket.read(3)) {
          client.log(`read ${part}`);
        }
        if (client.socket.readableLength === 2 && !accepted.socket.writableEnded) accepted.end('ij');
      });
    },
  },
  {
    name: 'unshift puts back what was read too far',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.socket.once('data', (head: Buffer) => {
        client.socket.unshift(head.subarray(4));
        client.log('put back');
        client.flow();
      });
      accepted.flow().end('headbody');
    },
  },
  {
    name: 'iterated, a socket gives its bytes and closes with the loop',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow().write('one ');
      accepted.end('two');
      const parts: Buffer[] = [];
      for await (const part of client.socket) parts.push(part);
      t.log(`the loop is over: ${Buffer.concat(parts)}`);
      await client.closed();
      client.state('closed', 'destroyed', 'bytesRead');
    },
  },
  {
    name: 'a loop that is left destroys the socket',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow().write('one');
      for await (const part of client.socket) {
        client.log(`one part: ${part}`);
        break;
      }
      client.state('left', 'destroyed');
    },
  },
  {
    name: 'a loop over a socket that is reset throws its error',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      setImmediate(() => accepted.socket.resetAndDestroy());
      try {
        for await (const _ of client.socket);
      } catch (e) {
        t.log(`the loop throws ${error(e)}`);
      }
    },
  },
  {
    name: 'piped into itself, a server’s socket echoes',
    async run(net, t) {
      const server = t.server(
        'server',
        net.createServer(socket => socket.pipe(socket)),
        { quiet },
      );
      await server.listen();
      const client = t.socket('client', net.connect(server.port, '127.0.0.1')).flow();
      const [accepted] = await Promise.all([server.accepted(), client.next('ready')]);
      server.close();
      client.write('hello ');
      await client.received(6);
      client.write('again');
      await client.received(11);
      client.end();
      await accepted.closed();
      accepted.state('closed', 'bytesRead', 'bytesWritten');
    },
  },
  {
    name: 'pipeline from a socket into another ends and resolves',
    async run(net, t) {
      const view = { data: 'total', quiet } as const;
      const { client, accepted } = await connectedPair(net, t, { clientView: view, acceptedView: view });
      const body = Buffer.alloc(300_000, 'pipeline ');
      const piped = pipeline(accepted.socket, accepted.socket);
      client.flow();
      client.socket.end(body);
      await piped;
      t.log('the pipeline is over');
    },
  },
  {
    name: 'bytesRead counts what has arrived and stays after close',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      client.flow();
      for (const word of ['one', 'three', 'fifteen letters']) {
        accepted.socket.write(word);
        await client.received(client.socket.bytesRead + word.length);
        client.state(word, 'bytesRead', 'bytesWritten');
      }
      accepted.flow().end();
      await client.closed();
      client.state('closed', 'bytesRead', 'bytesWritten');
    },
  },
  {
    name: 'onread lands in the program’s buffer and emits no data',
    async run(net, t) {
      const server = await listeningServer(net, t, { allowHalfOpen: true });
      const buffer = Buffer.alloc(8);
      let same = true;
      const callback = (length: number, landed: Uint8Array): boolean => {
        same &&= landed === buffer && length <= buffer.length;
        client.data(Buffer.from(landed.subarray(0, length)));
        return true;
      };
      const options = { port: server.port, host: '127.0.0.1', onread: { buffer, callback } };
      const client = t.socket('client', net.connect(options));
      const accepted = await server.accepted();
      server.close();
      accepted.end('more than eight bytes of text');
      await client.closed();
      client.log(`always the same buffer: ${same}`);
      client.state('closed', 'bytesRead');
    },
  },
  {
    name: 'onread that returns false pauses until resume',
    async run(net, t) {
      const server = await listeningServer(net, t, { allowHalfOpen: true });
      const callback = (length: number, landed: Uint8Array): boolean => {
        client.data(Buffer.from(landed.subarray(0, length)));
        setImmediate(() => client.socket.resume());
        return false;
      };
      const onread = { buffer: () => Buffer.alloc(8), callback };
      const options = { port: server.port, host: '127.0.0.1', onread };
      const client = t.socket('client', net.connect(options), { quiet });
      const accepted = await server.accepted();
      server.close();
      accepted.end('more than eight bytes of text');
    },
  },
];

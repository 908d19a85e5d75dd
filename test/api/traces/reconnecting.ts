// A socket's second life, connect on the same object after it has closed, and its early end by a signal.
import type { Scenario } from '../../support/scenario.ts';
import { listeningServer } from './pair.ts';

const host = '127.0.0.1';

export const reconnecting: Scenario[] = [
  {
    name: 'a closed socket connects again and starts afresh',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', new net.Socket()).flow();
      for (const word of ['first', 'second']) {
        client.socket.connect(server.port, host);
        client.state('connecting', 'destroyed', 'connecting', 'writableEnded', 'readableEnded');
        await Promise.all([server.accepted(), client.next('ready')]);
        client.write(word);
        await client.written();
        client.state('connected', 'bytesWritten', 'bytesRead', 'readyState');
        client.end();
        await client.next('close');
      }
      server.close();
    },
  },
  {
    name: 'a socket connects again from its own close listener after it was refused',
    async run(net, t) {
      const gone = await t.server('gone', net.createServer()).listen();
      const { port } = gone;
      gone.close();
      await gone.closed();
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(port, host)).flow();
      client.socket.once('close', () => client.socket.connect(server.port, host));
      await Promise.all([server.accepted(), client.next('ready')]);
      server.close();
      client.end('at last');
      await client.next('close');
    },
  },
  {
    name: 'a socket that was destroyed connects again',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(server.port, host)).flow();
      await Promise.all([server.accepted(), client.next('ready')]);
      client.socket.destroy(new Error('for now'));
      await client.closed();
      client.socket.connect(server.port, host);
      await Promise.all([server.accepted(), client.next('ready')]);
      client.state('connected again', 'destroyed', 'errored', 'readyState');
      server.close();
      client.end('again');
      await client.next('close');
    },
  },
  {
    name: 'a socket made with a signal that is aborted already is destroyed',
    async run(net, t) {
      const client = t.socket('client', new net.Socket({ signal: AbortSignal.abort() }));
      client.state('aborted', 'destroyed', 'connecting');
      await client.closed();
    },
  },
  {
    name: 'a signal aborted while connecting destroys the socket',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const controller = new AbortController();
      const client = t.socket('client', net.connect({ port: server.port, host, signal: controller.signal }));
      client.write('never sent');
      controller.abort();
      client.state('aborted', 'destroyed', 'connecting');
      await client.closed();
      server.close();
    },
  },
  {
    name: 'a signal aborted after connect destroys the socket with its reason as the cause',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const controller = new AbortController();
      const client = t.socket('client', new net.Socket({ signal: controller.signal })).flow();
      client.socket.connect(server.port, host);
      const [accepted] = await Promise.all([server.accepted(), client.next('ready')]);
      server.close();
      controller.abort(new Error('the reason'));
      client.socket.on('error', e => client.log(`cause ${(e.cause as Error).message}`));
      await Promise.all([client.closed(), accepted.closed()]);
    },
  },
  {
    name: 'a signal aborted after close does nothing',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const controller = new AbortController();
      const client = t.socket('client', new net.Socket({ signal: controller.signal })).flow();
      client.socket.connect(server.port, host);
      await Promise.all([server.accepted(), client.next('ready')]);
      server.close();
      client.end();
      await client.closed();
      controller.abort();
    },
  },
];

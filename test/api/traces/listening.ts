// How a server begins and stops to listen: the forms of `listen`, its address before, while and after, its
// failures, and listening again.
import { statSync } from 'node:fs';
import type { AddressInfo, ListenOptions, Server } from 'node:net';
import type { Scenario } from '../../support/scenario.ts';
import type { ServerActor } from '../../support/server-actor.ts';
import { value } from '../../support/trace-format.ts';

const HOST = '127.0.0.1';
const PORT_0 = { port: 0, host: HOST };

export const listening: Scenario[] = [
  {
    name: 'listen in each of its forms with a port calls its listener and returns the server',
    async run(net, t) {
      const forms: Record<string, (server: Server, listener: () => void) => Server> = {
        'port, host, backlog, listener': (s, f) => s.listen(0, HOST, 8, f),
        'port, host, listener': (s, f) => s.listen(0, HOST, f),
        'options, listener': (s, f) => s.listen(PORT_0, f),
        'options with a backlog': (s, f) => s.listen({ ...PORT_0, backlog: 8 }, f),
        'options, exclusive': (s, f) => s.listen({ ...PORT_0, exclusive: true }, f),
        'a port that is text': (s, f) => s.listen({ port: '0' as unknown as number, host: HOST }, f),
        'the name localhost': (s, f) => s.listen({ port: 0, host: 'localhost' }, f),
        'IPv6 only': (s, f) => s.listen({ port: 0, host: '::1', ipv6Only: true }, f),
      };
      for (const [form, listen] of Object.entries(forms)) {
        const server = t.server(`server on ${form}`, net.createServer());
        const listener = () => server.log('the listener is called');
        server.log(`returns itself: ${listen(server.server, listener) === server.server}`);
        await server.next('listening');
        // Which loopback address localhost is, is the machine's business.
        const { family, port } = server.server.address() as AddressInfo;
        server.log(form.includes('localhost') ? 'listening by name' : `${family} ${port > 0}`);
        server.close();
        await server.closed();
      }
    },
  },
  {
    name: 'listen on a path in each of its forms',
    async run(net, t) {
      const forms: Record<string, (server: Server, path: string, listener: () => void) => Server> = {
        path: (s, path, f) => s.listen(path, f),
        'path, backlog': (s, path, f) => s.listen(path, 8, f),
        options: (s, path, f) => s.listen({ path }, f),
        'options for all': (s, path, f) => s.listen({ path, readableAll: true, writableAll: true }, f),
        'options to read for all': (s, path, f) => s.listen({ path, readableAll: true }, f),
        'options to write for all': (s, path, f) => s.listen({ path, writableAll: true }, f),
      };
      for (const [form, listen] of Object.entries(forms)) {
        const server = t.server(`server on ${form}`, net.createServer());
        const path = t.path();
        listen(server.server, path, () => server.log('the listener is called'));
        await server.next('listening');
        server.log(`address ${server.server.address()}, mode ${statSync(path).mode.toString(8)}`);
        server.close();
        await server.closed();
      }
    },
  },
  {
    name: 'address and listening before, while and after listening',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      state(server, 'before');
      server.server.listen(PORT_0);
      await server.next('listening');
      state(server, 'listening');
      server.close();
      state(server, 'closing');
      await server.closed();
      state(server, 'closed');
    },
  },
  {
    name: 'the constructor’s listener and options, and the connection event, see the same socket',
    async run(net, t) {
      const server = t.server(
        'server',
        net.createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, socket => {
          server.log(`the listener is called, half-open ${socket.allowHalfOpen}`);
          socket.resume().on('end', () => socket.end());
        }),
      );
      await server.listen();
      const client = t.socket('client', net.connect(server.port, HOST)).flow();
      const [accepted] = await Promise.all([server.accepted(), client.next('ready')]);
      server.log(`the socket knows its server: ${Reflect.get(accepted.socket, 'server') === server.server}`);
      server.close();
      client.end();
    },
  },
  {
    name: 'listen on a port that is taken fails with EADDRINUSE',
    async run(net, t) {
      const first = await t.server('first', net.createServer()).listen();
      const second = t.server('second', net.createServer());
      second.server.listen(first.port, HOST, () => second.log('the listener must not be called'));
      await second.next('error');
      state(second, 'failed');
      first.close();
      await first.closed();
    },
  },
  {
    name: 'listen on a path that is taken fails with EADDRINUSE',
    async run(net, t) {
      const path = t.path();
      const first = await t.server('first', net.createServer()).listen({ path });
      const second = t.server('second', net.createServer());
      second.server.listen(path);
      await second.next('error');
      first.close();
      await first.closed();
    },
  },
  {
    name: 'a server whose listen failed can listen elsewhere',
    async run(net, t) {
      const first = await t.server('first', net.createServer()).listen();
      const second = t.server('second', net.createServer());
      second.server.listen(first.port, HOST);
      await second.next('error');
      await second.listen();
      state(second, 'listening elsewhere');
      first.close();
      second.close();
    },
  },
  {
    name: 'listen on an address that is not ours fails with EADDRNOTAVAIL',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      // An address for documentation (RFC 5737): no machine has it.
      server.server.listen(0, '192.0.2.1');
      await server.next('error');
    },
  },
  {
    name: 'listen on a path in a folder that does not exist fails',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      server.server.listen(t.path('missing/socket'));
      await server.next('error');
    },
  },
  {
    name: 'listen twice throws ERR_SERVER_ALREADY_LISTEN',
    async run(net, t) {
      const server = await t.server('server', net.createServer()).listen();
      attempt(server, PORT_0);
      state(server, 'still listening');
      server.close();
      await server.closed();
    },
  },
  {
    name: 'closed in the tick of listen, a server on a path never listens',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      server.server.listen(t.path(), () => server.log('the listener must not be called'));
      server.close();
      await server.next('close');
      server.log(`listening ${server.server.listening}`);
    },
  },
  {
    name: 'a closed server can listen again',
    async run(net, t) {
      const server = t.server(
        'server',
        net.createServer(socket => socket.resume()),
      );
      for (const round of ['first', 'second']) {
        await server.listen();
        const client = t.socket(`${round} client`, net.connect(server.port, HOST)).flow();
        await Promise.all([server.accepted(), client.next('ready')]);
        client.end();
        await client.closed();
        server.close();
        await server.closed();
      }
    },
  },
  {
    name: 'a path is free again when its server is closed',
    async run(net, t) {
      const path = t.path();
      for (const round of ['first', 'second']) {
        const server = await t.server(round, net.createServer()).listen({ path });
        server.close();
        await server.closed();
      }
    },
  },
  {
    name: 'a call of listen that throws ends the one before it, whose address is being looked up',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      server.server.listen(PORT_0);
      attempt(server, { path: '' });
      await new Promise(resolve => setTimeout(resolve, 20));
      state(server, 'later');
      await server.listen(PORT_0);
      server.close();
      await server.closed();
    },
  },
  {
    name: 'a path stays the address of the server that was asked to listen on it',
    async run(net, t) {
      const path = t.path();
      const server = await t.server('server', net.createServer()).listen({ path });
      const late = t.server('late', net.createServer());
      late.server.listen({ path });
      await late.next('error');
      for (const [label, { server: asked }] of Object.entries({ server, late })) {
        asked.close();
        server.log(`${label}: ${asked.address() === path}`);
      }
      await server.closed();
      await server.listen(PORT_0);
      server.log(`on a port: ${typeof server.server.address()}`);
      server.close();
      server.log(`no more: ${server.server.address() === path}`);
      await server.closed();
    },
  },
  {
    name: 'an abort signal closes the server',
    async run(net, t) {
      const controller = new AbortController();
      const server = t.server('server', net.createServer());
      await server.listen({ ...PORT_0, signal: controller.signal });
      controller.abort();
      await server.closed();
      state(server, 'aborted');
    },
  },
  {
    name: 'an abort while the address is looked up keeps the server from listening',
    async run(net, t) {
      const controller = new AbortController();
      const server = t.server('server', net.createServer());
      server.server.listen({ ...PORT_0, signal: controller.signal });
      controller.abort();
      state(server, 'aborted');
      await server.next('close');
      server.server.listen({ path: t.path() });
      await server.next('listening');
      server.close();
    },
  },
  {
    name: 'a server for IPv6 alone takes no IPv4 connection, another one does',
    async run(net, t) {
      for (const ipv6Only of [true, false]) {
        const server = t.server(`server, ipv6Only ${ipv6Only}`, net.createServer());
        await server.listen({ port: 0, host: '::', ipv6Only });
        const client = t.socket(`client, ipv6Only ${ipv6Only}`, net.connect(server.port, HOST));
        await client.next(ipv6Only ? 'error' : 'connect');
        client.socket.destroy();
        if (!ipv6Only) (await server.accepted()).flow();
        server.close();
        await server.closed();
      }
    },
  },
  {
    name: 'a server that listens in a listener of another has its address at once',
    async run(net, t) {
      const first = t.server('first', net.createServer());
      const second = t.server('second', net.createServer());
      first.server.on('connection', () => {
        second.server.listen(0);
        state(second, 'in the listener');
      });
      await first.listen();
      const client = t.socket('client', net.connect(first.port, HOST)).flow();
      await second.next('listening');
      (await first.accepted()).socket.destroy();
      await client.closed();
      for (const server of [first, second]) server.close();
    },
  },
  {
    name: 'a signal that is aborted already keeps the server from listening',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      server.server.listen({ path: t.path(), signal: AbortSignal.abort() });
      await server.next('close');
      server.log(`listening ${server.server.listening}`);
    },
  },
];

function state(actor: ServerActor, label: string): void {
  const address = value(actor.server.address());
  actor.log(`${label}: listening=${actor.server.listening} address=${address}`);
}

function attempt(server: ServerActor, options: ListenOptions): void {
  try {
    server.server.listen(options);
  } catch (e) {
    server.callback('listen')(e);
  }
}

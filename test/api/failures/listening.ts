// Servers that cannot listen, and calls on servers at the wrong time.
import { openSync, writeFileSync } from 'node:fs';
import type { ListenOptions } from 'node:net';
import type { Net } from '../../support/implementation.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { ServerActor } from '../../support/server-actor.ts';
import type { Trace } from '../../support/trace.ts';
import { attempt, fullCallback, watched } from './in-full.ts';

/** RFC 5737: an address that is nobody's. */
const NOBODYS = '192.0.2.1';

export const listening: Scenario[] = [
  taken('on IPv4', port => ({ port, host: '127.0.0.1' }), '127.0.0.1'),
  taken('on IPv6', port => ({ port, host: '::1' }), '::1'),
  taken('on every address', port => ({ port }), '::'),
  taken('on every IPv4 address', port => ({ port, host: '0.0.0.0' }), '0.0.0.0'),
  taken('exclusively', port => ({ port, host: '127.0.0.1', exclusive: true }), '127.0.0.1'),
  fails('on an address that is not ours fails with EADDRNOTAVAIL', () => ({ port: 0, host: NOBODYS })),
  fails('on an IPv6 address that is not ours fails with EADDRNOTAVAIL', () => ({ port: 0, host: '::2' })),
  fails('on a path in a folder that is missing fails', t => ({ path: `${t.path('missing')}/socket` })),
  fails('on a path below a file fails', t => ({ path: `${fileAt(t)}/socket` })),
  fails('on a path that is a file fails with EADDRINUSE', t => ({ path: fileAt(t) })),
  fails(
    'on a descriptor that is a file’s fails',
    () => ({ fd: openSync('/dev/null', 'r') }) as ListenOptions,
  ),
  fails('on a descriptor that is closed fails', () => ({ fd: 1 << 20 }) as ListenOptions),
  {
    name: 'listen on a path that is taken fails with EADDRINUSE',
    async run(net, t) {
      const path = t.path();
      const first = await t.server('first', net.createServer()).listen({ path });
      await unlistenable(net, t, { path });
      first.close();
    },
  },
  {
    name: 'listen on a path that is longer than a system takes, which older Nodes cut',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      const over = Promise.race([server.next('listening'), server.next('error')]);
      server.server.listen(t.path('long'.repeat(50)));
      await over;
      server.close();
      await server.next('close');
    },
  },
  {
    name: 'listen again after a failure, on what is free',
    async run(net, t) {
      const first = await t.server('first', net.createServer()).listen();
      const second = watched(t.server('second', net.createServer()));
      second.server.listen({ port: first.port, host: '127.0.0.1' });
      await second.next('error');
      second.log(`listening=${second.server.listening} address=${second.server.address()}`);
      await second.listen();
      second.close();
      first.close();
    },
  },
  {
    name: 'listen again in the error listener',
    async run(net, t) {
      const first = await t.server('first', net.createServer()).listen();
      const second = watched(t.server('second', net.createServer()));
      second.server.once('error', () => second.server.listen({ port: 0, host: '127.0.0.1' }));
      second.server.listen({ port: first.port, host: '127.0.0.1' });
      await second.next('listening');
      second.close();
      first.close();
    },
  },
  {
    name: 'calls on a server at the wrong time',
    async run(net, t) {
      const server = watched(t.server('server', net.createServer()));
      attempt(server, 'address', () => server.log(`address ${server.server.address()}`));
      attempt(server, 'close', () => server.server.close(fullCallback(server, 'close')));
      server.server.getConnections(fullCallback(server, 'getConnections'));
      await server.next('close');
      await server.listen();
      attempt(server, 'listen', () => server.server.listen(0));
      attempt(server, 'ref and unref', () => server.server.unref().ref());
      server.server.close(fullCallback(server, 'close'));
      attempt(server, 'close', () => server.server.close(fullCallback(server, 'second close')));
      await server.next('close');
      attempt(server, 'close', () => server.server.close(fullCallback(server, 'third close')));
      await server.next('close');
    },
  },
  {
    name: 'listen with what is neither port nor path nor handle',
    async run(net, t) {
      const given: unknown[] = [
        -1,
        65536,
        1.5,
        Number.NaN,
        true,
        {},
        { port: '' },
        { port: 'x' },
        { port: -1 },
      ];
      given.push(
        { path: 1 },
        { path: '\0abstract', readableAll: true },
        { port: 0, host: 1 },
        { port: 0, signal: 1 },
      );
      for (const [i, argument] of given.entries()) {
        const server = net.createServer();
        attempt({ log: text => t.log(text) }, `${i}`, () => server.listen(argument as ListenOptions).close());
      }
    },
  },
];

function fails(what: string, options: (t: Trace) => ListenOptions): Scenario {
  return {
    name: `listen ${what}`,
    async run(net, t) {
      await unlistenable(net, t, options(t));
    },
  };
}

/** A port that one server has is refused to a second. */
function taken(what: string, options: (port: number) => ListenOptions, host: string): Scenario {
  return {
    name: `listen on a port that is taken fails with EADDRINUSE ${what}`,
    async run(net, t) {
      const first = await t.server('first', net.createServer()).listen({ port: 0, host });
      await unlistenable(net, t, options(first.port));
      first.close();
    },
  };
}

async function unlistenable(net: Net, t: Trace, options: ListenOptions): Promise<ServerActor> {
  const server = watched(t.server('server', net.createServer()));
  const over = server.next('error');
  server.server.listen(options, () => server.log('listens'));
  await over;
  server.log(`listening=${server.server.listening}`);
  attempt(server, 'close', () => server.server.close(fullCallback(server, 'close')));
  await server.next('close');
  return server;
}

function fileAt(t: Trace): string {
  const path = t.path('file');
  writeFileSync(path, '');
  return path;
}

// Connections that fail before they are there. What cannot be provoked on a loopback without waiting for minutes
// is left out: the kernel's own ETIMEDOUT, and EHOSTUNREACH, which a router answers.
import { writeFileSync } from 'node:fs';
import type { LookupFunction, NetConnectOpts, Socket } from 'node:net';
import type { Net } from '../../support/implementation.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { SocketActor, SocketView } from '../../support/socket-actor.ts';
import type { Trace } from '../../support/trace.ts';
import { listeningServer } from '../traces/pair.ts';
import { silentPort } from '../traces/silent-port.ts';
import { attempt, fullCallback, watched } from './in-full.ts';

/** RFC 5737: an address that is nobody's. It is only ever asked to be a near end. */
const NOBODYS = '192.0.2.1';

/** How long an attempt may take, in milliseconds: the least that Node takes. */
const ATTEMPT_MS = 10;

/** A socket whose attempts are left out. */
const ATTEMPTS_APART: SocketView = { quiet: ['connectionAttempt', 'connectionAttemptFailed', 'error'] };

export const connecting: Scenario[] = [
  refused('on IPv4', port => ({ port, host: '127.0.0.1' })),
  refused('on IPv6', port => ({ port, host: '::1' })),
  refused('on another address of the loopback', port => ({ port, host: '127.1.2.3' })),
  refused('on an IPv4 address in IPv6 form', port => ({ port, host: '::ffff:127.0.0.1' })),
  refused('by an attempt of its own', port => ({ port, host: 'name.invalid', lookup: answers('127.0.0.1') })),
  refused('by each of three attempts', port => ({
    port,
    host: 'name.invalid',
    lookup: answers('127.0.0.1', '::1', '127.0.0.2'),
  })),
  refused('by the one attempt of a socket without family selection', port => ({
    port,
    host: 'name.invalid',
    autoSelectFamily: false,
    lookup: answers('127.0.0.1', '::1'),
  })),
  refused('from a local address', port => ({ port, host: '127.0.0.1', localAddress: '127.0.0.3' })),
  fails('to port 0 is refused', () => ({ port: 0, host: '127.0.0.1' })),
  failsAtOnce('to the broadcast address of the loopback finds no route', () => ({
    port: 9,
    host: '127.255.255.255',
  })),
  failsAtOnce('to a multicast address on the loopback finds no route', () => ({
    port: 9,
    host: '224.0.0.1',
    localAddress: '127.0.0.1',
  })),
  failsAtOnce('from an address that is not ours fails with EADDRNOTAVAIL', () => ({
    port: 9,
    host: '127.0.0.1',
    localAddress: NOBODYS,
  })),
  failsAtOnce('from an IPv6 address that is not ours fails with EADDRNOTAVAIL', () => ({
    port: 9,
    host: '::1',
    localAddress: '::2',
  })),
  failsAtOnce('from an address of the other family fails', () => ({
    port: 9,
    host: '127.0.0.1',
    localAddress: '::1',
  })),
  fails('with a lookup whose error ends it', () => ({
    port: 9,
    host: 'name.invalid',
    lookup: (_name, _options, callback) => {
      const error = Object.assign(new Error('the name is nobody’s'), { code: 'ENOBODY', hostname: 'name' });
      setImmediate(callback as (error: Error) => void, error);
    },
  })),
  fails('with a lookup that gives text which is no address', () => ({
    port: 9,
    host: 'name.invalid',
    lookup: answers('nonsense'),
  })),
  fails('with a lookup that gives a family which is none', () => ({
    port: 9,
    host: 'name.invalid',
    autoSelectFamily: false,
    lookup: (_name, _options, callback) => setImmediate(callback, null, '127.0.0.1', 5),
  })),
  fails('to a path that does not exist fails with ENOENT', t => ({ path: t.path('missing') })),
  fails('to a path below a file fails with ENOTDIR', t => ({ path: `${fileAt(t)}/socket` })),
  fails('to a path that is a file is refused', t => ({ path: fileAt(t) })),
  fails('to a path that is longer than a system takes fails', () => ({ path: `/tmp/${'long'.repeat(50)}` })),
  fails('to an abstract path where nobody listens is refused', () => ({ path: '\0wasi-net nobody' })),
  {
    name: 'connect to a path whose server is gone is refused',
    async run(net, t) {
      const path = t.path();
      const server = await t.server('server', net.createServer()).listen({ path });
      const stale = t.path('stale');
      const { linkSync } = await import('node:fs');
      linkSync(path, stale); // the second name stays when the server removes the first
      server.close();
      await server.closed();
      connectWatched(net, t, { path: stale });
    },
  },
  {
    name: 'connect from a local port that is taken fails with EADDRINUSE',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const options = {
        port: server.port,
        host: '127.0.0.1',
        localAddress: '127.0.0.1',
        localPort: server.port,
      };
      const client = watched(t.socket('client', net.connect(options), ATTEMPTS_APART));
      await client.closed();
      server.close();
    },
  },
  {
    name: 'an attempt that nobody answers and one that is refused fail with both errors',
    async run(net, t) {
      const port = await silentPort(t);
      const lookup = answers('127.0.0.1', '::1');
      const options = { port, host: 'name.invalid', lookup, autoSelectFamilyAttemptTimeout: ATTEMPT_MS };
      await connectWatched(net, t, options).closed();
    },
  },
  {
    name: 'attempts that nobody answers fail with ETIMEDOUT before the last, which is refused',
    async run(net, t) {
      const port = await silentPort(t);
      const lookup = answers('127.0.0.1', '::ffff:127.0.0.1', '127.0.0.2');
      const options = { port, host: 'name.invalid', lookup, autoSelectFamilyAttemptTimeout: ATTEMPT_MS };
      await connectWatched(net, t, options).closed();
    },
  },
  {
    name: 'connect while connecting fails with EALREADY',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'), ATTEMPTS_APART);
      client.socket.on('error', logCode(client));
      await client.next('connectionAttempt');
      attempt(client, 'connect', () => client.socket.connect(server.port, '127.0.0.1'));
      await client.closed();
      server.close();
    },
  },
  {
    name: 'connect twice in the same tick fails with EALREADY',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'), ATTEMPTS_APART);
      client.socket.on('error', logCode(client));
      attempt(client, 'connect', () => client.socket.connect(server.port, '127.0.0.1'));
      await client.closed();
      server.close();
    },
  },
  {
    name: 'connect to a path when connected fails with EISCONN',
    async run(net, t) {
      const path = t.path();
      const server = t.server('server', net.createServer());
      await server.listen({ path });
      const client = watched(t.socket('client', net.connect({ path }), ATTEMPTS_APART));
      await Promise.all([client.next('connect'), server.accepted()]);
      attempt({ log: text => t.log(text) }, 'connect', () => client.socket.connect(path));
      server.sockets[0].flow();
      await client.closed();
      server.close();
    },
  },
  {
    name: 'a write that waits for a connection which is refused',
    async run(net, t) {
      const client = connectWatched(net, t, { port: await freePort(net), host: '127.0.0.1' });
      client.socket.write('first', fullCallback(client, 'write'));
      client.socket.write('second', fullCallback(client, 'second write'));
      client.socket.end('last', fullCallback(client, 'end'));
    },
  },
  {
    name: 'a write that waits for a connection which is destroyed',
    async run(net, t) {
      const client = connectWatched(net, t, { port: await freePort(net), host: '127.0.0.1' });
      client.socket.write('first', fullCallback(client, 'write'));
      client.socket.write('second', fullCallback(client, 'second write'));
      client.socket.destroy();
    },
  },
  {
    name: 'a write that waits for a connection which is destroyed with an error',
    async run(net, t) {
      const client = connectWatched(net, t, { port: await freePort(net), host: '127.0.0.1' });
      client.socket.write('first', fullCallback(client, 'write'));
      client.socket.destroy(new TypeError('no longer wanted'));
    },
  },
];

/** A connect that fails by itself. */
function fails(
  what: string,
  options: (t: Trace) => NetConnectOpts | { port: number; host: string; lookup: LookupFunction },
): Scenario {
  return {
    name: `connect ${what}`,
    async run(net, t) {
      await connectWatched(net, t, options(t) as NetConnectOpts).closed();
    },
  };
}

/** A connect that fails within the call: node:net is told so before it says that it tries, ours after. */
function failsAtOnce(what: string, options: () => NetConnectOpts): Scenario {
  return {
    name: `connect ${what}`,
    async run(net, t) {
      await watched(t.socket('client', net.connect(options()), ATTEMPTS_APART)).closed();
    },
  };
}

/** A connect to a port where nobody listens. */
function refused(what: string, options: (port: number) => NetConnectOpts): Scenario {
  return {
    name: `connect is refused ${what}`,
    async run(net, t) {
      const port = await freePort(net);
      t.namePort(port, 'nobody');
      await connectWatched(net, t, options(port)).closed();
    },
  };
}

/** The code alone: node:net adds the local address to the message, which it knows and ours does not. */
function logCode(actor: SocketActor): (error: NodeJS.ErrnoException) => void {
  return ({ code, syscall }) => actor.log(`error ${code} ${syscall}`);
}

function connectWatched(net: Net, t: Trace, options: NetConnectOpts): SocketActor {
  const client = watched(t.socket('client', net.connect(options) as Socket));
  client.state('connect was called', 'connecting', 'pending', 'readyState');
  client.socket.on('close', () => client.state('closed', 'connecting', 'pending', 'destroyed', 'readyState'));
  return client;
}

/** A lookup that gives these addresses, or the first of them where one is asked for. */
function answers(...addresses: string[]): LookupFunction {
  const found = addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_name, options, callback) => {
    if (options.all) setImmediate(callback, null, found);
    else setImmediate(callback as (...args: unknown[]) => void, null, found[0].address, found[0].family);
  };
}

/** A port of all loopback addresses on which nobody listens. */
async function freePort(net: Net): Promise<number> {
  const server = net.createServer();
  await new Promise<void>(resolve => server.listen({ port: 0, host: '::', ipv6Only: false }, resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}

function fileAt(t: Trace): string {
  const path = t.path('file');
  writeFileSync(path, '');
  return path;
}

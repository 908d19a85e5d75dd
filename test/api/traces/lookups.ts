// Name lookup and the attempts that follow from it: the 'lookup' event, a program's own `lookup` with one
// address or many, its failures, and the choice among addresses of both families.
import type { LookupAddress } from 'node:dns';
import type { LookupFunction, TcpNetConnectOpts } from 'node:net';
import type { Net } from '../../support/implementation.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { SocketActor } from '../../support/socket-actor.ts';
import type { Trace } from '../../support/trace.ts';
import { listeningServer } from './pair.ts';
import { silentPort } from './silent-port.ts';

const HOST = 'name.invalid';

export const lookups: Scenario[] = [
  {
    name: 'an address needs no lookup',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const lookup = () => t.log('lookup must not be called');
      const client = t.socket('client', net.connect({ port: server.port, host: '127.0.0.1', lookup }));
      await Promise.all([client.next('ready'), server.accepted()]);
      server.close();
      client.flow().end();
    },
  },
  {
    name: 'a custom lookup is asked with the options of connect and its answer is emitted',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const lookup: LookupFunction = (host, options, done) => {
        t.log(`asked for ${host} family=${options.family} hints=${options.hints} all=${options.all}`);
        done(null, '127.0.0.1', 4);
      };
      const client = watch(net, t, {
        port: server.port,
        family: 4,
        hints: 0,
        lookup,
        autoSelectFamily: false,
      });
      client.state('asked', 'connecting', 'pending');
      await Promise.all([client.next('ready'), server.accepted()]);
      server.close();
      client.flow().end();
    },
  },
  {
    name: 'a custom lookup that answers later is waited for',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const lookup: LookupFunction = (_host, _options, done) => {
        setImmediate(() => done(null, [{ address: '127.0.0.1', family: 4 }]));
      };
      const client = watch(net, t, { port: server.port, lookup });
      client.write('written before the answer');
      await Promise.all([client.next('ready'), server.accepted()]);
      server.close();
      client.flow().end();
    },
  },
  {
    name: 'a custom lookup that fails ends the socket with its error',
    async run(net, t) {
      const lookup: LookupFunction = (_host, _options, done) => {
        const failure = Object.assign(new Error('no such name'), {
          code: 'ENOTFOUND',
          syscall: 'getaddrinfo',
        });
        done(failure, '', 4);
      };
      const client = watch(net, t, { port: 80, lookup });
      await client.closed();
      client.state('failed', 'destroyed', 'connecting', 'pending', 'readyState');
    },
  },
  {
    name: 'a custom lookup that finds no address, none of a known family, or no address at all',
    async run(net, t) {
      const answers: [string, unknown, number?][] = [
        ['text', 'not an address', 4],
        ['wrong family', '127.0.0.1', 5],
        ['nothing', undefined, undefined],
        ['list of texts', [{ address: 'not an address', family: 4 }]],
        ['list of wrong families', [{ address: '127.0.0.1', family: 5 }]],
      ];
      for (const [label, address, family] of answers) {
        const lookup: LookupFunction = (_host, _options, done) => done(null, address as string, family);
        const autoSelectFamily = Array.isArray(address);
        const client = watch(net, t, { port: 80, lookup, autoSelectFamily }, `client of ${label}`);
        await client.closed();
      }
    },
  },
  {
    name: 'a socket destroyed during its lookup ignores the answer',
    async run(net, t) {
      let answer = () => {};
      const lookup: LookupFunction = (_host, _options, done) => {
        answer = () => done(null, '127.0.0.1', 4);
      };
      const client = watch(net, t, { port: 80, lookup, autoSelectFamily: false });
      client.socket.destroy();
      await client.closed();
      answer();
      client.log('answered');
    },
  },
  {
    name: 'with addresses of both families the second is tried when the first refuses',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = watch(net, t, { port: server.port, lookup: answering('::1', '127.0.0.1') });
      await Promise.all([client.next('ready'), server.accepted()]);
      client.state('connected', 'remoteAddress', 'remoteFamily');
      client.log(`attempted ${client.socket.autoSelectFamilyAttemptedAddresses?.length}`);
      server.close();
      client.flow().end();
    },
  },
  {
    name: 'when all attempts fail the error holds each of them',
    async run(net, t) {
      const gone = await t.server('gone', net.createServer()).listen();
      const { port } = gone;
      gone.close();
      await gone.closed();
      const client = watch(net, t, { port, lookup: answering('127.0.0.1', '::1') });
      await client.closed();
    },
  },
  {
    name: 'an attempt that is not answered in time gives way to the next',
    async run(net, t) {
      const port = await silentPort(t);
      const server = t.server(
        'server',
        net.createServer(s => s.resume()),
      );
      await server.listen({ port, host: '::1' });
      const client = watch(net, t, {
        port,
        lookup: answering('127.0.0.1', '::1'),
        autoSelectFamilyAttemptTimeout: 20,
      });
      await Promise.all([client.next('ready'), server.accepted()]);
      client.state('connected', 'remoteAddress');
      server.close();
      client.flow().end();
    },
  },
];

function watch(net: Net, t: Trace, options: TcpNetConnectOpts, name = 'client'): SocketActor {
  // Watched before it connects: a lookup that answers at once is heard in the tick of connect.
  const client = t.socket(name, new net.Socket(), { halves: true });
  client.socket.connect({ host: HOST, ...options });
  return client;
}

/** A lookup that answers with these addresses, all or the first, as it is asked. */
function answering(...addresses: string[]): LookupFunction {
  const all: LookupAddress[] = addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_host, options, done) => {
    if (options.all) done(null, all);
    else done(null, all[0].address, all[0].family);
  };
}

// The `blockList` option of sockets and servers, told to any net that has it.
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { BlockList } from '../../../host/api/addresses.ts';
import type { Net } from '../../support/implementation.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { SocketActor } from '../../support/socket-actor.ts';

interface Story {
  /** How often the client connects; once unless given. */
  times?: number;
  /** What the name stands for. The server listens on 127.0.0.1, and nobody on 127.0.0.3. */
  found: readonly string[];
  blocked: readonly string[];
  options?: object;
  /** The list that an event puts one more rule into. */
  later?(client: SocketActor, list: BlockList): void;
}

export const blocked: Scenario[] = [
  connecting('an address that is blocked fails the connection', {
    found: ['127.0.0.1'],
    blocked: ['127.0.0.1'],
    options: { host: '127.0.0.1' },
  }),
  connecting('an IPv4-mapped address is blocked as what it stands for', {
    found: ['::ffff:127.0.0.1'],
    blocked: ['127.0.0.1'],
  }),
  connecting('an address that a lookup for one family gave is blocked', {
    found: ['127.0.0.1'],
    blocked: ['127.0.0.1'],
    options: { autoSelectFamily: false },
  }),
  connecting('of several addresses a blocked first one is passed over', {
    found: ['127.0.0.2', '127.0.0.1'],
    blocked: ['127.0.0.2'],
  }),
  connecting('a blocked address whose turn does not come is not told of', {
    found: ['127.0.0.1', '127.0.0.2'],
    blocked: ['127.0.0.2'],
  }),
  connecting('a blocked address is told of between those that are tried', {
    found: ['127.0.0.3', '127.0.0.2', '127.0.0.1'],
    blocked: ['127.0.0.2'],
  }),
  connecting('when all are blocked the error holds each of them', {
    found: ['127.0.0.1', '::1'],
    blocked: ['127.0.0.1', '::1'],
  }),
  connecting('when the rest is blocked the error holds attempts and blocked ones in order', {
    found: ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'],
    blocked: ['127.0.0.2', '127.0.0.4', '127.0.0.5'],
  }),
  connecting('a list that changes is asked again by the next connection of the socket', {
    times: 2,
    found: ['127.0.0.1'],
    blocked: [],
    later: (client, list) => client.socket.on('connect', () => list.addAddress('127.0.0.1')),
  }),
  connecting('what is blocked while the name is looked up is not connected to', {
    found: ['127.0.0.1'],
    blocked: [],
    later: (client, list) => client.socket.on('lookup', () => list.addAddress('127.0.0.1')),
  }),
  accepting('a server closes a connection from a blocked address, and says nothing', ['127.0.0.1']),
  accepting('a server takes a connection from an address that is not blocked', ['127.0.0.2', '::1']),
];

/** Node ends the process here: an assertion of its own fails. */
export const destroyed = connecting(
  'a socket destroyed when it is told of a blocked address tries no other',
  {
    found: ['127.0.0.2', '127.0.0.1'],
    blocked: ['127.0.0.2'],
    later: client => client.socket.on('connectionAttemptFailed', () => client.socket.destroy()),
  },
);

function connecting(name: string, story: Story): Scenario {
  return {
    name,
    async run(net, t) {
      const server = t.server(
        'server',
        net.createServer(socket => socket.resume()),
      );
      await server.listen();
      const list = listOf(net, story.blocked);
      const options = { blockList: list, lookup: answering(story.found), ...story.options };
      const client = t.socket('client', new net.Socket(options as object), { halves: true });
      story.later?.(client, list);
      for (let i = story.times ?? 1; i > 0; i--) {
        client.socket.connect({ host: 'name.invalid', port: server.port, ...options } as never);
        client.socket.once('connect', () => client.flow().end());
        await client.closed();
        client.log(`attempted ${client.socket.autoSelectFamilyAttemptedAddresses?.length}`);
        client.isClosed = i === 1;
      }
      server.close();
    },
  };
}

function accepting(name: string, from: readonly string[]): Scenario {
  return {
    name,
    async run(net, t) {
      const options = { blockList: listOf(net, from) };
      const server = t.server(
        'server',
        net.createServer(options as object, socket => socket.end()),
      );
      await server.listen();
      const client = t.socket('client', net.connect(server.port, '127.0.0.1'), { halves: true });
      await client.flow().closed();
      server.close();
    },
  };
}

function listOf(net: Net, addresses: readonly string[]): BlockList {
  const list = new net.BlockList() as unknown as BlockList;
  for (const address of addresses) list.addAddress(address, address.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}

function answering(addresses: readonly string[]): LookupFunction {
  const all: LookupAddress[] = addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_host, options, done) => {
    if (options.all) process.nextTick(done, null, all);
    else process.nextTick(done, null, all[0].address, all[0].family);
  };
}

// The module and its classes as code builds on them: what is exported, construction without `new`, by
// `call` and by `extends`, the options of the constructors, and what the setters return.
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { inherits } from 'node:util';
import type { Net } from '../../support/implementation.ts';
import type { Scenario } from '../../support/scenario.ts';
import { connectedPair, listeningServer } from './pair.ts';

type Callable = (...args: unknown[]) => unknown;

const EXPORTS =
  'BlockList Server Socket SocketAddress Stream connect createConnection createServer ' +
  'getDefaultAutoSelectFamily getDefaultAutoSelectFamilyAttemptTimeout isIP isIPv4 isIPv6 ' +
  'setDefaultAutoSelectFamily setDefaultAutoSelectFamilyAttemptTimeout';
const SOCKET_METHODS =
  'address connect destroy destroySoon end pause read ref resetAndDestroy resume setEncoding setKeepAlive ' +
  'setNoDelay setTimeout unref write';
const SERVER_METHODS = 'address close getConnections listen ref unref';

export const classes: Scenario[] = [
  {
    name: 'the module exports what Node’s does',
    async run(net, t) {
      for (const name of EXPORTS.split(' ')) t.log(`${name}: ${typeof Reflect.get(net, name)}`);
      t.log(`Stream is Socket: ${Reflect.get(net, 'Stream') === net.Socket}`);
      t.log(`connect is createConnection: ${net.connect === net.createConnection}`);
      t.log(`autoSelectFamily: ${net.getDefaultAutoSelectFamily()}`);
      t.log(`attempt timeout: ${net.getDefaultAutoSelectFamilyAttemptTimeout()}`);
    },
  },
  {
    name: 'the prototypes have the methods of Node’s',
    async run(net, t) {
      for (const name of SOCKET_METHODS.split(' ')) {
        t.log(`Socket ${name}: ${typeof Reflect.get(net.Socket.prototype, name)}`);
      }
      for (const name of SERVER_METHODS.split(' ')) {
        t.log(`Server ${name}: ${typeof Reflect.get(net.Server.prototype, name)}`);
      }
      t.log(`a Socket is a Duplex: ${net.Socket.prototype instanceof Duplex}`);
      t.log(`names: ${net.Socket.name} ${net.Server.name}`);
    },
  },
  {
    name: 'isIP, isIPv4 and isIPv6 tell addresses from text',
    async run(net, t) {
      const candidates =
        '127.0.0.1 255.255.255.255 256.0.0.1 1.2.3 01.2.3.4 1.2.3.4.5 :: ::1 fe80::1%lo0 fe80::1% 1::2::3 ' +
        '::ffff:127.0.0.1 ::ffff:127.0.0.256 2001:db8::8a2e:370:7334 12345:: localhost';
      for (const text of [...candidates.split(' '), '', ' ::1', '127.0.0.1 ']) {
        t.log(`${JSON.stringify(text)}: ${net.isIP(text)} ${net.isIPv4(text)} ${net.isIPv6(text)}`);
      }
      for (const other of [undefined, null, 1, {}, []]) {
        t.log(`${JSON.stringify(other)}: ${net.isIP(other as unknown as string)}`);
      }
    },
  },
  {
    name: 'the functions have the names and parameters of Node’s, and may be called with new',
    async run(net, t) {
      for (const name of EXPORTS.split(' ')) {
        const { name: own, length } = Reflect.get(net, name) as Callable;
        t.log(`${name}: ${own} ${length}`);
      }
      const client = t.socket('client', Reflect.construct(net.connect, [{ path: t.path('nothing') }]));
      await client.closed();
      t.log(`a server: ${Reflect.construct(net.createServer, []) instanceof net.Server}`);
    },
  },
  {
    name: 'Socket and Server are made without new',
    async run(net, t) {
      const server = t.server('server', Reflect.apply(bare(net.Server), undefined, [resume]) as never);
      await server.listen();
      const client = t.socket('client', Reflect.apply(bare(net.Socket), undefined, [{}]) as Socket);
      t.log(`instances: ${server.server instanceof net.Server} ${client.socket instanceof net.Socket}`);
      client.flow().socket.connect(server.port, '127.0.0.1');
      await Promise.all([server.accepted(), client.next('ready')]);
      server.close();
      client.end('without new');
    },
  },
  {
    name: 'Socket and Server are inherited the old way, by call and util.inherits',
    async run(net, t) {
      const OldSocket = inherited(net.Socket, { allowHalfOpen: true });
      const OldServer = inherited(net.Server, resume);
      const server = t.server('server', new OldServer() as never);
      await server.listen();
      const client = t.socket('client', new OldSocket() as Socket);
      t.log(`instances: ${server.server instanceof net.Server} ${client.socket instanceof net.Socket}`);
      client.state('made', 'allowHalfOpen', 'readyState');
      client.flow().socket.connect(server.port, '127.0.0.1');
      await Promise.all([server.accepted(), client.next('ready')]);
      server.close();
      client.end('the old way');
    },
  },
  {
    name: 'Socket and Server are extended by classes whose methods override',
    async run(net, t) {
      class Loud extends net.Socket {
        override end(...args: never[]): this {
          t.log('end is overridden');
          return super.end(...args);
        }
      }
      class Greeter extends net.Server {
        readonly greeting = 'hello';
      }
      const greeter = new Greeter(socket => socket.end(greeter.greeting));
      const server = await t.server('server', greeter).listen();
      const client = t.socket('client', new Loud({ allowHalfOpen: true })).flow();
      client.socket.connect({ port: server.port, host: '127.0.0.1' });
      const accepted = await server.accepted();
      accepted.flow();
      await client.next('end');
      server.close();
      client.socket.end();
      t.log(`instances: ${client.socket instanceof Loud} ${server.server instanceof Greeter}`);
    },
  },
  {
    name: 'the options of the Socket constructor',
    async run(net, t) {
      const options = [undefined, {}, { allowHalfOpen: true }, { readable: false }, { writable: false }];
      for (const option of [...options, { highWaterMark: 1000 }, { allowHalfOpen: 'yes' }]) {
        const socket = new net.Socket(option as never);
        const client = t.socket(`made with ${JSON.stringify(option)}`, socket);
        client.state('made', 'allowHalfOpen', 'readable', 'writable', 'readyState', 'pending');
        client.state('streams', 'readableHighWaterMark', 'writableHighWaterMark', 'readableObjectMode');
        socket.destroy();
      }
    },
  },
  {
    name: 'a server hands its highWaterMark to the sockets it accepts',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { server: { highWaterMark: 1000 } as never });
      accepted.state('accepted', 'readableHighWaterMark', 'writableHighWaterMark');
      accepted.flow();
      client.flow().end();
    },
  },
  {
    name: 'setters return the socket before, during and after a connection',
    async run(net, t) {
      const server = await listeningServer(net, t);
      const client = t.socket('client', new net.Socket());
      client.log(`fresh: ${chained(client.socket)}`);
      client.flow().socket.connect(server.port, '127.0.0.1');
      client.log(`connecting: ${chained(client.socket)}`);
      await Promise.all([server.accepted(), client.next('ready')]);
      client.log(`connected: ${chained(client.socket)}`);
      server.close();
      client.end();
      await client.closed();
      client.log(`closed: ${chained(client.socket)}`);
    },
  },
  {
    name: 'ref and unref of a server return it in each state',
    async run(net, t) {
      const server = t.server('server', net.createServer());
      const chain = () => server.server.unref().ref() === server.server;
      server.log(`fresh: ${chain()}`);
      await server.listen();
      server.log(`listening: ${chain()}`);
      server.close();
      await server.closed();
      server.log(`closed: ${chain()}`);
    },
  },
  {
    name: 'a BlockList tells what it blocks',
    async run(net, t) {
      const blockList = new net.BlockList();
      blockList.addSubnet('127.0.0.0', 8);
      t.log(`checked: ${blockList.check('127.1.2.3')} ${blockList.check('128.0.0.1')} ${blockList.rules}`);
    },
  },
  {
    name: 'a SocketAddress says what it was made of',
    async run(net, t) {
      for (const options of [{}, { port: 80 }, { family: 'ipv6' as const, port: 1, flowlabel: 7 }]) {
        const { address, family, port, flowlabel } = new net.SocketAddress(options);
        t.log(`${address} ${family} ${port} ${flowlabel}`);
      }
    },
  },
];

function resume(socket: Socket): void {
  socket.resume();
}

/** A class as the plain function that it must also be. */
function bare(type: unknown): Callable {
  return type as Callable;
}

/** A subclass as it was written before there was `class`. */
function inherited(parent: Net['Socket'] | Net['Server'], argument: unknown): new () => unknown {
  function Old(this: object): void {
    bare(parent).call(this, argument);
  }
  inherits(Old, parent);
  return Old as unknown as new () => unknown;
}

function chained(s: Socket): boolean {
  const last = s.setNoDelay().setNoDelay(false).setKeepAlive().setKeepAlive(true, 1000).setKeepAlive(false);
  return last.setTimeout(0).ref().unref().ref().pause().resume() === s;
}

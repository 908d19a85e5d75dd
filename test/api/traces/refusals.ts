// What the module refuses, in the tick of the call: wrong ports, wrong types, wrong options. One line for
// each bad call with the class, the code and the message of what it throws, or that it throws nothing.
import { EventEmitter } from 'node:events';
import type { Net } from '../../support/implementation.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { Trace } from '../../support/trace.ts';
import { error } from '../../support/trace-format.ts';
import { connectedPair } from './pair.ts';

/** Bad calls by how they are written; `any`, because the compiler would refuse them too. */
type Calls = Record<string, () => unknown>;

export const refusals: Scenario[] = [
  { name: 'bad calls of connect are refused', run: (net, t) => judge(t, connects(net)) },
  { name: 'bad options of connect are refused', run: (net, t) => judge(t, connectOptions(net)) },
  { name: 'bad calls on a socket are refused', run: (net, t) => judge(t, socketCalls(net)) },
  { name: 'bad options of the Socket constructor are refused', run: (net, t) => judge(t, constructors(net)) },
  {
    name: 'text that is said to be a buffer is refused where there is a connection to write to',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const asBuffer = 'buffer' as BufferEncoding;
      await judge(t, {
        'write of text': () => client.socket.write('text', asBuffer),
      });
      client.socket.destroy();
      await judge(t, {
        'write of text to a destroyed one': () => client.socket.write('text', asBuffer),
        'write of text to a fresh one': () => new net.Socket().on('error', () => {}).write('text', asBuffer),
      });
    },
  },
  { name: 'bad calls on a server are refused', run: (net, t) => judge(t, serverCalls(net)) },
  { name: 'bad calls of the module’s other functions are refused', run: (net, t) => judge(t, others(net)) },
];

function connects(net: Net): Calls {
  const connect = net.connect as (...args: unknown[]) => unknown;
  return {
    'connect()': () => connect(),
    'connect({})': () => connect({}),
    'connect(null)': () => connect(null),
    'connect(-1)': () => connect(-1),
    'connect(65536)': () => connect(65536),
    'connect(1.5)': () => connect(1.5),
    'connect(NaN)': () => connect(NaN),
    'connect(Infinity)': () => connect(Infinity),
    'connect({ port: true })': () => connect({ port: true }),
    'connect({ port: null })': () => connect({ port: null }),
    'connect({ port: [] })': () => connect({ port: [] }),
    'connect({ port: {} })': () => connect({ port: {} }),
    "connect({ port: '' })": () => connect({ port: '' }),
    "connect({ port: 'http' })": () => connect({ port: 'http' }),
    "connect({ port: '-1' })": () => connect({ port: '-1' }),
    'connect({ port: 1n })': () => connect({ port: 1n }),
    'connect({ port: Symbol() })': () => connect({ port: Symbol('port') }),
    'connect({ path: 1 })': () => connect({ path: 1 }),
    'connect({ path: {} })': () => connect({ path: {} }),
  };
}

function connectOptions(net: Net): Calls {
  const connect = (options: object) => net.connect({ port: 80, host: '127.0.0.1', ...options } as never);
  return {
    'localAddress: 1': () => connect({ localAddress: 1 }),
    "localAddress: 'name'": () => connect({ localAddress: 'name' }),
    "localPort: 'text'": () => connect({ localPort: 'text' }),
    'localPort: 65536': () => connect({ localPort: 65536 }),
    "lookup: 'text'": () => connect({ host: 'name.invalid', lookup: 'text' }),
    'hints: 1': () => connect({ host: 'name.invalid', hints: 1 }),
    "autoSelectFamily: 'yes'": () => connect({ autoSelectFamily: 'yes' }),
    'autoSelectFamilyAttemptTimeout: 0': () => connect({ autoSelectFamilyAttemptTimeout: 0 }),
    'autoSelectFamilyAttemptTimeout: -1': () => connect({ autoSelectFamilyAttemptTimeout: -1 }),
    "autoSelectFamilyAttemptTimeout: '1'": () => connect({ autoSelectFamilyAttemptTimeout: '1' }),
    "timeout: 'text'": () => connect({ timeout: 'text' }),
    'timeout: -1': () => connect({ timeout: -1 }),
    'signal: 1': () => connect({ signal: 1 }),
    'onread: {}': () => connect({ onread: {} }),
    'onread without a callback': () => connect({ onread: { buffer: Buffer.alloc(8) } }),
    'objectMode: true': () => connect({ objectMode: true }),
  };
}

function socketCalls(net: Net): Calls {
  // biome-ignore lint/suspicious/noExplicitAny: the calls are wrong on purpose
  const on = (call: (socket: any) => unknown) => () => {
    const socket = new net.Socket();
    socket.on('error', () => {});
    try {
      const result = call(socket);
      return result === socket ? 'itself' : result;
    } finally {
      socket.destroy();
    }
  };
  return {
    'write()': on(s => s.write()),
    'write(null)': on(s => s.write(null)),
    'write(1)': on(s => s.write(1)),
    'write({})': on(s => s.write({})),
    'write([])': on(s => s.write([])),
    'write(true)': on(s => s.write(true)),
    'write(new DataView)': on(s => s.write(new DataView(new ArrayBuffer(1)))),
    "write('text', 'klingon')": on(s => s.write('text', 'klingon')),
    'end(1)': on(s => s.end(1)),
    "setEncoding('klingon')": on(s => s.setEncoding('klingon')),
    "setDefaultEncoding('klingon')": on(s => s.setDefaultEncoding('klingon')),
    'setTimeout()': on(s => s.setTimeout()),
    "setTimeout('text')": on(s => s.setTimeout('text')),
    'setTimeout(-1)': on(s => s.setTimeout(-1)),
    'setTimeout(NaN)': on(s => s.setTimeout(NaN)),
    'setTimeout(Infinity)': on(s => s.setTimeout(Infinity)),
    "setTimeout(1, 'text')": on(s => s.setTimeout(1, 'text')),
    "setTimeout(0, 'text')": on(s => s.setTimeout(0, 'text')),
    "setNoDelay('yes')": on(s => s.setNoDelay('yes')),
    "setKeepAlive('yes', 'soon')": on(s => s.setKeepAlive('yes', 'soon')),
    'connect()': on(s => s.connect()),
    'connect(-1)': on(s => s.connect(-1)),
  };
}

function constructors(net: Net): Calls {
  const make = (options: unknown) => () => new net.Socket(options as never);
  return {
    'new Socket({ fd: -1 })': make({ fd: -1 }),
    "new Socket({ fd: 'text' })": make({ fd: 'text' }),
    'new Socket({ fd: 1.5 })': make({ fd: 1.5 }),
    'new Socket({ objectMode: true })': make({ objectMode: true }),
    'new Socket({ readableObjectMode: true })': make({ readableObjectMode: true }),
    'new Socket({ writableObjectMode: true })': make({ writableObjectMode: true }),
    'new Socket({ signal: 1 })': make({ signal: 1 }),
    'new Socket({ highWaterMark: -1 })': make({ highWaterMark: -1 }),
    "new Socket({ highWaterMark: 'text' })": make({ highWaterMark: 'text' }),
    'new Socket(null)': make(null),
  };
}

function serverCalls(net: Net): Calls {
  const create = net.createServer as (...args: unknown[]) => unknown;
  const listen =
    (...args: unknown[]) =>
    () => {
      const server = net.createServer();
      Reflect.apply(server.listen, server, args);
      return server;
    };
  return {
    "createServer('text')": () => create('text'),
    'createServer(1)': () => create(1),
    "createServer({}, 'text')": () => create({}, 'text'),
    'createServer(null)': () => create(null),
    'listen(-1)': listen(-1),
    'listen(65536)': listen(65536),
    'listen(NaN)': listen(NaN),
    'listen(true)': listen(true),
    'listen({})': listen({}),
    "listen({ port: 'text' })": listen({ port: 'text' }),
    'listen({ port: -1 })': listen({ port: -1 }),
    "listen({ host: 'localhost' })": listen({ host: 'localhost' }),
    'listen({ path: 1 })': listen({ path: 1 }),
    'listen({ signal: 1 })': listen({ port: 0, host: '127.0.0.1', signal: 1 }),
    'listen({ fd: -1 })': listen({ fd: -1 }),
  };
}

function others(net: Net): Calls {
  const call =
    (f: unknown, ...args: unknown[]) =>
    () =>
      (f as (...args: unknown[]) => unknown)(...args);
  const setTimeoutOfAttempts = net.setDefaultAutoSelectFamilyAttemptTimeout;
  return {
    "setDefaultAutoSelectFamily('yes')": call(net.setDefaultAutoSelectFamily, 'yes'),
    'setDefaultAutoSelectFamilyAttemptTimeout(0)': call(setTimeoutOfAttempts, 0),
    'setDefaultAutoSelectFamilyAttemptTimeout(-1)': call(setTimeoutOfAttempts, -1),
    "setDefaultAutoSelectFamilyAttemptTimeout('1')": call(setTimeoutOfAttempts, '1'),
    "new SocketAddress('text')": () => new net.SocketAddress('text' as never),
    'new SocketAddress({ port: -1 })': () => new net.SocketAddress({ port: -1 }),
    "new SocketAddress({ address: 'text' })": () => new net.SocketAddress({ address: 'text' }),
    "new SocketAddress({ family: 'ipx' })": () => new net.SocketAddress({ family: 'ipx' as never }),
    'BlockList addAddress(1)': () => new net.BlockList().addAddress(1 as never),
    "BlockList addAddress('text')": () => new net.BlockList().addAddress('text'),
    "BlockList addSubnet('10.0.0.0', 33)": () => new net.BlockList().addSubnet('10.0.0.0', 33),
    "BlockList addRange('10.0.0.2', '10.0.0.1')": () => new net.BlockList().addRange('10.0.0.2', '10.0.0.1'),
    "BlockList check('10.0.0.1', 'ipx')": () => new net.BlockList().check('10.0.0.1', 'ipx' as never),
  };
}

/** Makes each call and writes down what came of it; what it has opened is closed in the same tick. */
async function judge(t: Trace, calls: Calls): Promise<void> {
  for (const [label, call] of Object.entries(calls)) {
    try {
      const result = call();
      t.log(`${label} returns ${discard(result)}`);
    } catch (e) {
      t.log(`${label} throws ${error(e)}`);
    }
  }
}

function discard(result: unknown): string {
  if (!(result instanceof EventEmitter)) return String(result);
  result.on('error', () => {});
  if ('destroy' in result) (result as import('node:net').Socket).destroy();
  else if ('close' in result) (result as import('node:net').Server).close();
  return 'destroy' in result ? 'a socket' : 'a server';
}

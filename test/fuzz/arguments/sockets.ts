// Sockets: how they are made, what is asked of them, and how they are told to connect.
//
// What ends node:net's process on some Node is given to neither side: a family of -0, and what reads as an address
// but is no text. Descriptors and handles are the subject of tests of their own.
import nodeNet, { isIP, type Socket } from 'node:net';
import { types } from 'node:util';
import type { Net } from '../../support/implementation.ts';
import type { Act, Kind } from './act.ts';
import { Made, type Pools, type Values } from './values.ts';

type AnyFunction = (...args: unknown[]) => unknown;

const nothing = new Made(() => () => {});
const liveSignal = new Made(() => new AbortController().signal);
const failure = () => Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });

/** What lookups answer, each at once. */
const ANSWERS: readonly (() => unknown[])[] = [
  () => [null, '127.0.0.1', 4],
  () => [null, [{ address: '127.0.0.1', family: 4 }]],
  () => [
    null,
    [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ],
  ],
  () => [failure()],
  () => [null, '127.0.0.1', 5],
  () => [null, '127.0.0.1', '4'],
  () => [null, 'zzz', 4],
  () => [null, undefined],
  () => [null, 5, 4],
  () => [null, []],
  () => [null, {}],
  () => [null, [{}]],
  () => [null, [{ address: 'zzz', family: 4 }]],
  () => [null, [{ address: '127.0.0.1', family: 'IPv4' }]],
  () => [
    null,
    [
      { address: 'zzz', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
  ],
  () => [null, { length: 1, 0: { address: '127.0.0.1', family: 4 } }],
  () => [],
];

const lookups = ANSWERS.map(
  answer => new Made(() => (_host: unknown, _options: unknown, done: AnyFunction) => done(...answer())),
);

const silentLookup = new Made(values => () => {
  values.silent = true;
});

/** What this Node knows; ours knows it on every one. */
const NEWER: Pools = {
  ...('isBlockList' in nodeNet.BlockList && {
    blockList: [undefined, new Made(() => new nodeNet.BlockList())],
  }),
  ...('getTypeOfService' in nodeNet.Socket.prototype && { typeOfService: [undefined, 0, 255] }),
};

export const SOCKET: Pools = {
  ...NEWER,
  allowHalfOpen: [true, false],
  noDelay: [true, 1],
  keepAlive: [true, ''],
  keepAliveInitialDelay: [0, 1500, -1],
  readable: [true, false],
  writable: [true, false],
  objectMode: [false, 0],
  readableObjectMode: [''],
  writableObjectMode: [null],
  highWaterMark: [0, 1000],
  readableHighWaterMark: [10],
  writableHighWaterMark: [10],
  decodeStrings: [false],
  encoding: ['utf8'],
  defaultEncoding: ['latin1'],
  signal: [undefined, null, liveSignal, new Made(() => AbortSignal.abort('why'))],
  onread: [
    null,
    new Made(() => ({ buffer: Buffer.alloc(8), callback: () => true })),
    new Made(() => ({ buffer: 5 })),
  ],
};

const madeAs = ['new', 'call'] as const;

export const constructs: Kind = (net, values) => {
  const options = values.once(8) ? values.odd() : values.options(SOCKET);
  const args = values.once(20) ? [] : [options];
  const how = values.pick(madeAs);
  const act: Act = {
    args: [how, ...args],
    call() {
      const { Socket } = net as unknown as { Socket: AnyFunction & (new (...a: unknown[]) => Socket) };
      act.emitter = how === 'new' ? new Socket(...args) : (Socket(...args) as Socket);
      return act.emitter;
    },
    view: () => stateOf(act.emitter as Socket),
  };
  return withoutDescriptor(options) ? act : constructs(net, values);
};

/** A number is a descriptor. */
function withoutDescriptor(options: unknown): boolean {
  return typeof options !== 'number';
}

const METHODS: Record<string, (values: Values) => unknown[]> = {
  setTimeout: v => [late(v.mostly([0, 1e3, 1e6])), ...rest(v, [nothing, undefined, null])],
  setNoDelay: v => rest(v, [true, false]),
  setKeepAlive: v => [asEnable(v.mostly([true, false])), ...rest(v, [0, 1000])],
  setEncoding: v => rest(v, ['utf8', 'latin1', undefined]),
  setDefaultEncoding: v => rest(v, ['utf8', 'latin1']),
  write: v => [
    v.mostly(['text', Buffer.from('bytes')], 2),
    ...rest(v, ['utf8', 'buffer', nothing]),
    ...rest(v, [nothing]),
  ],
  end: v => [
    v.mostly(['text', undefined, nothing], 2),
    ...rest(v, ['utf8', 'buffer', nothing]),
    ...rest(v, [nothing]),
  ],
  read: v => rest(v, [0, 10, undefined]),
  unshift: v => rest(v, ['text', Buffer.from('x')]),
  destroy: v => rest(v, [undefined, null, new Made(() => new Error('enough'))]),
  destroySoon: () => [],
  resetAndDestroy: () => [],
  pause: () => [],
  resume: () => [],
  ref: () => [],
  unref: () => [],
  address: () => [],
  cork: () => [],
  uncork: () => [],
  ...('getTypeOfService' in nodeNet.Socket.prototype && {
    setTypeOfService: (v: Values) => rest(v, [0, 8, 255]),
    getTypeOfService: () => [],
  }),
};

export const asks: Kind = (net, values) => {
  const socket = new net.Socket(values.once(4) ? { allowHalfOpen: true } : undefined);
  const method = values.pick(Object.keys(METHODS));
  const args = METHODS[method](values);
  // What came before may change the answer.
  if (values.once(6)) socket.destroy();
  else if (values.once(8)) socket.end();
  return {
    args: [method, ...args],
    emitter: socket,
    call: () => (socket as unknown as Record<string, AnyFunction>)[method](...args),
    view: () => stateOf(socket),
  };
};

const CONNECT: Pools = {
  host: ['127.0.0.1', '::1', 'localhost', 'name.invalid', '', undefined],
  path: [undefined, null, ''],
  localAddress: ['127.0.0.1', '::1', null],
  localPort: [0, undefined, null],
  family: [0, 4, 6, 'IPv4', 'IPv6', null],
  hints: [0, 8, 16, 32, 56, 1],
  lookup: [null, undefined, silentLookup, ...lookups, ...lookups],
  autoSelectFamily: [true, false, null],
  autoSelectFamilyAttemptTimeout: [1000, 5000],
};

/** `closed` is a port of loopback at which nobody listens. */
export function connectsTo(closed: number): Kind {
  const ports = [closed, String(closed), ` ${closed} `, `0x${closed.toString(16)}`];
  const pools = { port: ports, ...CONNECT };
  return (net, values) => {
    const args = connectArguments(values, pools, ports);
    const how = values.pick(['method', 'connect', 'createConnection'] as const);
    const act: Act = {
      args: [how, ...args],
      waits: () => !values.silent,
      call: () => (act.emitter = made(net, act, how, args)),
      view: () => stateOf(act.emitter as Socket),
    };
    if (how === 'method') act.emitter = new net.Socket();
    return act;
  };
}

function made(net: Net, act: Act, how: 'method' | 'connect' | 'createConnection', args: unknown[]): Socket {
  if (how !== 'method') return (net as unknown as Record<string, AnyFunction>)[how](...args) as Socket;
  return (act.emitter as unknown as { connect: AnyFunction }).connect(...args) as Socket;
}

function connectArguments(values: Values, pools: Pools, ports: readonly unknown[]): unknown[] {
  const listener = rest(values, [nothing]);
  if (values.once(8)) return [values.odd(), ...listener];
  if (values.once(8))
    return [values.mostly(ports), values.mostly(['127.0.0.1', '::1']), ...listener].map(asHost);
  if (values.once(20)) return [];
  // With an aborted signal and several addresses node:net stops after the first, and stays `connecting` for ever.
  const all = values.once(2)
    ? pools
    : { ...pools, ...SOCKET, signal: [undefined, liveSignal], timeout: [0, 1000] };
  const options = values.options(all, key => oddFor(key, values)) as { port?: unknown };
  if (!values.once(8) && !Object.hasOwn(options, 'port') && Object.isExtensible(options)) {
    Object.defineProperty(options, 'port', { value: ports[0], enumerable: true, configurable: true });
  }
  return [options, ...listener];
}

function oddFor(key: string, values: Values): unknown {
  const odd = values.odd();
  // From a local port below 0 node:net connects, from another one that is; ours refuses it. For 0n node:net throws in
  // a tick of its own, and goes on connecting for ever.
  if (key === 'localPort') return (typeof odd === 'number' && odd < 0) || odd === 0n ? 0 : odd;
  if (key === 'autoSelectFamilyAttemptTimeout') return late(odd);
  if (key === 'family') return odd === 0 ? 0 : odd;
  if (key === 'signal') return isSignal(odd) ? liveSignal.make(values) : odd;
  if (key === 'lookup') return typeof odd === 'function' ? silentLookup.make(values) : odd;
  return key === 'host' ? asHost(odd) : odd;
}

/** `instanceof` asks a Proxy, which throws where it was revoked. */
function isSignal(value: unknown): boolean {
  return !types.isProxy(value) && value instanceof AbortSignal;
}

function asHost(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  try {
    return isIP(value as never) === 0 ? value : 'an address that is no text';
  } catch {
    return value;
  }
}

/** Older Nodes take an object for true, ours as the newest do for options. */
function asEnable(value: unknown): unknown {
  const knowsOptions = nodeNet.Socket.prototype.setKeepAlive.length > 2;
  return typeof value === 'object' && !knowsOptions ? value !== null : value;
}

/** No timeout comes while it is looked for. */
function late(delay: unknown): unknown {
  return typeof delay === 'number' && delay > 0 && delay < 1000 ? delay + 1000 : delay;
}

/** Nothing, one of `right`, or something odd. */
function rest(values: Values, right: readonly unknown[]): unknown[] {
  return values.once(3) ? [] : [values.mostly(right)];
}

function stateOf(socket: Socket) {
  const { connecting, pending, destroyed, readyState, timeout, allowHalfOpen } = socket;
  const { readable, writable, readableHighWaterMark, writableHighWaterMark, readableEncoding } = socket;
  const { writableLength, writableCorked, bytesWritten, bytesRead, autoSelectFamilyAttemptedAddresses } =
    socket;
  return {
    ...{ connecting, pending, destroyed, readyState, timeout, allowHalfOpen },
    ...{ readable, writable, readableHighWaterMark, writableHighWaterMark, readableEncoding },
    ...{ writableLength, writableCorked, bytesWritten, bytesRead, autoSelectFamilyAttemptedAddresses },
    paused: socket.isPaused(),
    connect: socket.listenerCount('connect'),
    timeouts: socket.listenerCount('timeout'),
  };
}

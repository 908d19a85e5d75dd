// Servers: how they are made, what is asked of them, and how they are told to listen.
//
// No descriptor from 0 up is given to `listen`: it may be one of this process.
import nodeNet, { type Server } from 'node:net';
import type { Act, Kind } from './act.ts';
import { Made, type Pools, type Values } from './values.ts';

type AnyFunction = (...args: unknown[]) => unknown;

const nothing = new Made(() => () => {});

const SERVER: Pools = {
  allowHalfOpen: [true, false],
  pauseOnConnect: [true, 0],
  noDelay: [true, 1],
  keepAlive: [true, ''],
  keepAliveInitialDelay: [0, 1500, -1],
  highWaterMark: [0, 1000, -1],
  ...('isBlockList' in nodeNet.BlockList && {
    blockList: [undefined, new Made(() => new nodeNet.BlockList())],
  }),
};

export const createsServer: Kind = (net, values) => {
  const first = values.pick<() => unknown[]>([
    () => [values.options(SERVER)],
    () => [values.options(SERVER)],
    () => [values.odd()],
    () => [],
  ])();
  const args = [...first, ...(values.once(2) ? [] : [values.mostly([nothing])])];
  const how = values.pick(['new', 'call', 'createServer'] as const);
  const act: Act = {
    args: [how, ...args],
    call() {
      const { Server, createServer } = net as unknown as Record<string, AnyFunction>;
      const Class = Server as unknown as new (...a: unknown[]) => Server;
      const make = {
        new: () => new Class(...args),
        call: () => Server(...args),
        createServer: () => createServer(...args),
      };
      act.emitter = make[how]() as Server;
      return act.emitter;
    },
    view: () => stateOf(act.emitter as Server),
  };
  return act;
};

const METHODS: Record<string, (values: Values) => unknown[]> = {
  close: v => (v.once(3) ? [] : [v.mostly([nothing])]),
  getConnections: v => (v.once(3) ? [] : [v.mostly([nothing])]),
  address: () => [],
  ref: () => [],
  unref: () => [],
};

export const asksServer: Kind = (net, values) => {
  const server = net.createServer();
  const method = values.pick(Object.keys(METHODS));
  const args = METHODS[method](values);
  return {
    args: [method, ...args],
    emitter: server,
    call: () => (server as unknown as Record<string, AnyFunction>)[method](...args),
    view: () => stateOf(server),
  };
};

const LISTEN: Pools = {
  port: [0, '0', undefined, null],
  host: ['127.0.0.1', '::1', 'localhost', '', undefined],
  path: [undefined, null, ''],
  backlog: [0, 5, '5', undefined],
  exclusive: [true, 1],
  ipv6Only: [true, 1],
  readableAll: [true],
  writableAll: [true, 1],
  fd: [-1, 'x', undefined],
  signal: [undefined, new Made(() => new AbortController().signal), new Made(() => AbortSignal.abort())],
};

export const listens: Kind = (net, values) => {
  const server = net.createServer();
  const args = listenArguments(values);
  return {
    args,
    emitter: server,
    waits: () => true,
    call: () => (server as unknown as { listen: AnyFunction }).listen(...args),
    view: () => stateOf(server),
  };
};

function listenArguments(values: Values): unknown[] {
  const more = values.pick<unknown[]>([
    [],
    [nothing],
    [5, nothing],
    ['127.0.0.1', 5],
    [undefined, null],
    ['::1'],
  ]);
  const others = more.map(one => (values.once(6) ? values.odd() : values.oneOf([one])));
  if (values.once(8)) return [noPort(values.odd()), ...others];
  if (values.once(10)) return values.pick([[], [0, ...others], ['0', ...others]]);
  const options = values.options(LISTEN, key => oddFor(key, values));
  if (values.once(6)) return [{ handle: values.once(3) ? asHandle(values.odd()) : options }, ...others];
  return [options, ...others];
}

function oddFor(key: string, values: Values): unknown {
  const odd = values.odd();
  if (key === 'backlog') return asBacklog(odd);
  if (key === 'fd') return typeof odd === 'number' ? -1 : odd;
  return key === 'port' ? noPort(odd) : odd;
}

/** What cannot become a number makes node:net throw from below, when the port is taken already. */
function asBacklog(value: unknown): unknown {
  try {
    return Number.isInteger((value as number) | 0) ? value : 5;
  } catch {
    return 5;
  }
}

/** Whether a handle is the runtime's own node:net knows: ours has to look, and first. */
function asHandle(value: unknown): unknown {
  try {
    return (value as { readStart?: unknown } | undefined)?.readStart ?? value;
  } catch {
    return {};
  }
}

/** Ports that may be somebody's are not taken. */
function noPort(value: unknown): unknown {
  const taken =
    (typeof value === 'number' || typeof value === 'string') && Number(value) > 0 && Number(value) < 65536;
  return taken ? 0 : value;
}

function stateOf(server: Server) {
  const { allowHalfOpen, pauseOnConnect, noDelay, keepAlive, keepAliveInitialDelay, highWaterMark } =
    server as never;
  const { maxConnections, listening } = server;
  const address = server.address();
  return {
    ...{ allowHalfOpen, pauseOnConnect, noDelay, keepAlive, keepAliveInitialDelay, highWaterMark },
    ...{ maxConnections, listening, keys: Object.keys(server).length > 0 },
    address:
      typeof address === 'object' ? address && [address.address, address.family, address.port > 0] : address,
    connections: server.listenerCount('connection'),
    listeners: server.listenerCount('listening'),
  };
}

// What can be done with a BoundSocket, told as lines: of Node 26's own net and of ours on Node 26.
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BoundSocket } from '../../../host/api/bound-socket.ts';

export type NewNet = typeof import('../../../host/api/net.ts');
type Log = (line: string) => void;
type Story = (net: NewNet, log: Log, folder: string) => Promise<void>;

const HOST = '127.0.0.1';

const stories: Record<string, Story> = {
  async 'a server listens on it'(net, log) {
    const bound = new net.BoundSocket({ host: HOST });
    const { port } = bound.address();
    const server = net.createServer(socket => socket.end('served'));
    const { server: told } = watched(server, log);
    server.listen(bound, 5, () => log('called back'));
    log(`at once: listening ${server.listening}, its port ${portOf(server) === port}`);
    adopted(bound, log);
    await told('listening');
    const client = net.connect(port, HOST);
    client.on('data', data => log(`client: ${data}`));
    await once(client, 'close');
    server.close();
    await told('close');
  },
  async 'a server listens on it as options say'(net, log) {
    const bound = new net.BoundSocket({ host: HOST });
    const server = net.createServer();
    const { server: told } = watched(server, log);
    server.listen({ handle: bound as object, port: 1 });
    adopted(bound, log);
    await told('listening');
    server.close();
    await told('close');
  },
  async 'it is adopted in the listener of another server'(net, log) {
    const bound = new net.BoundSocket({ host: HOST });
    const second = net.createServer();
    const first = net.createServer(socket => {
      second.listen(bound);
      log(`at once: listening ${second.listening}`);
      adopted(bound, log);
      socket.destroy();
    });
    first.listen(0, HOST);
    await once(first, 'listening');
    const listening = once(second, 'listening');
    net.connect(portOf(first), HOST).on('error', () => {});
    await listening;
    first.close();
    second.close();
    await once(second, 'close');
  },
  async 'a socket connects from it'(net, log) {
    const server = net.createServer(socket => {
      log(`server: from its port ${socket.remotePort === port}`);
      socket.end('served');
    });
    server.listen(0, HOST);
    await once(server, 'listening');
    const bound = new net.BoundSocket({ host: HOST });
    const { port } = bound.address();
    const socket = new net.Socket({ handle: bound });
    adopted(bound, log);
    const { socket: told } = watched(socket, log);
    log(`made: ${socket.pending} ${socket.connecting} ${socket.readyState} ${socket.localPort === port}`);
    socket.connect(portOf(server), HOST, () => log('called back'));
    log(
      `connecting: ${socket.connecting} ${socket.readyState} ${socket.localAddress} ${socket.localPort === port}`,
    );
    socket.on('data', data => log(`data ${data}`));
    await told('close');
    server.close();
  },
  async 'a socket connects from it by name'(net, log) {
    const server = net.createServer(socket => socket.end()).listen(0, HOST);
    await once(server, 'listening');
    const lookup = (name: string, options: { all?: boolean }, callback: (...args: never[]) => void) => {
      log(`looked up ${name}, all ${options.all}`);
      (callback as unknown as (e: null, a: string, f: number) => void)(null, HOST, 4);
    };
    const handle = new net.BoundSocket({ host: HOST });
    const socket = net.connect({ handle, port: portOf(server), host: 'bound.invalid', lookup } as never);
    const { socket: told } = watched(socket.resume(), log);
    await told('close');
    server.close();
  },
  async 'a socket connects from it and then from elsewhere'(net, log) {
    const server = net.createServer(socket => socket.end()).listen(0, HOST);
    await once(server, 'listening');
    const port = portOf(server);
    const lookup = (_name: string, options: { all?: boolean }, callback: (...args: never[]) => void) => {
      log(`looked up, all ${options.all}`);
      (callback as unknown as (e: null, a: string, f: number) => void)(null, HOST, 4);
    };
    const socket = new net.Socket({ handle: new net.BoundSocket({ host: HOST }) });
    watched(socket.resume(), log);
    socket.connect(port, HOST);
    await once(socket, 'close');
    socket.connect({ port, host: 'bound.invalid', lookup } as never);
    await once(socket, 'close');
    attempt(log, 'localAddress', () => socket.connect({ port, host: HOST, localAddress: HOST }));
    socket.destroy();
    await once(socket, 'close');
    server.close();
  },
  async 'a socket is refused from it'(net, log) {
    const server = net.createServer().listen(0, HOST);
    await once(server, 'listening');
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    const socket = new net.Socket({ handle: new net.BoundSocket({ host: HOST }) });
    const { socket: told } = watched(socket, log);
    socket.connect(port, HOST);
    await told('close');
  },
  async 'a socket is used before it is connected'(net, log) {
    const uses: Record<string, (socket: InstanceType<NewNet['Socket']>) => unknown> = {
      read: socket => socket.resume(),
      write: socket => socket.write('early', error => log(`written ${error?.message}`)),
      end: socket => socket.end(() => setImmediate(() => socket.destroy())),
    };
    for (const [use, act] of Object.entries(uses)) {
      const socket = new net.Socket({ handle: new net.BoundSocket({ host: HOST }) });
      log(use);
      const { socket: told } = watched(socket, log);
      act(socket);
      await told('close');
    }
  },
  async 'it is refused with other local addresses, and twice'(net, log) {
    const bound = new net.BoundSocket({ host: HOST });
    const socket = new net.Socket({ handle: bound });
    socket.on('error', () => {});
    attempt(log, 'localPort', () => socket.connect({ port: 1, host: HOST, localPort: 5 }));
    attempt(log, 'localAddress', () => socket.connect({ port: 1, host: HOST, localAddress: HOST }));
    attempt(log, 'a second socket', () => new net.Socket({ handle: bound }));
    attempt(log, 'a server', () => net.createServer().listen(bound));
    socket.destroy();
    await once(socket, 'close');
  },
  async 'a server and a socket over paths'(net, log, folder) {
    const path = join(folder, 'served');
    const from = join(folder, 'from');
    const server = net.createServer(socket => {
      attempt(log, 'reset', () => socket.resetAndDestroy());
      socket.end('served');
    });
    const { server: told } = watched(server, log);
    server.listen(new net.BoundSocket({ path }));
    await told('listening');
    log(`address ${JSON.stringify(server.address())}`);
    const socket = new net.Socket({ handle: new net.BoundSocket({ path: from }) });
    const { socket: toldSocket } = watched(socket, log);
    log(`made: ${socket.localAddress} ${JSON.stringify(socket.address())}`);
    attempt(log, 'a port', () => socket.connect(1));
    attempt(log, 'reset', () =>
      new net.Socket({ handle: new net.BoundSocket({ path: `${from}2` }) }).resetAndDestroy(),
    );
    socket.connect(path);
    socket.on('data', data => log(`data ${data}`));
    await toldSocket('close');
    log(`closed: ${socket.localAddress}`);
    server.close();
    await told('close');
    log(`left: ${existsSync(path)} ${existsSync(from)}`);
  },
};

/** The lines of every story. */
export async function boundSockets(net: NewNet): Promise<string[]> {
  const lines: string[] = [];
  for (const [name, story] of Object.entries(stories)) {
    const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
    const log = (line: string) => lines.push(plain(line, folder));
    log(`== ${name}`);
    await story(net, log, folder);
    rmSync(folder, { recursive: true });
  }
  return lines;
}

/** Ports and folders are the run's own; what is shown of an object differs. */
function plain(line: string, folder: string): string {
  const [said] = line.split(' Received');
  return said.replaceAll(folder, '<folder>').replace(/(127\.0\.0\.1[: ])\d+/g, '$1<port>');
}

function portOf(server: Server | InstanceType<NewNet['Server']>): number {
  return (server.address() as AddressInfo).port;
}

/** Logs the emitter's events; `told` waits for one, without taking an 'error' for the end of the story. */
function watched(emitter: { on(event: string, listener: (...args: unknown[]) => void): unknown }, log: Log) {
  const events = 'connect lookup ready end finish close error listening connection'.split(' ');
  for (const event of events) {
    emitter.on(event, (...args) => {
      const shown = args.map(arg =>
        typeof arg === 'object' && arg && !(arg instanceof Error) ? '{}' : String(arg),
      );
      log([event, ...shown].join(' '));
    });
  }
  const told = (event: string) => new Promise<void>(resolve => void emitter.on(event, () => resolve()));
  return { socket: told, server: told };
}

function adopted(bound: BoundSocket, log: Log): void {
  for (const use of ['address', 'fd', 'close'] as const) attempt(log, use, () => bound[use]());
}

function attempt(log: Log, label: string, call: () => unknown): void {
  try {
    call();
    log(`${label} throws nothing`);
  } catch (e) {
    log(`${label} throws ${e}`);
  }
}

// A stage for one act: a peer of Node's own on a port or a path, and a socket of the `net` under test. What an act
// reports is free of the run's own numbers, so that the same act on node:net reports the same.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import nodeNet, {
  type AddressInfo,
  type NetConnectOpts,
  type Socket,
  type SocketConstructorOpts,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Net } from '../../support/implementation.ts';
import { Trace } from '../../support/trace.ts';

export type Transport = 'TCP' | 'Unix';

export class Stage {
  readonly net: Net;
  readonly transport: Transport;
  /** Where the peer listens. */
  at: { port: number; host: string } | { path: string } = { path: '' };
  /** Disposes of what an act has made beside its sockets. */
  readonly trace = new Trace();
  readonly #server = nodeNet.createServer({ allowHalfOpen: true, pauseOnConnect: true });
  readonly #sockets: Socket[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));

  constructor(net: Net, transport: Transport) {
    this.net = net;
    this.transport = transport;
  }

  async open(): Promise<this> {
    const path = join(this.#folder, 'socket');
    this.#server.listen(this.transport === 'TCP' ? { port: 0, host: '127.0.0.1' } : { path });
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    this.at = this.transport === 'TCP' ? { port, host: '127.0.0.1' } : { path };
    return this;
  }

  /** A socket that is not connected. */
  socket(options?: SocketConstructorOpts): Socket {
    const socket = new this.net.Socket(options);
    this.#sockets.push(socket);
    return socket.on('error', () => {});
  }

  /** A socket that is being connected. */
  connecting(options: Partial<NetConnectOpts> = {}): Socket {
    const socket = this.net.connect({ ...this.at, ...options } as NetConnectOpts);
    this.#sockets.push(socket);
    return socket.on('error', () => {});
  }

  /** A connected socket, and its peer: paused, it ends and answers when it is told to. */
  async pair(options: Partial<NetConnectOpts> = {}): Promise<{ socket: Socket; peer: Socket }> {
    const socket = this.connecting(options);
    const [[peer]] = await Promise.all([once(this.#server, 'connection'), once(socket, 'connect')]);
    this.#sockets.push(peer);
    return { socket, peer };
  }

  /** The peer of a connection made by the act itself. */
  async accepted(): Promise<Socket> {
    const [peer] = await once(this.#server, 'connection');
    this.#sockets.push(peer);
    return peer;
  }

  /** What was reported, without the numbers and names of this run. */
  plain(value: unknown): string {
    const folder = this.#folder;
    const { port } = this.at as { port?: number };
    return JSON.stringify(value, (_, v) => (v === undefined ? 'undefined' : v))
      .replaceAll(folder, '<folder>')
      .replaceAll(String(port), '<port of the peer>');
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
    await this.trace.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

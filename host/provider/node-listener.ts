// The listening half of the Node provider: a `net.Server` that accepts paused sockets into a queue, from which
// the engine takes them. node:net accepts eagerly, so the queue is where a full engine lets connections wait.

import type cluster from 'node:cluster';
import { createRequire } from 'node:module';
import type net from 'node:net';
import { ERROR_NOT_SUPPORTED, ERROR_WOULD_BLOCK } from '../../assembly/abi.ts';
import { endpoint, InnerServer } from './node-inner.ts';
import type { Endpoint, Settings } from './provider.ts';

/** What a socket of the provider listens with. */
export type Listener = Pick<
  NodeListener,
  'backlog' | 'listen' | 'finishListen' | 'next' | 'endpoint' | 'ref' | 'unref' | 'close'
>;
const load = createRequire(process.execPath);

/** Asked only with a channel to a parent: to load cluster takes time. */
function isWorker(): boolean {
  return (load('node:cluster') as typeof cluster).isWorker;
}

let reusesPort: boolean | undefined;

/** Whether node:net knows the option, from 22.12 on: it looks at it before it refuses a port that is none. */
function canReusePort(): boolean {
  if (reusesPort !== undefined) return reusesPort;
  let asked = false;
  const options = {
    port: -1,
    get reusePort() {
      asked = true;
      return true;
    },
  };
  try {
    new InnerServer().listen(options);
  } catch {
    // ERR_SOCKET_BAD_PORT
  }
  reusesPort = asked;
  return asked;
}

export class NodeListener {
  backlog: number | undefined;
  readonly #server: InnerServer;
  readonly #settings: Settings;
  readonly #ready: () => void;
  readonly #failing: (error: unknown) => number;
  readonly #waiting: net.Socket[] = [];
  #listening = false;
  #closed = false;
  #failed = 0;
  #acceptFailed = 0;

  /** `ready` says that `finishListen` or `next` has news; `failing` keeps the runtime's error and gives its number. */
  constructor(settings: Settings, ready: () => void, failing: (error: unknown) => number) {
    this.#settings = settings;
    this.#ready = ready;
    this.#failing = failing;
    this.#server = new InnerServer({ allowHalfOpen: true, pauseOnConnect: true }, socket => {
      this.#waiting.push(socket);
      ready();
    });
    this.#server.told = settings.told;
    this.#server.on('listening', () => {
      this.#listening = true;
      if (this.#closed) this.#server.close();
      else ready();
    });
    this.#server.on('error', error => this.#onError(error));
    if (settings.unref) this.#server.unref();
    if (process.connected && isWorker()) this.#leaveToOthers();
  }

  listen(local: Endpoint | undefined): number {
    if (this.#settings.reusePort && !canReusePort()) return ERROR_NOT_SUPPORTED;
    try {
      const { adopted } = this.#settings;
      if (adopted) this.#server.listen(adopted.handle ?? { fd: adopted.fd }, this.backlog);
      else this.#server.listen(this.#options(local));
    } catch (error) {
      return this.#failing(error);
    }
    return 0;
  }

  finishListen(): number {
    if (this.#failed !== 0) return this.#failed;
    return this.#listening ? 0 : ERROR_WOULD_BLOCK;
  }

  /** A connection that waits, still paused; or why there is none. */
  next(): net.Socket | number {
    const socket = this.#waiting.shift();
    if (socket) return socket;
    const error = this.#acceptFailed || ERROR_WOULD_BLOCK;
    this.#acceptFailed = 0;
    return error;
  }

  endpoint(): Endpoint | undefined {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') return undefined;
    return endpoint(address.address, address.port);
  }

  ref(): void {
    this.#server.ref();
  }

  unref(): void {
    this.#server.unref();
  }

  close(closed: () => void): void {
    for (const socket of this.#waiting.splice(0)) socket.destroy();
    // node:net may still be on its way to listening: the address is looked up, a cluster's primary is asked.
    this.#closed = true;
    this.#server.close();
    // Connections live on as sockets of their own: the listener is released at once.
    process.nextTick(closed);
  }

  #options(local: Endpoint | undefined): net.ListenOptions {
    const { path, exclusive, ipv6Only, readableAll, writableAll, anyAddress } = this.#settings;
    const { backlog } = this;
    if (path !== undefined) return { path, backlog, exclusive, readableAll, writableAll };
    const reusePort = this.#settings.reusePort ? { reusePort: true } : {};
    const host = anyAddress ? undefined : local?.address;
    return { host, port: local?.port, backlog, exclusive, ipv6Only, ...reusePort };
  }

  /** The primary of a cluster asks node:net whether this worker is full, and hands the connection to another one. */
  #leaveToOthers(): void {
    const { isFull, dropped } = this.#settings;
    Object.defineProperty(this.#server, 'maxConnections', { get: () => (isFull?.() ? 1 : undefined) });
    this.#server.on('drop', peers => dropped?.(peers));
  }

  #onError(error: unknown): void {
    const number = this.#failing(error);
    if (this.#listening) this.#acceptFailed = number;
    else this.#failed = number;
    this.#ready();
  }
}

// The other end of a program: Node's own net, in the process of the test. It counts what arrives, looks at every
// byte, and says how each connection came to its end.
import { once } from 'node:events';
import nodeNet from 'node:net';
import { firstWrong } from './program.ts';

/** What one connection has brought. */
export interface Arrival {
  bytes: number;
  /** Place of the first byte that is not the pattern's, -1 when all are. */
  wrongAt: number;
  /** 'end' after a FIN, else the code of the error. */
  ended: string;
}

export interface PeerOptions {
  /** Does not read until `release` is called. */
  paused?: boolean;
  /** What it says: to the first bytes of a connection, or before there are any. */
  answers?: 'with a byte' | 'and ends' | 'asks';
}

export class Peer {
  readonly arrivals: Arrival[] = [];
  readonly #server: nodeNet.Server;
  readonly #options: PeerOptions;
  readonly #sockets: nodeNet.Socket[] = [];
  #waiting: (() => void)[] = [];

  constructor(options: PeerOptions = {}) {
    this.#options = options;
    const open = { allowHalfOpen: true, pauseOnConnect: options.paused ?? false };
    this.#server = nodeNet.createServer(open, socket => this.take(socket));
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as { port: number }).port;
  }

  /** Begins to read. */
  release(): void {
    for (const socket of this.#sockets) socket.resume();
  }

  /** Watches a connection. */
  take(socket: nodeNet.Socket): void {
    const arrival: Arrival = { bytes: 0, wrongAt: -1, ended: '' };
    this.arrivals.push(arrival);
    this.#sockets.push(socket);
    socket.on('data', chunk => {
      if (arrival.bytes === 0) this.#answer(socket);
      const wrong = arrival.wrongAt < 0 ? firstWrong(chunk, arrival.bytes) : -1;
      if (wrong >= 0) arrival.wrongAt = arrival.bytes + wrong;
      arrival.bytes += chunk.length;
    });
    if (this.#options.answers === 'asks') socket.write('.');
    if (this.#options.paused) socket.pause();
    socket.on('end', () => {
      arrival.ended = 'end';
      socket.end();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      arrival.ended ||= error.code ?? error.message;
    });
    socket.on('close', () => this.#changed());
  }

  /** Resolves when every connection is over: one at least. */
  async over(): Promise<Arrival[]> {
    const open = () => this.arrivals.length === 0 || this.#sockets.some(socket => !socket.closed);
    while (open()) await new Promise<void>(resolve => this.#waiting.push(resolve));
    return this.arrivals;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) this.#server.close();
  }

  #answer(socket: nodeNet.Socket): void {
    const { answers } = this.#options;
    if (answers === 'with a byte') socket.write('.');
    else if (answers === 'and ends') socket.end('.');
  }

  #changed(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

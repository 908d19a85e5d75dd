// A stress of the whole path: clients send pseudo-random bytes in chunks of every size to a server that sends
// them back, both ends pause at random, and what comes back must hash to what was sent. Everything random
// comes from the seed; pauses count turns of the event loop, so that no result depends on a clock.
import { createHash } from 'node:crypto';
import type { Server, Socket } from 'node:net';
import type { Net } from '../support/implementation.ts';
import { Xorshift } from '../support/xorshift.ts';

/** What is sent, and how roughly. */
export interface EchoOptions {
  /** How many connections there are at once. */
  readonly sockets: number;
  /** How many bytes each of them sends, 1 or more. */
  readonly bytesPerSocket: number;
  /** Another seed is another run: other bytes, other chunks, other pauses. */
  readonly seed: number;
  /** Clients end with their last chunk, before its echo is back; otherwise when all has come back. */
  readonly halfClose: boolean;
  /** Both ends pause their reading at random. */
  readonly pauses: boolean;
}

/** What one connection has come to. */
export interface Echoed {
  readonly sent: string;
  readonly received: string;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** From 1 byte to 256 KiB, each power of two as often as the next. */
const LARGEST_BITS = 18;
/** One pause for so many chunks. */
const CHUNKS_PER_PAUSE = 8;
const LONGEST_PAUSE = 3;
/** How many chunks a client writes before it lets the others write. */
const BURST = 8;
const GUARD_MS = 60_000;

/** Runs clients and server on `net`; rejects if one fails, closes early, or is not done after 60 s. */
export async function echo(net: Net, options: EchoOptions): Promise<Echoed[]> {
  const server = await echoServer(net, options);
  const { port } = server.address() as { port: number };
  const clients = Array.from({ length: options.sockets }, (_, i) => new Client(net, port, i, options));
  let guard: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    guard = setTimeout(() => reject(new Error(progress(clients, options))), GUARD_MS);
  });
  try {
    const results = await Promise.race([late, Promise.all(clients.map(client => client.done))]);
    const closed = new Promise<void>((resolve, reject) => server.close(e => (e ? reject(e) : resolve())));
    await Promise.race([late, closed]);
    return results;
  } finally {
    clearTimeout(guard);
    for (const { socket } of clients) socket.destroy();
    if (server.listening) server.close();
  }
}

/** A server that sends back what it gets, ends when its peer has, and never holds more than a chunk. */
async function echoServer(net: Net, options: EchoOptions): Promise<Server> {
  let accepted = 0;
  const server = net.createServer({ allowHalfOpen: options.halfClose }, socket => {
    // Seeds of the server's pauses lie beyond those of the clients.
    const reader = new Reader(socket, options, options.seed + options.sockets + accepted++);
    socket.on('error', () => {});
    socket.on('data', chunk => {
      if (!socket.write(chunk)) reader.hold();
      else reader.chance();
    });
    socket.on('drain', () => reader.release());
    if (options.halfClose) socket.on('end', () => socket.end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1', backlog: options.sockets }, resolve);
  });
  return server;
}

/** A socket's reading, paused for as long as anyone has a reason. */
class Reader {
  readonly #socket: Socket;
  readonly #random: Xorshift;
  readonly #pauses: boolean;
  #reasons = 0;

  constructor(socket: Socket, options: EchoOptions, seed: number) {
    this.#socket = socket;
    this.#random = new Xorshift(seed);
    this.#pauses = options.pauses;
  }

  hold(): void {
    if (this.#reasons++ === 0) this.#socket.pause();
  }

  release(): void {
    if (--this.#reasons === 0) this.#socket.resume();
  }

  /** Now and then pauses for a few turns of the loop. */
  chance(): void {
    if (!this.#pauses || this.#random.below(CHUNKS_PER_PAUSE) > 0) return;
    this.hold();
    let turns = 1 + this.#random.below(LONGEST_PAUSE);
    const turn = () => (--turns === 0 ? this.release() : setImmediate(turn));
    setImmediate(turn);
  }
}

/** One connection from its first byte to the last that comes back. */
class Client {
  readonly socket: Socket;
  readonly done: Promise<Echoed>;
  readonly #options: EchoOptions;
  readonly #random: Xorshift;
  readonly #sent = createHash('sha256');
  readonly #received = createHash('sha256');
  #bytesSent = 0;
  #bytesReceived = 0;
  #ended = false;

  constructor(net: Net, port: number, index: number, options: EchoOptions) {
    this.#options = options;
    this.#random = new Xorshift(options.seed + index);
    this.socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: options.halfClose });
    const reader = new Reader(this.socket, options, options.seed - 1 - index);
    const pump = () => this.#pump();
    this.socket.on('connect', pump).on('drain', pump);
    this.socket.on('data', chunk => {
      this.#take(chunk);
      reader.chance();
    });
    this.socket.on('end', () => {
      this.#ended = true;
    });
    this.done = new Promise((resolve, reject) => {
      this.socket.on('error', reject);
      this.socket.on('close', () => (this.#ended ? resolve(this.#result()) : reject(new Error(`${this}`))));
    });
  }

  /** How far it has come, for the message of a failure. */
  toString(): string {
    return `sent ${this.#bytesSent}, received ${this.#bytesReceived}, ${this.socket.readyState}`;
  }

  /** Writes until the socket says that it is full, the burst is over or nothing is left. */
  #pump(): void {
    for (let chunks = 0; this.#bytesSent < this.#options.bytesPerSocket; chunks++) {
      if (chunks === BURST) return void setImmediate(() => this.#pump());
      const chunk = this.#chunk();
      const last = this.#bytesSent === this.#options.bytesPerSocket;
      if (last && this.#options.halfClose) this.socket.end(chunk);
      else if (!this.socket.write(chunk)) return;
    }
  }

  #chunk(): Buffer {
    const bits = this.#random.below(LARGEST_BITS);
    const size = (1 << bits) + this.#random.below((1 << bits) + 1);
    const chunk = this.#random.bytes(Math.min(size, this.#options.bytesPerSocket - this.#bytesSent));
    this.#bytesSent += chunk.length;
    this.#sent.update(chunk);
    return chunk;
  }

  #take(chunk: Buffer): void {
    this.#bytesReceived += chunk.length;
    this.#received.update(chunk);
    if (!this.#options.halfClose && this.#bytesReceived === this.#options.bytesPerSocket) this.socket.end();
  }

  #result(): Echoed {
    return {
      sent: this.#sent.digest('hex'),
      received: this.#received.digest('hex'),
      bytesSent: this.#bytesSent,
      bytesReceived: this.#bytesReceived,
    };
  }
}

function progress(clients: Client[], { seed }: EchoOptions): string {
  const open = clients.map((client, i) => [i, client] as const).filter(([, client]) => !client.socket.closed);
  const some = open.slice(0, 10).map(([i, client]) => `  client ${i}: ${client}`);
  return [`${open.length} of ${clients.length} not done, seed ${seed}:`, ...some].join('\n');
}

// Starts the peer that a workload wants. A blocking peer is given its one connection, made here, as standard
// input; the other peers have an event loop and make their own.

import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import type { PeerKind } from '../row.ts';
import { readLines } from './lines.ts';

const PROGRAM = fileURLToPath(new URL('peer.mjs', import.meta.url));
const HOST = '127.0.0.1';

export interface PeerProcess {
  /** Where the client connects; 0 when it does not. */
  port: number;
  /** The client listens on this port. */
  connectTo(port: number): void;
  /** Opens so many connections; resolves when they are there. */
  open(count: number): Promise<void>;
  /** After the client has ended: ends too. The share of one processor that it used, where it matters. */
  end(): Promise<number | undefined>;
  /** Ends it at once. */
  kill(): void;
}

export async function startPeer(kind: PeerKind, amount: number, accepts: boolean): Promise<PeerProcess> {
  if (kind === 'none') return new NoPeer();
  if (kind === 'connector') return new ConnectorPeer();
  if (kind === 'echo-many' || kind === 'hold' || kind === 'rows') return ServerPeer.start(kind, amount);
  if (kind === 'redis') return RedisPeer.start();
  const peer = new BlockingPeer(kind, amount);
  if (!accepts) await peer.listen();
  return peer;
}

class NoPeer implements PeerProcess {
  port = 0;
  protected child: ChildProcess | undefined;
  protected ended: Promise<unknown> | undefined;
  protected share: number | undefined;

  connectTo(_port: number): void {}

  async open(_count: number): Promise<void> {}

  async end(): Promise<number | undefined> {
    this.child?.stdin?.end();
    await this.ended;
    return this.share;
  }

  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** Runs the program; `input` is its standard input. */
  protected run(args: string[], input: 'pipe' | net.Socket, onLine: (line: Line) => void = () => {}): void {
    this.child = spawn(process.execPath, [PROGRAM, ...args], { stdio: [input, 'pipe', 'inherit'] });
    this.ended = readLines(this.child, (line: Line) => {
      if (typeof line.share === 'number') this.share = line.share;
      onLine(line);
    });
  }
}

/** What peers write. */
interface Line {
  port?: number;
  connected?: boolean;
  share?: number | null;
}

class BlockingPeer extends NoPeer {
  readonly #server = net.createServer({ pauseOnConnect: true }, connection => this.#handOver(connection));
  readonly #args: string[];

  constructor(kind: PeerKind, amount: number) {
    super();
    this.#args = [kind, String(amount)];
  }

  async listen(): Promise<void> {
    await new Promise<void>(done => this.#server.listen(0, HOST, done));
    this.port = (this.#server.address() as net.AddressInfo).port;
  }

  override connectTo(port: number): void {
    const connection = new net.Socket();
    connection.pause();
    connection.on('error', () => {}); // the client has ended, and says why itself
    connection.connect(port, HOST, () => this.#handOver(connection));
  }

  override kill(): void {
    this.#server.close();
    super.kill();
  }

  #handOver(connection: net.Socket): void {
    this.#server.close();
    connection.setNoDelay(true);
    this.run(this.#args, connection);
    connection.destroy(); // the child has its own descriptor
  }
}

class ServerPeer extends NoPeer {
  static async start(kind: PeerKind, amount: number): Promise<ServerPeer> {
    const peer = new ServerPeer();
    peer.port = await new Promise<number>((told, failed) => {
      peer.run([kind, String(amount)], 'pipe', ({ port }) => port !== undefined && told(port));
      peer.ended?.then(() => failed(new Error('the peer ended before it listened')), failed);
    });
    return peer;
  }
}

class ConnectorPeer extends NoPeer {
  #opened: (() => void) | undefined;

  override connectTo(port: number): void {
    this.run(['connector', String(port)], 'pipe', ({ connected }) => connected && this.#opened?.());
  }

  override open(count: number): Promise<void> {
    return new Promise(opened => {
      this.#opened = opened;
      this.child?.stdin?.write(`${count}\n`);
    });
  }
}

class RedisPeer extends NoPeer {
  #stop: () => Promise<void> = async () => {};

  static async start(): Promise<RedisPeer> {
    const { redis } = await import('../../test/clients/stage/redis.ts');
    const { given, stop } = await redis();
    const peer = new RedisPeer();
    peer.port = Number(given.port);
    peer.#stop = stop;
    return peer;
  }

  override async end(): Promise<undefined> {
    await this.#stop();
  }

  override kill(): void {
    this.#stop();
  }
}

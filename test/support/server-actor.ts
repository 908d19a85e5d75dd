// A watched Server: it names its port, and it watches each socket it accepts from 'connection' on, before
// any listener of the program has seen that socket.
import type { ListenOptions, Server, Socket } from 'node:net';
import { Actor } from './actor.ts';
import type { SocketActor, SocketView } from './socket-actor.ts';
import type { Trace } from './trace.ts';
import { value } from './trace-format.ts';

const SERVER_EVENTS = new Set(['listening', 'connection', 'close', 'error', 'drop']);

/** A watched server. */
export class ServerActor extends Actor {
  readonly server: Server;
  /** The accepted sockets in the order of 'connection'. */
  readonly sockets: SocketActor[] = [];
  #view: SocketView;
  #taken = 0;
  #bound = 0;

  constructor(trace: Trace, name: string, server: Server, view: SocketView) {
    super(trace, name, server);
    this.server = server;
    this.#view = view;
  }

  get isClosed(): boolean {
    return this.#bound === 0;
  }

  /** The port the server listens on; it throws when it does not listen on one. */
  get port(): number {
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error(`${this.name} has no port`);
    return address.port;
  }

  /** Listens, on a port of 127.0.0.1 that the system chooses by default; resolves on 'listening'. */
  async listen(options: ListenOptions = { port: 0, host: '127.0.0.1' }): Promise<this> {
    const listening = this.next('listening');
    this.server.listen(options);
    await listening;
    return this;
  }

  /** The next accepted socket that was not asked for yet. */
  async accepted(): Promise<SocketActor> {
    const index = this.#taken++;
    while (this.sockets.length <= index) await this.next('connection');
    return this.sockets[index];
  }

  /** Calls `close` and logs its callback. */
  close(): void {
    this.server.close(this.callback('close'));
  }

  /** Resolves when the server has emitted 'close', at once if it does not listen. */
  async closed(): Promise<void> {
    if (!this.isClosed) await this.next('close');
  }

  protected override seen(event: string, args: unknown[]): void {
    if (!SERVER_EVENTS.has(event)) return;
    if (event === 'listening') this.#listening();
    if (event === 'close') this.#bound = 0;
    if (event === 'connection') this.#accept(args[0] as Socket);
    else this.log([event, ...args.map(value)].join(' '));
  }

  #accept(socket: Socket): void {
    const index = this.sockets.length + 1;
    const name = index === 1 ? 'accepted' : `accepted ${index}`;
    this.log(`connection ${name}`);
    this.sockets.push(this.trace.socket(name, socket, this.#view));
  }

  #listening(): void {
    this.#bound = 1;
    const address = this.server.address();
    if (typeof address === 'object') this.trace.namePort(address?.port, this.name);
  }
}

// The recorder of the behavioural comparison: writes down what a program can see of sockets and servers.
// Each actor (client, accepted socket, server) has a sequence of its own; the interleaving of two actors
// goes through the kernel, is no part of the contract, and is compared only where a scenario asks for it.
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerActor } from './server-actor.ts';
import { SocketActor, type SocketView } from './socket-actor.ts';
import { namePorts } from './trace-format.ts';

/** One line of a trace; the text is asked for at the end, when all ports have names. */
export interface Entry {
  readonly actor: string;
  readonly text: { toString(): string };
}

/** Everything one run of a scenario has shown, and the actors that showed it. */
export class Trace {
  readonly entries: Entry[] = [];
  readonly sockets: SocketActor[] = [];
  readonly servers: ServerActor[] = [];
  readonly #portNames = new Map<number, string>();
  readonly #folders: string[] = [];
  readonly #leftovers: (() => Promise<void>)[] = [];

  /** Watches a socket under a name. Call it in the tick in which the socket was made. */
  socket(name: string, socket: Socket, view: SocketView = {}): SocketActor {
    const actor = new SocketActor(this, name, socket, view);
    this.sockets.push(actor);
    return actor;
  }

  /** Watches a server, and every socket it accepts, as 'accepted', 'accepted 2', … seen by `view`. */
  server(name: string, server: Server, view: SocketView = {}): ServerActor {
    const actor = new ServerActor(this, name, server, view);
    this.servers.push(actor);
    return actor;
  }

  /** Writes a line that belongs to the scenario itself, or to a named actor. */
  log(text: string, actor = 'scenario'): void {
    this.entries.push({ actor, text });
  }

  /** Gives a port its name. The first name stays: a socket that reconnects may be given its old port. */
  namePort(port: number | undefined, name: string): void {
    if (port && !this.#portNames.has(port)) this.#portNames.set(port, name);
  }

  /** A path for a Unix socket in a new folder, printed as `<folder>/name`. */
  path(name = 'socket'): string {
    const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
    this.#folders.push(folder);
    return join(folder, name);
  }

  /** The trace as text: one section for each actor, or with `strict` one sequence for all of them. */
  render(strict = false): string {
    const names = strict ? [] : [...new Set(this.entries.map(e => e.actor))].sort();
    const sections = names.map(name => {
      const own = this.entries.filter(e => e.actor === name);
      return [`== ${name}`, ...own.map(e => this.#line(e))].join('\n');
    });
    if (strict) sections.push(this.entries.map(e => `${e.actor}: ${this.#line(e)}`).join('\n'));
    return `${sections.join('\n')}\n`;
  }

  /** What keeps the scenario from being over: sockets without a 'close', servers still bound. */
  open(): (SocketActor | ServerActor)[] {
    return [...this.sockets, ...this.servers].filter(actor => !actor.isClosed);
  }

  /** Calls `remove` when the scenario is over, whether it passed or failed. */
  onDispose(remove: () => Promise<void>): void {
    this.#leftovers.push(remove);
  }

  /** Closes what a failed scenario has left open, and removes what any has made. */
  async dispose(): Promise<void> {
    for (const { socket } of this.sockets) if (!socket.destroyed) socket.destroy();
    for (const { server } of this.servers) if (server.listening) server.close();
    await Promise.all(this.#leftovers.map(remove => remove()));
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  #line(entry: Entry): string {
    let text = namePorts(String(entry.text), this.#portNames);
    for (const folder of this.#folders) text = text.replaceAll(folder, '<folder>');
    return text;
  }
}

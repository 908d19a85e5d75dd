// Makes the sockets of one run and measures its phases: time, the client's processor time, and the bytes that
// crossed all its sockets, as the sockets themselves count them.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Implementation } from './implementations.ts';

export interface Phase {
  name: string;
  what: string;
  ms: number;
  /** Processor time of this process, in all its threads; null where a runtime does not tell it. */
  cpuMs: number | null;
  bytesWritten: number;
  bytesRead: number;
}

export interface Trace {
  socket: string;
  states: string[];
}

export class Meter {
  readonly phases: Phase[] = [];
  readonly #on: Implementation;
  readonly #sockets: { name: string; socket: Socket }[] = [];
  readonly #open = new Set<Socket>(); // until 'close' is heard; `socket.closed` turns true before that

  constructor(on: Implementation) {
    this.#on = on;
  }

  /** A new, unconnected socket, known in the report by `name`. */
  socket(name: string): Socket {
    const socket = new this.#on.net.Socket();
    this.#on.states.for(socket);
    this.#sockets.push({ name, socket });
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    return socket;
  }

  /** Runs `work` as the phase `name`; an error it rejects with is passed on, with that name before it. */
  async phase<T>(name: string, what: string, work: () => Promise<T>): Promise<T> {
    const before = this.#bytes();
    const cpu = processorMs();
    const start = performance.now();
    const result = await work().catch(cause => {
      throw new Error(`${this.#on.name}, phase ${name}: ${cause.message}`, { cause });
    });
    const ms = performance.now() - start;
    const cpuAfter = processorMs();
    const after = this.#bytes();
    this.phases.push({
      name,
      what,
      ms,
      cpuMs: cpu === null || cpuAfter === null ? null : cpuAfter - cpu,
      bytesWritten: after.written - before.written,
      bytesRead: after.read - before.read,
    });
    return result;
  }

  /** Resolves when every socket made so far has closed. */
  async closed(): Promise<void> {
    await Promise.all([...this.#open].map(socket => once(socket, 'close')));
  }

  traces(): Trace[] {
    return this.#sockets.map(({ name, socket }) => ({ socket: name, states: this.#on.states.for(socket) }));
  }

  #bytes() {
    const sum = { read: 0, written: 0 };
    for (const { socket } of this.#sockets) {
      sum.read += socket.bytesRead;
      sum.written += socket.bytesWritten;
    }
    return sum;
  }
}

function processorMs(): number | null {
  // A guest in Wasmtime is not told.
  const usage: (() => NodeJS.CpuUsage) | undefined = process.cpuUsage;
  if (!usage) return null;
  const { user, system } = usage();
  return (user + system) / 1000;
}

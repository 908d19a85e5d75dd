// What the programs of these tests are made of: acts, one of which the first argument chooses; the second has the ports.
import type { Socket } from 'node:net';

export type Given = Record<string, number>;
export type Acts = Record<string, (given: Given) => unknown>;

export const HOST = '127.0.0.1';

/** Prints one line, as JSON. */
export function tell(what: unknown): void {
  console.log(JSON.stringify(what));
}

/** Milliseconds of a monotonic clock. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

interface Failure extends NodeJS.ErrnoException {
  address?: string;
  port?: number;
  localAddress?: string;
  localPort?: number;
  errors?: Failure[];
}

/** All that an error of the network says. */
export function shown(error: Failure): object {
  const { name, message, code, errno, syscall, address, port, localAddress, localPort, errors } = error;
  const at = { address, port, localAddress, localPort };
  return { name, message, code, errno, syscall, ...at, errors: errors?.map(shown) };
}

const EVENTS = ['connect', 'ready', 'end', 'finish', 'drain', 'timeout'];

/** Tells of everything that happens to the socket but its data. */
export function watched<S extends Socket>(socket: S, name = 'socket'): S {
  for (const event of EVENTS) socket.on(event, () => tell([name, event]));
  socket.on('error', error => tell([name, 'error', shown(error)]));
  socket.on('close', hadError => tell([name, 'close', hadError]));
  return socket;
}

// Which Node this is: asked of its own net with the first call for which it matters, where a call tells; by its
// version where only a connection would.

import type { Socket } from 'node:net';
import type { Dialect } from '../net/dialect.ts';

export function nodeDialect(SocketClass: typeof Socket, version: string): Dialect {
  const major = Number.parseInt(version, 10);
  return {
    get checksHost() {
      return once(this, 'checksHost', refusesHost(SocketClass));
    },
    get finishesUnconnected() {
      return once(this, 'finishesUnconnected', finishesAtOnce(SocketClass));
    },
    get refusesTextAsBuffer() {
      return once(this, 'refusesTextAsBuffer', refusesText(SocketClass));
    },
    listensOnBest: major >= 22,
    dropsAtZero: major >= 21,
    cancelsWrites: major >= 22,
    tellsOfSocketConnect: major >= 22,
  };
}

function once(dialect: Dialect, name: keyof Dialect, value: boolean): boolean {
  Object.defineProperty(dialect, name, { value });
  return value;
}

/** Of two wrong options the host is named where it is checked, for that comes first. */
function refusesHost(SocketClass: typeof Socket): boolean {
  const socket = new SocketClass();
  try {
    socket.connect({ port: 1, host: '\0', localAddress: 'none' });
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_INVALID_ARG_VALUE';
  } finally {
    socket.destroy();
  }
}

function finishesAtOnce(SocketClass: typeof Socket): boolean {
  let finishes = false;
  new SocketClass()
    .once('prefinish', () => {
      finishes = true;
    })
    .end()
    .destroy();
  return finishes;
}

function refusesText(SocketClass: typeof Socket): boolean {
  const socket = new SocketClass().on('error', () => {});
  try {
    socket.write('', 'buffer' as BufferEncoding);
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

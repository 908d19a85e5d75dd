// What stands under a socket's `_handle`. Programs only ask whether it is null, but Node's http calls a few of its
// methods: on a connection that is kept alive, and to hold back a request's body. node: lib _http_client,
// responseKeepAlive; lib _http_server, onSocketPause.

import { kHandle } from '../binding/engine.ts';
import { stopReading } from './connection.ts';
import { kContext } from './context.ts';
import { keepAliveBy } from './keep-alive.ts';
import type { SocketMethods } from './socket.ts';
import { kState } from './socket-state.ts';

export class SocketHandle {
  readonly #socket: SocketMethods;

  constructor(socket: SocketMethods) {
    this.#socket = socket;
  }

  /** Whose it is. */
  get socket(): SocketMethods {
    return this.#socket;
  }

  get reading(): boolean {
    return this.#socket[kState].reading;
  }
  /** Node's modules say what they are about to do; doing it is what counts. */
  set reading(_value: boolean) {}

  readStart(): number {
    this.#socket._read(0);
    return 0;
  }

  readStop(): number {
    stopReading(this.#socket);
    return 0;
  }

  /** Of its own it has none: the present one is taken. */
  getAsyncId(): undefined {
    return undefined;
  }

  setNoDelay(on: boolean): void {
    const socket = this.#socket;
    socket[kContext].engine.controls(socket[kHandle])?.setNoDelay?.(on);
  }

  setKeepAlive(enable: boolean, seconds: number, interval?: number, count?: number): void {
    keepAliveBy(this.#socket, { enable, seconds, interval, count });
  }
}

/** Whether it is a handle of the runtime's own, or stands for one: it can be told to read, and closed. */
export function isNativeHandle(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || value instanceof SocketHandle) return false;
  const { readStart, close } = value as Record<string, unknown>;
  return typeof readStart === 'function' && typeof close === 'function';
}

/** What a program finds under `_handle`: null without a connection, unless it has put something there itself. */
export function handleOf(socket: SocketMethods): object | null {
  const state = socket[kState];
  if (state.handle === undefined && state.active) state.handle = new SocketHandle(socket);
  return state.handle ?? null;
}

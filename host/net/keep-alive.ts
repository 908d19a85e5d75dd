// Keep-alive of a socket: as it was asked for, until there is a connection, and then the engine has it. node: lib net

import { kHandle } from '../binding/engine.ts';
import { kContext } from './context.ts';
import type { SocketMethods } from './socket.ts';
import { type KeepAlive, kState } from './socket-state.ts';

/** The object form of `setKeepAlive`'s arguments, in milliseconds. */
export interface KeepAliveOptions {
  readonly enable?: unknown;
  readonly initialDelay?: unknown;
  readonly interval?: unknown;
  readonly count?: unknown;
}

export function setKeepAlive(socket: SocketMethods, options: KeepAliveOptions): void {
  const { enable, initialDelay, interval, count } = options;
  const asked: KeepAlive = {
    enable: Boolean(enable),
    seconds: wholeSeconds(initialDelay),
    interval: interval === undefined ? undefined : wholeSeconds(interval),
    count: count as number | undefined,
  };
  const state = socket[kState];
  if (!differs(asked, state.keepAlive)) return;
  state.keepAlive = asked;
  if (state.handle || (state.active && !socket.connecting)) applyKeepAlive(socket);
}

/** Tells the engine; by way of what is under `_handle`, where a program has looked there. */
export function applyKeepAlive(socket: SocketMethods): void {
  const { keepAlive, handle } = socket[kState];
  if (keepAlive === undefined) return;
  if (!handle) keepAliveBy(socket, keepAlive);
  else handle.setKeepAlive?.(keepAlive.enable, keepAlive.seconds, keepAlive.interval, keepAlive.count);
}

export function keepAliveBy(socket: SocketMethods, asked: KeepAlive): void {
  const { enable, seconds, interval = 0, count = 0 } = asked;
  const { engine } = socket[kContext];
  engine.setKeepAlive(
    socket[kHandle],
    enable,
    milliseconds(seconds),
    milliseconds(interval),
    Number(count) >>> 0,
  );
}

function differs(asked: KeepAlive, before: KeepAlive | undefined): boolean {
  if (before === undefined || asked.enable !== before.enable) return asked.enable || before !== undefined;
  return asked.enable && (['seconds', 'interval', 'count'] as const).some(key => asked[key] !== before[key]);
}

function wholeSeconds(milliseconds: unknown): number {
  return ~~((milliseconds as number) / 1000);
}

/** As many as the engine's number holds. */
function milliseconds(seconds: number): number {
  return Math.min(Math.max(seconds, 0), LONGEST_SECONDS) * 1000;
}

const LONGEST_SECONDS = 2 ** 22;

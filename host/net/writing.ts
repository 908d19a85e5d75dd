// From the stream's writes to the engine's sends. A write is acknowledged when the network has accepted it. The
// first small write of a tick goes out at once, the next corks the stream; what follows in the tick goes together.

import { Duplex } from 'node:stream';
import { ACCEPTED, OP_WRITE, PENDING } from '../../assembly/abi.ts';
import { kHandle } from '../binding/engine.ts';
import { SendQueue } from '../binding/send-queue.ts';
import { becomeActive } from './connection.ts';
import { kContext } from './context.ts';
import { endedByPeerError, nodeError, textAsBufferError } from './errors.ts';
import { failure } from './failures.ts';
import type { SocketMethods } from './socket.ts';
import { EARLY, FLUSHING, GATHERING, kState } from './socket-state.ts';

type Callback = (error?: Error | null) => void;

/** A chunk below this many bytes is worth waiting for what follows it in the same tick. */
export const GATHER_BELOW = 16384;

/** The stream's `_write`. */
export function write(socket: SocketMethods, chunk: Uint8Array, callback: Callback): void {
  if (!send(socket, [chunk], chunk.length, callback)) return;
  acknowledge(socket, callback);
  if (chunk.length < GATHER_BELOW) socket[kState].wrote = socket[kContext].gatherer.countTick();
}

/** The stream's `_writev`. */
export function writeAll(socket: SocketMethods, chunks: Uint8Array[], callback: Callback): void {
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  if (send(socket, chunks, length, callback)) acknowledge(socket, callback);
}

/** The network took something: goes on with the write under way, and tells the stream when it is done. */
export function sendOn(socket: SocketMethods): void {
  const state = socket[kState];
  const { sending } = state;
  if (!sending) return;
  becomeActive(socket);
  const outcome = socket[kContext].engine.send(socket[kHandle], sending.queue);
  if (outcome === PENDING || state.sending !== sending) return;
  state.sending = undefined;
  sending.callback(outcome === ACCEPTED ? null : failure(-outcome, OP_WRITE));
}

/** Sends what this tick has gathered. */
export function ungather(socket: SocketMethods): void {
  const state = socket[kState];
  if (!((state?.gather ?? 0) & GATHERING)) return;
  state.gather &= ~GATHERING;
  socket.uncork();
  const { flushed } = state;
  if (state.gather & FLUSHING || !flushed) return;
  state.flushed = undefined;
  socket[kContext].runtime.nextTick(flushed);
}

/** The tick ends: sends what was gathered, and acknowledges it now rather than in a tick of its own. */
export function sendGathered(socket: SocketMethods): void {
  const state = socket[kState];
  const early = state.gather & EARLY;
  state.gather &= ~EARLY;
  if (!(state.gather & GATHERING)) return;
  if (early) return ungather(socket);
  state.gather |= FLUSHING;
  ungather(socket);
  state.gather &= ~FLUSHING;
  const callback = state.flushed;
  state.flushed = undefined;
  callback?.();
}

/**
 * Before the stream's `write(...args)`: the second of a tick begins to gather. What is gathered goes out before it
 * fills the stream: `write` says false for the network's sake only.
 */
export function beforeWrite(socket: SocketMethods, args: unknown[]): void {
  const state = socket[kState];
  if (!(state.gather & GATHERING) && !gather(socket)) return;
  keepContext(socket, args);
  const { length } = (args[0] ?? '') as { length?: number };
  if (socket.writableLength + (length ?? 0) < socket.writableHighWaterMark) return;
  state.gather |= EARLY;
  ungather(socket);
}

/** Text whose encoding is said to be 'buffer': older Nodes' streams take it, a connection does not. */
export function notAsBuffer(socket: SocketMethods, chunk: unknown): unknown {
  if (typeof chunk !== 'string' || socket[kContext].dialect.refusesTextAsBuffer) return chunk;
  if (!socket.writableEnded && socket[kState].active) throw textAsBufferError();
  return new Uint8Array(0);
}

/** Bytes given to the stream so far: sent, in flight, held back and queued. */
export function queuedBytes(socket: SocketMethods): number | undefined {
  const { dispatched, held } = socket[kState];
  const queued = (socket as { writableBuffer?: { chunk: Uint8Array }[] }).writableBuffer;
  return queued?.reduce((bytes, { chunk }) => bytes + chunk.length, dispatched + held);
}

/** After the peer's end has ended this side too, a write is refused with EPIPE. node: writeAfterFIN */
export function refuseWrites(socket: SocketMethods): void {
  const refuse = (...args: unknown[]): boolean => {
    if (!socket.writableEnded) {
      return (Duplex.prototype.write as (...a: unknown[]) => boolean).apply(socket, args);
    }
    const error = endedByPeerError();
    const callback = typeof args[1] === 'function' ? args[1] : args[2];
    if (typeof callback === 'function') socket[kContext].runtime.nextTick(callback as () => void, error);
    socket.destroy(error);
    return false;
  };
  socket.write = refuse as typeof socket.write;
}

/** True when everything was accepted at once; otherwise `callback` was called, or will be. */
function send(socket: SocketMethods, chunks: Uint8Array[], length: number, callback: Callback): boolean {
  const state = socket[kState];
  if (socket.connecting) {
    holdBack(socket, chunks, length, callback);
    return false;
  }
  state.held = 0;
  if (!state.active) {
    callback(nodeError('ERR_SOCKET_CLOSED'));
    return false;
  }
  becomeActive(socket);
  state.dispatched += length;
  const queue = new SendQueue(chunks);
  const sending = { queue, callback };
  state.sending = sending;
  const outcome = socket[kContext].engine.send(socket[kHandle], queue);
  // A failure that the network answers at once has been told as an event by now.
  if (outcome === PENDING || state.sending !== sending) return false;
  state.sending = undefined;
  if (outcome !== ACCEPTED) callback(failure(-outcome, OP_WRITE));
  return outcome === ACCEPTED;
}

/** Tells the stream that all of a write was accepted at once; of what `end` sends, when the tick ends. */
function acknowledge(socket: SocketMethods, callback: Callback): void {
  const state = socket[kState];
  if (state.gather & (GATHERING | FLUSHING)) state.flushed = callback;
  else callback();
}

/** A write before the connection waits for it. */
function holdBack(socket: SocketMethods, chunks: Uint8Array[], length: number, callback: Callback): void {
  socket[kState].held = length;
  const onClose = () => callback(nodeError('ERR_SOCKET_CLOSED_BEFORE_CONNECTION'));
  socket.once('connect', () => {
    socket.off('close', onClose);
    if (send(socket, chunks, length, callback)) callback();
  });
  socket.once('close', onClose);
}

/** What is gathered is acknowledged together: each write's callback runs where that write was. */
function keepContext(socket: SocketMethods, args: unknown[]): void {
  const at = typeof args[1] === 'function' ? 1 : 2;
  const callback = args[at];
  if (typeof callback !== 'function') return;
  const scope = socket[kContext].runtime.snapshot();
  args[at] = (...told: unknown[]) => scope.runInAsyncScope(() => Reflect.apply(callback, undefined, told));
}

/** Corks until the tick ends, so that what follows joins; unless this is the first write of the tick. */
function gather(socket: SocketMethods): boolean {
  const state = socket[kState];
  const { gatherer } = socket[kContext];
  if (state.wrote !== gatherer.tick || state.gather & FLUSHING || !gatherer.ticking) return false;
  if (socket.writableEnded || socket.writableCorked > 0) return false;
  state.gather |= GATHERING;
  gatherer.add(socket);
  return true;
}

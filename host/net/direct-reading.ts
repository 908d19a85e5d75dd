// What arrives, told as 'data' beside the stream. To an interpreter a push through the stream costs more than the read
// below it; while the stream only hands on (it flows, holds nothing, decodes nothing, and somebody listens) the listeners
// are told at once, which is all that the push would bring about. What the stream has to know of it, that there
// was data, it knows from the first chunk. node: lib/internal/streams/readable, addChunk

import { Buffer } from 'node:buffer';
import { EVENT_READABLE } from '../../assembly/abi.ts';
import { type Engine, kHandle } from '../binding/engine.ts';
import { becomeActive, stopReading, tellIn } from './connection.ts';
import { SocketMethods } from './socket.ts';
import { socketEvent } from './socket-events.ts';
import { kState } from './socket-state.ts';

const { push } = SocketMethods.prototype;

/** Takes an event of the engine. */
export function directEvent(engine: Engine) {
  const receive = (socket: SocketMethods): void => {
    if (socket[kState].timedOut) becomeActive(socket);
    const bytes = engine.recv(socket[kHandle]);
    if (bytes === undefined) return;
    // Nobody else has it, and a copy would cost more than all that follows.
    const chunk = Object.setPrototypeOf(bytes, Buffer.prototype) as Buffer;
    if (onlyHandsOn(socket)) socket.emit('data', chunk);
    else if (!socket.push(chunk)) stopReading(socket);
  };
  return function (this: SocketMethods, kind: number, a: number, b: number): void {
    const { onread, scope } = this[kState];
    if (kind !== EVENT_READABLE || onread) socketEvent(this, kind, a, b);
    else if (scope === undefined) receive(this);
    else tellIn(scope, receive, this, a, b);
  };
}

/** A push would tell the listeners, and that is all. */
function onlyHandsOn(socket: SocketMethods): boolean {
  return (
    socket.readableFlowing === true &&
    socket.readableLength === 0 &&
    socket.readableDidRead &&
    socket.readableEncoding === null &&
    socket.listenerCount('data') > 0 &&
    socket.push === push
  );
}

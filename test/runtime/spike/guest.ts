// The guest of the spike: a program of one scenario (first argument) among given peers (second, as JSON).
// Its last line of output is the result as JSON, or the error; it ends by itself.

import { getArguments } from 'wasi:cli/environment@0.2.12';
import { now } from 'wasi:clocks/monotonic-clock@0.2.12';
import * as engine from 'wasi-net:engine/engine@0.1.0';
import * as abi from '../../../assembly/abi.ts';
import { lookUp } from './names.ts';
import { ANSWER_BYTES, type Peers } from './ports.ts';
import { print } from './print.ts';
import { serve } from './serving.ts';
import { close, connectTo, expect, loopback, release, startConnect, startRace } from './socket.ts';
import { killAtEachStep, sending } from './steps.ts';
import { transfer } from './transfer.ts';
import { next, until } from './turns.ts';

const MEBIBYTE = 1 << 20;

const MODES: Record<string, (peers: Peers) => object> = {
  take: peers => transfer(peers.echo, { total: MEBIBYTE, take: true, end: true }),
  recv: peers => transfer(peers.echo, { total: MEBIBYTE, take: false, end: true }),
  answered: peers => transfer(peers.answerer, { total: ANSWER_BYTES, take: false, end: false }),
  kill: killAtEachStep,
  listen,
  refused: peers => {
    const handle = startConnect(peers.nobody);
    const events: number[][] = [];
    for (;;) {
      const event = next(handle);
      if (event === undefined) throw new Error('no answer');
      events.push([event.kind, event.a, event.b]);
      if (event.kind !== abi.EVENT_ERROR) continue;
      release(handle);
      return { events, live: engine.live() };
    }
  },
  race: peers => race([peers.deaf, peers.nobody, peers.deaf, peers.echo]),
  'late race': peers => race([peers.asleep, peers.deaf, peers.nobody], peers.waker),
  idle: peers => idle(peers.silent),
  serve: () => serve(0, 2),
  'serve again': ({ echo }) => serve(echo, 1),
  localhost: () => lookUp(['localhost']),
  names: () => lookUp(['localhost', '127.0.0.1', '::1', 'no name at all']),
  stalled: peers => {
    close(sending({ handle: connectTo(peers.silent) }).handle);
    return {};
  },
};

export const run = {
  async run(): Promise<void> {
    try {
      const [, mode, peers] = getArguments();
      print(MODES[mode](JSON.parse(peers)));
    } catch (error) {
      // Thrown on, it would end in a page of Wasmtime's own backtraces.
      const { message, stack } = error as Error;
      print({ error: message, stack });
    }
  },
};

/** Races to ports until one has won; the waker, if there is one, is connected to as soon as one has failed. */
function race(ports: readonly number[], waker?: number): object {
  const handle = startRace(ports, 30);
  const events: number[][] = [];
  for (;;) {
    const event = next(handle);
    if (event === undefined) throw new Error('nobody has won');
    events.push([event.kind, event.a, event.b]);
    if (event.kind === abi.EVENT_CONNECTED) break;
    if (waker !== undefined) release(connectTo(waker));
  }
  expect(engine.remoteAddress(handle)[1], ports[events.at(-1)?.[1] ?? -1], 'the port of the winner');
  release(handle);
  return { events, live: engine.live(), blocks: engine.blocks() };
}

/** Listens, prints its port, gives two visitors back what they send, and closes. */
function listen(): object {
  const listener = engine.open();
  engine.bind(listener, loopback(0));
  until(listener, abi.EVENT_BOUND);
  engine.listen(listener, 16);
  until(listener, abi.EVENT_LISTENING);
  const [family, port, address] = engine.localAddress(listener);
  print({ family, port, address });
  const echoed = [0, 1].map(() => echo(until(listener, abi.EVENT_ACCEPTED).a));
  release(listener);
  return { echoed, live: engine.live(), blocks: engine.blocks() };
}

function echo(handle: number): number {
  const peer = engine.remoteAddress(handle);
  expect(peer[2], 0x7f000001, "the visitor's address");
  expect(engine.localAddress(handle).length, abi.ADDRESS_WORDS, 'words of an address');
  engine.resume(handle);
  for (;;) {
    const event = next(handle);
    if (event === undefined) throw new Error('the visitor is silent');
    if (event.kind === abi.EVENT_END) break;
    if (event.kind !== abi.EVENT_READABLE) throw new Error(`event ${event.kind}`);
    for (;;) {
      const bytes = engine.recv(handle, 65536);
      if (bytes.length === 0) break;
      const words = new BigUint64Array(Math.ceil(bytes.length / 8));
      new Uint8Array(words.buffer).set(bytes);
      if (engine.send(handle, words, bytes.length) === abi.PENDING) until(handle, abi.EVENT_SENT);
    }
  }
  engine.end(handle);
  until(handle, abi.EVENT_FINISHED);
  const bytes = engine.bytesReceived(handle);
  release(handle);
  return bytes;
}

/** The idle timeout fires, rests, and fires again after activity. Times in milliseconds. */
function idle(port: number): object {
  const handle = connectTo(port);
  const start = now();
  const since = () => (now() - start) / 1_000_000;
  engine.setTimeout(handle, 60);
  until(handle, abi.EVENT_TIMEOUT);
  const first = since();
  const rested = next(handle, 150) === undefined;
  const activity = since();
  engine.send(handle, new BigUint64Array(1), 1);
  until(handle, abi.EVENT_TIMEOUT);
  const second = since() - activity;
  release(handle);
  return { first, rested, second, live: engine.live() };
}

// Small steps that every scenario of the spike takes.

import { now } from 'wasi:clocks/monotonic-clock@0.2.12';
import * as engine from 'wasi-net:engine/engine@0.1.0';
import * as abi from '../../../assembly/abi.ts';
import { forget, turn, until } from './turns.ts';

/** 127.0.0.1 with a port, as the contract spells an address. */
export function loopback(port: number): number[] {
  return [4, port, 0x7f000001, 0, 0, 0, 0, 0];
}

/** A handle on its way to a port of 127.0.0.1. */
export function startConnect(port: number): number {
  const handle = engine.open();
  if (handle <= 0) throw new Error(`open: ${handle}`);
  const result = engine.connect(handle, loopback(port), 0, false);
  if (result < 0) throw new Error(`connect: ${result}`);
  return handle;
}

/** A handle on its way to several ports of 127.0.0.1, which race. */
export function startRace(ports: readonly number[], delay: number): number {
  const handle = engine.open();
  const result = engine.connect(handle, ports.flatMap(loopback), delay, true);
  if (handle <= 0 || result < 0) throw new Error(`race: ${handle} ${result}`);
  return handle;
}

/** A connected handle. */
export function connectTo(port: number): number {
  const handle = startConnect(port);
  until(handle, abi.EVENT_CONNECTED);
  return handle;
}

/** Closes in the order that the contract demands. The socket may linger for what the network still holds. */
export function close(handle: number, stream?: engine.InputStream): void {
  const start = now();
  engine.close(handle);
  if (stream) {
    expect(engine.state(handle), abi.STATE_RELEASING, 'state between close and input-dropped');
    stream[Symbol.dispose]();
    engine.inputDropped(handle);
  }
  forget(handle);
  const milliseconds = (now() - start) / 1_000_000;
  if (milliseconds > 1000) throw new Error(`close took ${milliseconds} ms`);
}

/** Closes, and turns the engine until nothing of the handle is left. */
export function release(handle: number, stream?: engine.InputStream): void {
  close(handle, stream);
  settle(handle);
}

/** Turns the engine until nothing of a closed handle is left, and checks that it is stale then. */
export function settle(handle: number): void {
  const until = now() + 10_000_000_000;
  while (engine.state(handle) !== abi.STATE_FREE) {
    if (now() > until) throw new Error(`state ${engine.state(handle)} long after close`);
    turn(1000);
  }
  expect(engine.end(handle), -abi.ERROR_STALE_HANDLE, 'end of a closed handle');
}

export function expect(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${actual}, not ${expected}`);
}

export function patternAt(position: number): number {
  return (Math.imul(position, 31) + (position >>> 8) + (position >>> 16)) & 255;
}

// The entry of a guest: the engine is a component composed with the program, and waits for all sockets in one place,
// the event loop.

import { createNet, type Net } from '../index.ts';
import type { HostRuntime } from '../net/context.ts';
import { directMembers } from '../net/direct.ts';
import { denied } from '../wasmtime/denied.ts';
import { engine, loop } from '../wasmtime/event-loop.ts';
import { snapshot } from '../wasmtime/loop/async-context.ts';
import { nextTick, tick } from '../wasmtime/loop/ticks.ts';
import { lookup } from '../wasmtime/names.ts';
import { process } from '../wasmtime/process.ts';

const onExit = (callback: () => void) => process.on('exit', callback);

const runtime: HostRuntime = {
  nextTick: nextTick as HostRuntime['nextTick'],
  onExit,
  socketMembers: directMembers(engine, { nextTick, onExit, tick: () => tick }),
  lookup,
  startTimer(callback, milliseconds) {
    const timer = loop.timers.start(callback, milliseconds, undefined, false, false);
    return () => loop.timers.clear(timer);
  },
  denied,
  snapshot,
  warn: (message, type) => process.emitWarning(message, type),
};

/** The whole of node:net, its sockets wasi-net's. */
const net: Net = createNet(engine, runtime);
export default net;

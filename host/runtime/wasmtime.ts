// The entry of a guest: the engine is a component composed with the program, and waits for all sockets in one place,
// the event loop.

import { createNet, type Net } from '../index.ts';
import type { HostRuntime } from '../net/context.ts';
import { engine, loop } from '../wasmtime/event-loop.ts';
import { currentContext, enterContext } from '../wasmtime/loop/async-context.ts';
import { nextTick } from '../wasmtime/loop/ticks.ts';
import { process } from '../wasmtime/process.ts';

const runtime: HostRuntime = {
  nextTick: nextTick as HostRuntime['nextTick'],
  onExit: callback => process.on('exit', callback),
  lookup: (name, _options, callback) =>
    nextTick(() => callback(null, [{ address: name, family: 4 }] as never)),
  startTimer(callback, milliseconds) {
    const timer = loop.timers.start(callback, milliseconds, [], false).unref();
    return () => loop.timers.clear(timer);
  },
  snapshot() {
    const context = currentContext();
    return {
      runInAsyncScope(run) {
        const before = enterContext(context);
        try {
          return run();
        } finally {
          enterContext(before);
        }
      },
    };
  },
  warn: (message, type) => process.emitWarning(`${type}: ${message}`),
};

/** The whole of node:net, its sockets wasi-net's. */
const net: Net = createNet(engine, runtime);
export default net;

// The entry of every runtime that has Node's modules: the engine over the runtime's own node:net.

import { AsyncResource, executionAsyncId } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import type nodeDns from 'node:dns';
import { createRequire } from 'node:module';
import net from 'node:net';
import engineBytes from '../../dist/engine.wasm';
import { bindCore } from '../binding/core.ts';
import type { CoreRuntime } from '../binding/engine.ts';
import { compile } from '../binding/webassembly.ts';
import { createNet } from '../index.ts';
import type { Lookup } from '../net/arguments.ts';
import type { HostRuntime } from '../net/context.ts';
import { createTrace } from '../net/trace.ts';
import { keepInnerUntold } from '../provider/node-channels.ts';
import type { Here } from './here.ts';
import { shared } from './shared.ts';

const load = createRequire(process.execPath);
let dns: typeof nodeDns | undefined;
/** Loaded with the first name: it takes a millisecond, and addresses need none of it. */
function loadDns(): typeof nodeDns {
  dns ??= load('node:dns') as typeof nodeDns;
  return dns;
}

const runtime: HostRuntime & CoreRuntime = {
  nextTick: process.nextTick,
  onExit: callback => process.on('exit', callback),
  lookup: (...args) => (loadDns().lookup as Lookup)(...args),
  get hints() {
    return loadDns();
  },
  startTimer(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  },
  allocate: length => Buffer.allocUnsafe(length),
  view: (memory, from, length) => Buffer.from(memory, from, length),
  // Node's own default for the trigger, twice as fast when it is given.
  snapshot: () => new AsyncResource('wasi-net', executionAsyncId()),
  channels: {
    client: channel('net.client.socket'),
    server: channel('net.server.socket'),
    listenStart: channel('tracing:net.server.listen:asyncStart'),
    listenEnd: channel('tracing:net.server.listen:asyncEnd'),
    listenError: channel('tracing:net.server.listen:error'),
  },
  // Taken now: `wasi-net/register` puts wasi-net's in their place.
  classes: { ...net },
  warn: (message, type) => process.emitWarning(message, type),
};

/** The whole of node:net, its sockets wasi-net's. */
export function netOn(here: Here): typeof net {
  return shared(() => {
    Object.assign(runtime, here.speech());
    keepInnerUntold();
    runtime.familyDefaults = here.familyDefaults();
    const engine = bindCore(compile(engineBytes), here.provider(), runtime);
    const trace = createTrace(engine);
    if (here.traced()) trace.print(line => process.stderr.write(`${line}\n`));
    return { net: createNet(engine, runtime), trace };
  }).net;
}

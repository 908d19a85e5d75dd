// The entry for Node: the engine over Node's own net.

import { AsyncResource, executionAsyncId } from 'node:async_hooks';
import type nodeDns from 'node:dns';
import { createRequire } from 'node:module';
import net from 'node:net';
import engineBytes from '../../dist/engine.wasm';
import { bindCore } from '../binding/core.ts';
import { compile } from '../binding/webassembly.ts';
import { createNet } from '../index.ts';
import type { Lookup } from '../net/arguments.ts';
import type { HostRuntime } from '../net/context.ts';
import { createTrace } from '../net/trace.ts';
import { nodeProvider } from '../provider/node.ts';
import { shared } from './shared.ts';

const load = createRequire(process.execPath);
let dns: typeof nodeDns | undefined;
/** Loaded with the first name: it takes a millisecond, and addresses need none of it. */
function loadDns(): typeof nodeDns {
  dns ??= load('node:dns') as typeof nodeDns;
  return dns;
}

const runtime: HostRuntime = {
  nextTick: process.nextTick,
  onExit: callback => process.on('exit', callback),
  lookup: (...args) => (loadDns().lookup as Lookup)(...args),
  get hints() {
    return loadDns();
  },
  familyDefaults: {
    autoSelectFamily: net.getDefaultAutoSelectFamily(),
    autoSelectFamilyAttemptTimeout: net.getDefaultAutoSelectFamilyAttemptTimeout(),
  },
  startTimer(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  },
  allocate: length => Buffer.allocUnsafe(length),
  view: (memory, from, length) => Buffer.from(memory, from, length),
  // Node's own default for the trigger, twice as fast when it is given.
  snapshot: () => new AsyncResource('wasi-net timeout', executionAsyncId()),
  // Taken now: `wasi-net/register` puts wasi-net's in their place.
  classes: { ...net },
};

const { net: nodeNet } = shared(() => {
  const engine = bindCore(compile(engineBytes), nodeProvider(), runtime);
  const trace = createTrace(engine);
  if (process.env.WASI_NET_TRACE === '1') trace.print(line => process.stderr.write(`${line}\n`));
  return { net: createNet(engine, runtime), trace };
});

/** The whole of node:net, its sockets wasi-net's. */
export default nodeNet;

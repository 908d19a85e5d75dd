// The entry for Node: the engine over Node's own net.

import { AsyncResource, executionAsyncId } from 'node:async_hooks';
import type nodeDns from 'node:dns';
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

/** node:dns takes a millisecond to load, and addresses need none of it: it comes with the first name. */
let dns: typeof nodeDns | undefined;
// Node before 20.16 cannot load it so late; there it is on its way from the start.
const { getBuiltinModule } = process as Partial<Pick<NodeJS.Process, 'getBuiltinModule'>>;
const coming = getBuiltinModule ? undefined : import('node:dns');
void coming?.then(module => {
  dns = module.default;
});

function loadedDns(): typeof nodeDns | undefined {
  dns ??= getBuiltinModule?.('node:dns');
  return dns;
}

const lookup: Lookup = (...args) => {
  const loaded = loadedDns();
  if (loaded) return (loaded.lookup as Lookup)(...args);
  return coming?.then(module => (module.default.lookup as Lookup)(...args));
};

const runtime: HostRuntime = {
  nextTick: process.nextTick,
  onExit: callback => process.on('exit', callback),
  lookup,
  get hints() {
    return loadedDns();
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
  classes: net,
};

const { net: nodeNet } = shared(() => {
  const engine = bindCore(compile(engineBytes), nodeProvider(), runtime);
  const trace = createTrace(engine);
  if (process.env.WASI_NET_TRACE === '1') trace.print(line => process.stderr.write(`${line}\n`));
  return { net: createNet(engine, runtime) as unknown as typeof net, trace };
});

/** The whole of node:net, its sockets wasi-net's. */
export default nodeNet;

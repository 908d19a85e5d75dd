// The entry for Node: the engine over Node's own net.

import { AsyncResource, executionAsyncId } from 'node:async_hooks';
import dns from 'node:dns';
import net from 'node:net';
import engineBytes from '../../dist/engine.wasm';
import { bindCore } from '../binding/core.ts';
import { compile } from '../binding/webassembly.ts';
import { createNet } from '../index.ts';
import type { HostRuntime } from '../net/context.ts';
import { createTrace } from '../net/trace.ts';
import { nodeProvider } from '../provider/node.ts';

const runtime: HostRuntime = {
  nextTick: process.nextTick,
  onExit: callback => process.on('exit', callback),
  lookup: dns.lookup as HostRuntime['lookup'],
  hints: { ADDRCONFIG: dns.ADDRCONFIG, V4MAPPED: dns.V4MAPPED, ALL: dns.ALL },
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

const engine = bindCore(compile(engineBytes), nodeProvider(), runtime);

/** The whole of node:net, its sockets wasi-net's. */
const nodeNet = createNet(engine, runtime) as unknown as typeof net;
export default nodeNet;

/** What `wasi-net/trace` exports. */
export const trace = createTrace(engine);
if (process.env.WASI_NET_TRACE === '1') trace.print(line => process.stderr.write(`${line}\n`));

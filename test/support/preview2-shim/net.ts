// A second opinion on the engine: the same component under another host, transpiled by jco, over preview2-shim,
// which was written without knowing ours. The shim has its sockets in a worker thread and blocks this one for every
// answer, so a net on it looks whether something has happened, again and again, in turns of the event loop.

import { AsyncResource } from 'node:async_hooks';
import dns from 'node:dns';
import net from 'node:net';
import { bindComponent } from '../../../host/binding/component.ts';
import { createNet } from '../../../host/index.ts';
import type { HostRuntime } from '../../../host/net/context.ts';
import { nodeDialect } from '../../../host/runtime/node-dialect.ts';
import { nodeShown } from '../../../host/runtime/node-shown.ts';
import { engine as exported } from './engine.mjs';

/** How often sockets that do not hold the event loop are looked at, in milliseconds. */
const LOOSE_TURN = 1;

const runtime: HostRuntime & { now(): number } = {
  nextTick: process.nextTick,
  now: () => performance.now(),
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
  snapshot: () => new AsyncResource('wasi-net timeout'),
  classes: net,
  dialect: nodeDialect(net.Socket, process.versions.node),
  shown: nodeShown,
};

const engine = bindComponent(
  {
    ...exported,
    open: turning(exported.open),
    bind: turning(exported.bind),
    connect: turning(exported.connect),
    wait: until => exported.wait(BigInt(until)),
    bytesReceived: handle => Number(exported.bytesReceived(handle)),
    bytesSent: handle => Number(exported.bytesSent(handle)),
  },
  runtime,
);

/** The next turn, while a handle is left. */
let next: NodeJS.Immediate | NodeJS.Timeout | undefined;

/** A command after which the engine has to be turned, whatever has let the event loop go before. */
function turning<A extends unknown[], R>(command: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    if (next) next.ref();
    else next = setImmediate(turn);
    return command(...args);
  };
}

function turn(): void {
  try {
    engine.wait(0);
  } finally {
    next = undefined;
    if (engine.holds()) next = setImmediate(turn);
    else if (engine.live() > 0) next = setTimeout(turn, LOOSE_TURN).unref();
  }
}

/** The whole of node:net, its sockets wasi-net's. */
export default createNet(engine, runtime) as unknown as typeof net;

/** Engine handles in use. */
export const live = () => engine.live();

// From `socket.connect(options)` to the engine's `connect`: names are looked up here, addresses are put in the
// order in which they are tried, and the engine tries them. node: lib net, lookupAndConnect.

import { MAX_ADDRESSES } from '../../assembly/abi.ts';
import { isIP } from '../address.ts';
import type { Endpoint } from '../provider/provider.ts';
import type { Lookup, LookupOptions, TcpPlan } from './arguments.ts';
import { bindsFirst, connectTo, renewTimeout } from './connection.ts';
import { kContext } from './context.ts';
import { nodeError } from './errors.ts';
import type { SocketMethods } from './socket.ts';
import { kState } from './socket-state.ts';

export interface LookupResult {
  address: unknown;
  family: unknown;
}

/** Begins what the plan says; goes on in later ticks, as long as the socket is still connecting. */
export function connectByPlan(socket: SocketMethods, plan: TcpPlan): void {
  const { runtime } = socket[kContext];
  const { lookupOptions } = plan;
  if (lookupOptions === undefined) {
    // A bound one shows what address it connects from at once; what is bound first the runtime does in a tick of its own.
    const atOnce = socket[kState].bound || bindsFirst(plan);
    if (atOnce) connectIfWanted(socket, plan, plan.host, plan.addressFamily as 4 | 6);
    else runtime.nextTick(connectIfWanted, socket, plan, plan.host, plan.addressFamily);
    return;
  }
  socket[kState].scope = runtime.snapshot();
  const lookup = plan.lookup ?? runtime.lookup;
  if (lookupOptions.all) lookupAll(socket, plan, lookup, lookupOptions);
  else lookupOne(socket, plan, lookup, lookupOptions);
}

function connectIfWanted(socket: SocketMethods, plan: TcpPlan, address: string, family: 4 | 6): void {
  if (socket.connecting) connectTo(socket, [{ address, family, port: plan.port }], plan);
}

function lookupOne(socket: SocketMethods, plan: TcpPlan, lookup: Lookup, options: LookupOptions): void {
  lookup(plan.host, options, (error, address, family) => {
    socket.emit('lookup', error, address, family, plan.host);
    if (!socket.connecting) return;
    const problem = error ?? addressProblem({ address, family }, plan);
    if (problem) return failLater(socket, problem);
    renewTimeout(socket);
    connectTo(socket, [{ address: address as string, family: family as 4 | 6, port: plan.port }], plan);
  });
}

function lookupAll(socket: SocketMethods, plan: TcpPlan, lookup: Lookup, options: LookupOptions): void {
  lookup(plan.host, options, (error, results) => {
    if (!socket.connecting) return;
    if (error) {
      socket.emit('lookup', error, undefined, undefined, plan.host);
      failLater(socket, error);
      return;
    }
    // Whatever has a length will do, as in Node.
    const found = results as ArrayLike<LookupResult>;
    for (let i = 0; i < found.length; i++) {
      socket.emit('lookup', error, found[i].address, found[i].family, plan.host);
      if (!socket.connecting) return;
    }
    const remotes = alternating(Array.from(found), plan.port).slice(0, MAX_ADDRESSES);
    if (remotes.length === 0) {
      const problem = addressProblem(found[0], plan);
      if (problem) failLater(socket, problem);
      return;
    }
    renewTimeout(socket);
    connectTo(socket, remotes, plan);
  });
}

/** Usable addresses, each once, families in turn beginning with the first one's. */
function alternating(results: readonly LookupResult[], port: number): Endpoint[] {
  const known = new Set<string>();
  const families: [Endpoint[], Endpoint[]] = [[], []];
  let first: unknown;
  for (const { address, family } of results) {
    // Node ends the process on an address that only reads as one.
    if (typeof address !== 'string' || isIP(address) === 0 || known.has(address)) continue;
    if (family !== 4 && family !== 6) continue;
    first ??= family;
    known.add(address);
    families[family === first ? 0 : 1].push({ address, family, port });
  }
  const [one, other] = families;
  return Array.from({ length: Math.max(one.length, other.length) }).flatMap((_, i) => [
    ...one.slice(i, i + 1),
    ...other.slice(i, i + 1),
  ]);
}

function addressProblem({ address, family }: LookupResult, plan: TcpPlan): Error | undefined {
  if (typeof address !== 'string' || isIP(address) === 0) {
    return nodeError('ERR_INVALID_IP_ADDRESS', address as string);
  }
  if (family !== 4 && family !== 6) {
    return nodeError('ERR_INVALID_ADDRESS_FAMILY', family, plan.asked.host, plan.asked.port);
  }
  return undefined;
}

function failLater(socket: SocketMethods, error: Error): void {
  socket[kContext].runtime.nextTick((problem: Error) => socket.destroy(problem), error);
}

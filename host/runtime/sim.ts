// The entry `wasi-net/sim`: a whole `net` on a simulated network. Sockets, servers, timeouts and lookups live in
// virtual time; the program above them runs on the real event loop, one simulated event a turn (`play`).

import net from 'node:net';
import engineBytes from '../../dist/engine.wasm';
import { isIP } from '../address.ts';
import type { CoreRuntime } from '../binding/engine.ts';
import { compile, type WasmModule } from '../binding/webassembly.ts';
import { createNet as createNetOver, type Net } from '../index.ts';
import type { Lookup } from '../net/arguments.ts';
import type { AsyncScope, HostRuntime } from '../net/context.ts';
import { dnsException } from '../net/system-errors.ts';
import type { ProcessOptions, Simulation } from '../provider/sim.ts';
import { bind } from './sim-engine.ts';

export {
  createSimulation,
  type Faults,
  type ProcessOptions,
  type Rule,
  type Simulation,
  type SimulationOptions,
} from '../provider/sim.ts';

let compiled: WasmModule | undefined;
/** Listeners run where the simulation is played. */
const NO_SCOPE: AsyncScope = { runInAsyncScope: run => run() };

/** The `net` of a program in a simulated process of its own: an engine, classes and defaults of its own. */
export function createNet(simulation: Simulation, options?: ProcessOptions): Net {
  compiled ??= compile(engineBytes);
  const engine = bind(simulation, compiled, options);
  const runtime: HostRuntime & CoreRuntime = {
    ...simulation.runtime,
    nextTick: process.nextTick,
    onExit: () => {},
    allocate: length => Buffer.allocUnsafe(length),
    lookup: lookupIn(simulation),
    snapshot: () => NO_SCOPE,
    classes: { BlockList: net.BlockList, SocketAddress: net.SocketAddress },
  };
  return createNetOver(engine, runtime);
}

/** `dns.lookup` among the simulated hosts: answered in the next virtual moment. */
function lookupIn(simulation: Simulation): Lookup {
  return (name, options, callback) => {
    const version = isIP(name);
    const found = version ? [name] : (simulation.resolve(name) ?? []);
    const wanted = found
      .map(address => ({ address, family: isIP(address) as 4 | 6 }))
      .filter(({ family }) => !options.family || family === options.family);
    simulation.after(0, () => {
      if (wanted.length === 0) callback(dnsException('ENOTFOUND', 'getaddrinfo', name));
      else if (options.all) callback(null, wanted);
      else callback(null, wanted[0].address, wanted[0].family);
    });
  };
}

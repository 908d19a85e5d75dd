// Our `net` on the simulated network: the same Socket and Server as on Node, each net with an engine of its own.
// For what no kernel can be made to do when a test wants it: full pools, full tables, peers that never answer.
import { AsyncResource } from 'node:async_hooks';
import { isIP } from 'node:net';
import { bindCore } from '../../host/binding/core.ts';
import type { CoreRuntime, Engine } from '../../host/binding/engine.ts';
import { createNet } from '../../host/index.ts';
import type { HostRuntime } from '../../host/net/context.ts';
import { createSimulation, type Simulation, type SimulationOptions } from '../../host/provider/sim.ts';
import { type Build, RELEASE } from '../support/builds.ts';
import type { Net } from '../support/implementation.ts';

/** A net, and the engine below it: for what only the engine can tell. */
export interface SimulatedNet {
  net: Net;
  engine: Engine;
}

export class SimulatedWorld {
  readonly simulation: Simulation;
  readonly #build: Build;

  constructor(options: SimulationOptions = {}, build = RELEASE) {
    this.simulation = createSimulation(options);
    this.#build = build;
  }

  /** A process of its own. */
  net(): SimulatedNet {
    const { simulation } = this;
    const runtime: HostRuntime & CoreRuntime = {
      ...simulation.runtime,
      // The streams above run in Node's ticks, and so must what they are mixed with.
      nextTick: process.nextTick,
      allocate: length => Buffer.allocUnsafe(length),
      onExit() {},
      lookup: (name, { all }, callback) => {
        const family = isIP(name);
        if (family > 0 && all) process.nextTick(callback, null, [{ address: name, family }]);
        else if (family > 0) process.nextTick(callback, null, name, family);
        else process.nextTick(callback, new Error(`nobody knows ${name} here`));
      },
      snapshot: () => new AsyncResource('test timeout'),
    };
    const engine = bindCore(this.#build.module, simulation.provider(), runtime);
    return { net: createNet(engine, runtime) as unknown as Net, engine };
  }

  /** Lets everything happen: packets, and timers too. */
  play(): Promise<void> {
    return this.simulation.play();
  }
}

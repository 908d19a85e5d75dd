// Engines on a simulated network in virtual time, without the net above them: what the engine tests use.

import { bindCore } from '../binding/core.ts';
import type { Engine } from '../binding/engine.ts';
import type { WasmModule } from '../binding/webassembly.ts';
import type { ProcessOptions, Simulation } from '../provider/sim.ts';

/** An engine of its own in a process of the simulation; its events go to `simulation.trace`. */
export function bind(simulation: Simulation, wasmModule: WasmModule, options?: ProcessOptions): Engine {
  const process = simulation.provider(options);
  const engine = bindCore(wasmModule, process, simulation.runtime);
  engine.trace((time, handle, kind, a, b) => simulation.record(process.name, time, handle, kind, a, b));
  return engine;
}

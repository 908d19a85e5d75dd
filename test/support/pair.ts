// Two engines on one simulated network: the client and the server of most scenarios. `scenario` runs a sentence
// on both builds, and holds at the end that nothing is left: no handle, no block, no WASI resource.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { STATE_BOUND, STATE_LISTEN } from '../../assembly/abi.ts';
import { stateName } from '../../host/names.ts';
import type { Endpoint } from '../../host/provider/provider.ts';
import { createSimulation, type Simulation, type SimulationOptions } from '../../host/provider/sim.ts';
import { Bench, type BenchOptions, endpoint } from './bench.ts';
import { BUILDS, type Build } from './builds.ts';

export interface PairOptions extends SimulationOptions {
  /** Both engines wait by themselves, as in a component. */
  waits?: boolean;
  traced?: boolean;
}

/** Where the server listens. */
export const PORT = 80;
export const SERVER: Endpoint = endpoint('127.0.0.1', PORT);

export class Pair {
  readonly sim: Simulation;
  readonly client: Bench;
  readonly server: Bench;
  #listener = 0;

  constructor(build: Build, { waits = false, traced = false, ...options }: PairOptions = {}) {
    this.sim = createSimulation(options);
    const common: BenchOptions = { waits, traced };
    this.client = new Bench(build.module, this.sim, { name: 'client', ...common });
    this.server = new Bench(build.module, this.sim, { name: 'server', ...common });
  }

  get time(): number {
    return this.sim.now();
  }

  /** The server's listener on PORT, made when it is asked for first. */
  get listener(): number {
    if (this.#listener === 0) this.#listener = listening(this.server, PORT);
    return this.#listener;
  }

  /** A connection that is open at both ends; its events so far have been heard. */
  connected(): [client: number, server: number] {
    const before = this.server.accepted(this.listener).length;
    const client = this.client.open();
    assert.is(this.client.connect(client, [SERVER]), 0);
    this.drive(() => this.server.accepted(this.listener).length > before);
    const server = this.server.accepted(this.listener)[before];
    this.client.said(client);
    return [client, server];
  }

  /** Lets things happen until it is so; fails when nothing happens any more and it is not. */
  drive(until: () => boolean): void {
    while (!until()) if (!this.sim.step()) throw new Error('nothing happens any more');
  }

  /** Lets everything happen: packets, and timers too. */
  driveAll(): void {
    this.sim.runUntilIdle();
  }

  run(milliseconds: number): void {
    this.sim.run(milliseconds);
  }

  /** Closes what is open and holds that nothing is left. */
  finish(): void {
    for (const bench of [this.client, this.server]) {
      bench.drain();
      closeAll(bench);
    }
    this.sim.runUntilIdle();
    for (const bench of [this.client, this.server]) nothingLeft(bench);
  }
}

/** A listener on a port of the bench's host. */
export function listening(bench: Bench, port: number, backlog = 128, address = '127.0.0.1'): number {
  const handle = bench.open();
  bench.bind(handle, port, address);
  reach(bench, handle, STATE_BOUND);
  bench.listen(handle, backlog);
  reach(bench, handle, STATE_LISTEN);
  bench.said(handle);
  return handle;
}

/** Lets things happen until the handle is in that state; fails when it never is. */
export function reach(bench: Bench, handle: number, state: number): void {
  while (bench.x.state(handle) !== state) {
    if (!bench.sim.step()) throw new Error(`h${handle} never is ${stateName(state)}`);
    if (bench.waits) bench.look();
  }
}

/** Closes every handle that the bench's events or commands have named, and drops the streams it took. */
export function closeAll(bench: Bench): void {
  for (const handle of bench.opened) bench.close(handle);
  for (const handle of bench.taken.keys()) bench.dropInput(handle);
}

export function nothingLeft(bench: Bench): void {
  assert.is(bench.x.live(), 0, `${bench.name}: handles in use`);
  assert.is(bench.x.blocks(), 0, `${bench.name}: blocks in use`);
  assert.is(bench.wasi.count, 0, `${bench.name}: WASI resources`);
}

/** One sentence, held on both builds. */
export function scenario(sentence: string, run: (pair: Pair) => void): void;
export function scenario(sentence: string, options: PairOptions, run: (pair: Pair) => void): void;
export function scenario(
  sentence: string,
  first: PairOptions | ((pair: Pair) => void),
  second?: (pair: Pair) => void,
): void {
  const [options, run] = typeof first === 'function' ? [{}, first] : [first, second as (pair: Pair) => void];
  for (const build of BUILDS) {
    test(`${sentence} (${build.name})`, () => {
      const pair = new Pair(build, options);
      run(pair);
      pair.finish();
    });
  }
}

/** `count` bytes that no other place has alike. */
export function pattern(count: number, from = 0): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => ((from + i) * 31 + ((from + i) >> 8)) & 255);
}

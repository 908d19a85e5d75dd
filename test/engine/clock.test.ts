// When the binding reads the clock: a loop of commands a few times a tick, and never so that a deadline comes
// early. Time and ticks are moved by hand here, which the simulation does not allow: its ticks take no time.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ERROR_NOT_SUPPORTED, EVENT_TIMEOUT } from '../../assembly/abi.ts';
import { bindCore } from '../../host/binding/core.ts';
import { type Engine, kEvent, kHandle, type Owner } from '../../host/binding/engine.ts';
import type { Ready } from '../../host/provider/provider.ts';
import { BUILDS, type Build } from '../support/builds.ts';

const TWO_ADDRESSES = [1, 2].map(port => ({ family: 4 as const, address: '127.0.0.1', port }));

/** An engine without a network whose clock counts how often it is read. */
class World {
  readonly engine: Engine;
  time = 1000;
  readings = 0;
  /** `time socket` of every 'timeout'. */
  readonly told: string[] = [];
  ready: Ready = () => {};
  #ticks: (() => void)[] = [];
  #timer: { due: number; callback: () => void } | undefined;

  constructor(build: Build) {
    const provider = {
      create: () => ERROR_NOT_SUPPORTED,
      start: (_landing: Uint8Array, ready: Ready) => {
        this.ready = ready;
      },
      now: () => {
        this.readings++;
        return this.time;
      },
    };
    this.engine = bindCore(build.module, provider, {
      nextTick: callback => this.#ticks.push(callback),
      allocate: length => new Uint8Array(length),
      view: (memory, from, length) => new Uint8Array(memory, from, length),
      startTimer: (callback, milliseconds) => {
        const timer = { due: this.time + milliseconds, callback };
        this.#timer = timer;
        return () => {
          if (this.#timer === timer) this.#timer = undefined;
        };
      },
    });
  }

  open(name: string): number {
    const owner: Owner = {
      [kHandle]: 0,
      [kEvent]: kind => {
        if (kind === EVENT_TIMEOUT) this.told.push(`${this.time} ${name}`);
      },
    };
    return this.engine.open(owner, {});
  }

  openMany(count: number): number[] {
    return Array.from({ length: count }, () => this.open('one of many'));
  }

  endTick(): void {
    for (const tick of this.#ticks.splice(0)) tick();
  }

  /** Lets the timer ring when it is due, up to that time. */
  runUntil(end: number): void {
    this.endTick();
    for (let timer = this.#timer; timer && timer.due <= end; timer = this.#timer) {
      this.#timer = undefined;
      this.time = Math.max(this.time, timer.due);
      timer.callback();
      this.endTick();
    }
    this.time = end;
  }
}

function worlds(sentence: string, run: (world: World) => void): void {
  for (const build of BUILDS) test(`${sentence} (${build.name})`, () => run(new World(build)));
}

worlds('a loop of commands reads the clock a few times, and again in the next tick', world => {
  const handles = world.openMany(1000);
  for (const handle of handles) world.engine.setTimeout(handle, 100);
  assert.ok(world.readings < 20, `${world.readings} readings`);
  world.endTick();
  const before = world.readings;
  world.engine.setTimeout(handles[0], 200);
  assert.is(world.readings, before + 1);
});

worlds('what is set late in a long tick is not told early, and what was set before not much later', world => {
  for (const handle of world.openMany(20)) world.engine.setTimeout(handle, 1000);
  const late = world.open('late');
  world.time = 1500;
  world.engine.setTimeout(late, 100);
  world.runUntil(1599);
  assert.equal(world.told, []);
  world.runUntil(1600);
  assert.equal(world.told, ['1600 late']);
  world.runUntil(2500);
  assert.is(world.told.length, 21);
});

worlds('more readings in a tick whose time is held do not let what was set before come early', world => {
  for (const handle of world.openMany(20)) world.engine.setTimeout(handle, 1000);
  const late = world.open('late');
  world.time = 1500;
  world.engine.setTimeout(late, 600);
  for (const handle of world.openMany(20)) world.engine.connect(handle, TWO_ADDRESSES, 250);
  world.runUntil(2099);
  assert.not.ok(world.told.includes('1600 late'), world.told.join());
  assert.is(world.told.filter(line => line.endsWith('late')).length, 0);
  world.runUntil(2100);
  assert.ok(world.told.includes('2100 late'));
});

worlds('fractions of a millisecond let nothing come early', world => {
  world.time = 1000.9;
  for (const handle of world.openMany(20)) world.engine.setTimeout(handle, 5000);
  const late = world.open('late');
  world.time = 1001.85;
  world.engine.setTimeout(late, 100);
  world.runUntil(1101);
  assert.equal(world.told, []);
  world.runUntil(1110);
  assert.is(world.told.length, 1);
});

worlds('the time of a tick ends with an event, whether the tick has ended or not', world => {
  for (const handle of world.openMany(20)) world.engine.setTimeout(handle, 1000);
  const late = world.open('late');
  world.time = 1500;
  world.ready(late, 0);
  world.engine.setTimeout(late, 100);
  world.time = 1550;
  world.runUntil(1600);
  assert.equal(world.told, ['1600 late']);
});

worlds('a timeout that is cleared is not told, and comes in time when it is set again', world => {
  const handle = world.open('socket');
  world.engine.setTimeout(handle, 100);
  world.runUntil(1050);
  world.engine.setTimeout(handle, 0);
  world.runUntil(1300);
  assert.equal(world.told, []);
  world.engine.setTimeout(handle, 300);
  world.engine.setTimeout(handle, 0);
  world.engine.setTimeout(handle, 50);
  world.runUntil(2000);
  assert.equal(world.told, ['1350 socket']);
});

worlds('a closed socket leaves no timeout to the next one in its slot', world => {
  const handle = world.open('closed');
  world.engine.setTimeout(handle, 100);
  world.engine.close(handle, () => {});
  const next = world.open('next');
  world.engine.setTimeout(next, 700);
  world.runUntil(2000);
  assert.equal(world.told, ['1700 next']);
});

test.run();

// --grow: the growth workload at 10, 100, 1,000 and 10,000 sockets, as a table, JSON and docs/growth.svg.

import { writeFileSync } from 'node:fs';
import { ON_NODE } from '../on-node.ts';
import type { Options } from '../options.ts';
import { openFileLimit, thisMachine } from '../report/machine.ts';
import { amount } from '../report/numbers.ts';
import { clearProgress, complain, progress } from '../report/progress.ts';
import { runPairs } from '../run/pairs.ts';
import { median } from '../statistics.ts';
import { type Curve, plotGrowth } from './plot.ts';
import { GROWTH } from './workload.ts';

const FILE = 'docs/growth.svg';
const OTHER_FILES = 100;

/** Measures and writes; the exit code. With `--quick` few sockets, and no file. */
export async function measureGrowth(options: Options): Promise<number> {
  const wanted = options.quick ? [10, 50] : [10, 100, 1000, 10_000];
  const limit = openFileLimit();
  const sizes = wanted.filter(sockets => sockets + OTHER_FILES <= limit);
  if (sizes.length < wanted.length)
    complain(`'ulimit -n' allows ${limit} open files: no more than ${sizes.at(-1)} sockets`);
  const curves = new Map<string, Curve>();
  for (const sockets of sizes) {
    try {
      await measureSize(sockets, options, curves);
    } catch (error) {
      complain(`${sockets} sockets: ${(error as Error).message}`);
      return 1;
    }
  }
  clearProgress();
  report([...curves.values()], options);
  return 0;
}

async function measureSize(sockets: number, options: Options, curves: Map<string, Curve>): Promise<void> {
  const { implementations, pairs } = options;
  const conditions = { ...options, sockets };
  const series = await runPairs(ON_NODE, GROWTH, implementations, pairs, conditions, (pair, { name }) =>
    progress(`${sockets} sockets  ${pair + 1}/${pairs}  ${name}`),
  );
  for (const { implementation, outcomes } of series) {
    const { name } = implementation;
    const curve = curves.get(name) ?? { name, sockets: [], event: [], memory: [] };
    curves.set(name, curve);
    curve.sockets.push(sockets);
    curve.event.push(median(outcomes.map(({ values }) => values['growth-event'])));
    curve.memory.push(median(outcomes.map(({ values }) => values['growth-memory'])));
  }
}

function report(curves: readonly Curve[], options: Options): void {
  const machine = thisMachine();
  const json = `${JSON.stringify({ machine, pairs: options.pairs, curves }, null, 2)}\n`;
  if (options.json === '-') process.stdout.write(json);
  else {
    if (options.json !== undefined) writeFileSync(options.json, json);
    for (const { name, sockets, event, memory } of curves) {
      sockets.forEach((count, i) => {
        console.log(`${name}  ${count} sockets  ${amount(event[i])} µs  ${amount(memory[i])} B`);
      });
    }
  }
  if (!options.quick) writeFileSync(FILE, plotGrowth(curves, machine));
}

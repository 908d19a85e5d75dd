// Runs a workload on every implementation in turn, several times over, each time in the reverse order of the
// last: what changes in the machine meanwhile meets all of them alike.

import { canRun, type Implementation } from '../implementations.ts';
import type { Workload } from '../row.ts';
import { type Conditions, type Outcome, runOnce } from './run.ts';

export interface Series {
  implementation: Implementation;
  /** One of each repetition, in order. */
  outcomes: Outcome[];
}

/** `pairs` outcomes of each implementation that can run it. `onRun` is called before each run. */
export async function runPairs(
  workload: Workload,
  implementations: readonly Implementation[],
  pairs: number,
  conditions: Conditions,
  onRun: (pair: number, implementation: Implementation) => void,
): Promise<Series[]> {
  const series: Series[] = implementations
    .filter(implementation => canRun(implementation, workload.rows))
    .map(implementation => ({ implementation, outcomes: [] }));
  for (let pair = 0; pair < pairs; pair++) {
    for (const { implementation, outcomes } of pair % 2 === 0 ? series : series.toReversed()) {
      onRun(pair, implementation);
      outcomes.push(await runOnce(workload, implementation, conditions));
    }
  }
  return series;
}

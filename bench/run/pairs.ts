// Runs a task on every implementation in turn, several times over, each time in the reverse order of the last:
// what changes in the machine meanwhile meets all of them alike.

import type { Task } from '../row.ts';
import { type Conditions, canRun, type Implementation, type Outcome, type Suite } from '../suite.ts';

export interface Series {
  implementation: Implementation;
  /** One of each repetition, in order. */
  outcomes: Outcome[];
}

/** `pairs` outcomes of each implementation that can run it. `onRun` is called before each run. */
export async function runPairs(
  suite: Suite,
  task: Task,
  implementations: readonly Implementation[],
  pairs: number,
  conditions: Conditions,
  onRun: (pair: number, implementation: Implementation) => void,
): Promise<Series[]> {
  const series: Series[] = implementations
    .filter(implementation => canRun(implementation, task.rows))
    .map(implementation => ({ implementation, outcomes: [] }));
  for (let pair = 0; pair < pairs; pair++) {
    for (const { implementation, outcomes } of pair % 2 === 0 ? series : series.toReversed()) {
      onRun(pair, implementation);
      outcomes.push(await suite.run(task, implementation, conditions));
    }
  }
  return series;
}

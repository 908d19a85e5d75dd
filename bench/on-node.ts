// The suite of a program on Node.

import { IMPLEMENTATIONS, type ModuleImplementation } from './implementations.ts';
import type { Workload } from './row.ts';
import { runOnce } from './run/run.ts';
import type { Suite } from './suite.ts';
import { WORKLOADS } from './workloads.ts';

const [baseline, subject] = IMPLEMENTATIONS;

export const ON_NODE: Suite<Workload, ModuleImplementation> = {
  runtime: 'node',
  tasks: WORKLOADS,
  implementations: IMPLEMENTATIONS,
  usual: [baseline, subject],
  baseline,
  subject,
  layout: 'to baseline',
  documents: ['README.md', 'docs/performance.md'],
  marker: 'bench',
  versions: () => [],
  missing: () => undefined,
  run: runOnce,
};

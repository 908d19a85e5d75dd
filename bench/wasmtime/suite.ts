// The suite of programs in Wasmtime: components, and node:net itself beside them.

import type { Suite } from '../suite.ts';
import { type GuestImplementation, JCO_STD, NATIVE, OURS, RUST } from './implementations.ts';
import { runGuest } from './run.ts';
import { type GuestTask, TASKS } from './tasks.ts';

export const IN_WASMTIME: Suite<GuestTask, GuestImplementation> = {
  runtime: 'wasmtime',
  tasks: TASKS,
  implementations: [OURS, JCO_STD, RUST, NATIVE],
  usual: [OURS, JCO_STD, RUST, NATIVE],
  baseline: NATIVE,
  subject: OURS,
  layout: 'of subject',
  documents: ['docs/performance.md'],
  marker: 'bench-wasmtime',
  missing: implementation => implementation.missing?.(),
  run: runGuest,
};

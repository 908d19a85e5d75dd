// The suite of programs in Wasmtime: components, and node:net itself beside them.

import { execFileSync } from 'node:child_process';
import { needTool } from '../../scripts/fetch-tools.mjs';
import type { Suite } from '../suite.ts';
import { type GuestImplementation, JCO_STD, NATIVE, OURS, RUST, STARLINGMONKEY } from './implementations.ts';
import { packageVersion } from './packages.ts';
import { runGuest } from './run.ts';
import { missingRust } from './rust/build.ts';
import { type GuestTask, TASKS } from './tasks.ts';

export const IN_WASMTIME: Suite<GuestTask, GuestImplementation> = {
  runtime: 'wasmtime',
  tasks: TASKS,
  implementations: [OURS, STARLINGMONKEY, JCO_STD, RUST, NATIVE],
  usual: [OURS, JCO_STD, RUST, NATIVE],
  baseline: NATIVE,
  subject: OURS,
  layout: 'of subject',
  documents: ['docs/performance.md'],
  marker: 'bench-wasmtime',
  versions: () => [
    versionOf(needTool('wasmtime')),
    `componentize-qjs ${packageVersion('componentize-qjs')}`,
    `jco-std ${packageVersion('@bytecodealliance/jco-std')}`,
    ...(missingRust() ? [] : [versionOf('rustc')]),
  ],
  missing: implementation => implementation.missing?.(),
  run: runGuest,
};

/** Name and number, of all that a program says of its version. */
function versionOf(program: string): string {
  return execFileSync(program, ['--version'], { encoding: 'utf8' }).split(' ').slice(0, 2).join(' ').trim();
}

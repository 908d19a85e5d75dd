// A suite is all that is measured on one runtime: its tasks, the implementations of net that are compared, how one
// of them runs a task, and where the table goes.

import type { Task } from './row.ts';

export interface Implementation {
  /** What `--impl` takes and the table shows. */
  name: string;
  /** The rows that it has part in; all of them when not given. */
  rows?: readonly string[];
  /** The share of a task's amount that it is given: one that is much slower, and whose values are rates. */
  share?: number;
}

export interface Conditions {
  quick: boolean;
  /** A folder for a processor profile of each client. */
  profile?: string;
  /** Instead of the task's own number of sockets. */
  sockets?: number;
}

export interface Outcome {
  /** By the row's name; NaN where it hangs and is known to. */
  values: Record<string, number>;
  /** The share of one processor that the peer used; undefined where the peer has no part in it. */
  peerShare: number | undefined;
}

export interface Suite<T extends Task = Task, I extends Implementation = Implementation> {
  /** What `--runtime` takes. */
  runtime: string;
  tasks: readonly T[];
  implementations: readonly I[];
  /** Those that are measured when none are named. */
  usual: readonly I[];
  /** What the others are compared with. */
  baseline: I;
  /** Whose rows have targets. */
  subject: I;
  /** Each implementation against the baseline, or the subject against each other one. */
  layout: 'to baseline' | 'of subject';
  /** Files with a table, and the word that marks its place there. */
  documents: readonly string[];
  marker: string;
  /** What else the numbers were made with, beside what a machine has. */
  versions(): readonly string[];
  /** Why an implementation cannot be had here, in one line; undefined if it can. */
  missing(implementation: I): string | undefined;
  /** Runs a task once. Rejects when that fails. */
  run(task: T, implementation: I, conditions: Conditions): Promise<Outcome>;
}

/** Whether `implementation` has part in one of these rows. */
export function canRun({ rows: known }: Implementation, rows: readonly { name: string }[]): boolean {
  return known === undefined || rows.some(row => known.includes(row.name));
}

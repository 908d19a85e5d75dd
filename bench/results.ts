// What a row's runs say: medians, and how each implementation compares with the baseline of the same pair.

import type { Row, Target, Task } from './row.ts';
import type { Series } from './run/pairs.ts';
import { median, type Spread, spread } from './statistics.ts';
import type { Suite } from './suite.ts';

export interface Comparison {
  /** Value over the baseline's value, of each pair. */
  ratio: Spread;
  /** Value less the baseline's value, of each pair, in the row's unit. */
  difference: Spread;
}

/** The project's implementation against one that is not the baseline: value over value, of each pair. */
export interface Lead {
  ratio: Spread;
  /** At least so much is aimed at, and whether it is reached. */
  target?: number;
  met?: boolean;
}

export interface RowResult extends Row {
  /** By the implementation's name, in the order of the runs. */
  values: Record<string, number[]>;
  medians: Record<string, number>;
  /** By the implementation's name; none for the baseline, or without it. */
  comparisons: Record<string, Comparison>;
  /** By the other implementation's name. */
  leads: Record<string, Lead>;
  /** Whether the project's implementation reaches the target. */
  met?: boolean;
  /** Share of one processor that the peer used, with the client that used it most; near 1 it held that one up. */
  peerShare?: number;
}

export function resultsOf(suite: Suite, task: Task, series: readonly Series[]): RowResult[] {
  const shares = series
    .map(({ outcomes }) => outcomes.map(({ peerShare }) => peerShare).filter(share => share !== undefined))
    .filter(of => of.length > 0);
  const peerShare = shares.length > 0 ? { peerShare: Math.max(...shares.map(median)) } : {};
  return task.rows.map(row => ({ ...rowResult(suite, row, series), ...peerShare }));
}

function rowResult({ baseline, subject }: Suite, row: Row, series: readonly Series[]): RowResult {
  const values: RowResult['values'] = {};
  for (const { implementation, outcomes } of series) {
    if (implementation.rows?.includes(row.name) === false) continue;
    values[implementation.name] = outcomes.map(outcome => outcome.values[row.name]);
  }
  const medians = Object.fromEntries(Object.entries(values).map(([name, of]) => [name, median(of)]));
  const comparisons: RowResult['comparisons'] = {};
  const base = values[baseline.name];
  for (const [name, of] of Object.entries(values)) {
    if (base && name !== baseline.name) comparisons[name] = compare(of, base);
  }
  const { [baseline.name]: _, [subject.name]: own, ...others } = values;
  const leads = own ? leadsOf(row, own, others) : {};
  const met = row.target && meets(row.target, medians[subject.name], comparisons[subject.name]);
  return { ...row, values, medians, comparisons, leads, ...(met === undefined ? {} : { met }) };
}

function leadsOf({ lead }: Row, own: readonly number[], others: RowResult['values']): RowResult['leads'] {
  const leads: RowResult['leads'] = {};
  for (const [name, of] of Object.entries(others)) {
    const ratio = spread(own.map((value, i) => value / of[i]));
    const target = lead?.over === name ? lead.atLeast : undefined;
    leads[name] = target === undefined ? { ratio } : { ratio, target, met: ratio.median >= target };
  }
  return leads;
}

function compare(values: readonly number[], base: readonly number[]): Comparison {
  return {
    ratio: spread(values.map((value, i) => value / base[i])),
    difference: spread(values.map((value, i) => value - base[i])),
  };
}

/** Undefined where what is judged was not measured. */
function meets(target: Target, own: number | undefined, to: Comparison | undefined): boolean | undefined {
  if ('itself' in target) return own === undefined ? undefined : own <= target.itself;
  if (to === undefined) return undefined;
  if ('atLeast' in target) return to.ratio.median >= target.atLeast;
  if ('atMost' in target) return to.ratio.median <= target.atMost;
  return to.difference.median <= target.plusAtMost;
}

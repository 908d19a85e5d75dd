// The table of an implementation that has part in some rows only: what it does there, how that compares with the
// baseline, and how far the project's own is ahead of it.

import type { RowResult } from '../results.ts';
import type { Implementation, Suite } from '../suite.ts';
import { amount, range, verdict } from './numbers.ts';

/** Those that have part in every row, and those that have not. */
export function divided(implementations: readonly Implementation[]): {
  whole: string[];
  partial: Implementation[];
} {
  return {
    whole: implementations.filter(({ rows }) => rows === undefined).map(({ name }) => name),
    partial: implementations.filter(({ rows }) => rows !== undefined),
  };
}

/** Heads of the columns behind the row's own. */
export function partialHead({ subject }: Suite, { name }: Implementation): string[] {
  return [name, 'ratio', 'min – max', `${subject.name} : ${name}`, 'min – max', 'target'];
}

/** The rows that it has part in. */
export function partialRows(results: readonly RowResult[], { name }: Implementation): RowResult[] {
  return results.filter(({ values }) => name in values);
}

/** A row's cells below those heads. */
export function partialCells(result: RowResult, { name }: Implementation): string[] {
  const comparison = result.comparisons[name];
  const lead = result.leads[name];
  return [
    amount(result.medians[name]),
    comparison ? verdict(result, comparison) : '–',
    comparison ? range(result, comparison) : '',
    lead ? lead.ratio.median.toFixed(1) : '–',
    lead ? `${lead.ratio.min.toFixed(1)} – ${lead.ratio.max.toFixed(1)}` : '',
    lead?.target === undefined ? '' : `≥ ${lead.target}`,
  ];
}

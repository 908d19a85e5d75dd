// The table of a suite in which the project's implementation is measured against each other one: what each does,
// then how many times the other's value ours is, and what is aimed at.

import type { RowResult } from '../results.ts';
import type { Row } from '../row.ts';
import type { Spread } from '../statistics.ts';
import type { Implementation, Suite } from '../suite.ts';
import { amount, target } from './numbers.ts';

/** Heads of the columns behind the row's own. */
export function aheadHead({ subject }: Suite, implementations: readonly Implementation[]): string[] {
  const names = implementations.map(({ name }) => name);
  return [...names, ...names.filter(name => name !== subject.name).map(name => `: ${name}`), 'aim'];
}

/** A row's cells below those heads. */
export function aheadCells(
  { subject, baseline }: Suite,
  result: RowResult,
  implementations: readonly Implementation[],
): string[] {
  const { medians, leads, comparisons } = result;
  const cells: string[] = [];
  for (const { name } of implementations) cells.push(name in medians ? amount(medians[name]) : '–');
  for (const { name } of implementations) {
    if (name === subject.name) continue;
    cells.push(ratioText((name === baseline.name ? comparisons[subject.name] : leads[name])?.ratio));
  }
  return [...cells, aim(result, baseline)];
}

/** What is aimed at, and against whom. */
export function aim({ target: own, lead, unit }: Row, baseline?: Implementation): string {
  if (own === undefined) return lead ? `≥ ${lead.atLeast} × ${lead.over}` : '';
  if ('itself' in own) return `${target(own)} ${unit}`;
  return baseline && !('plusAtMost' in own) ? `${target(own)} × ${baseline.name}` : target(own);
}

/** Whether that is reached; undefined where nothing is aimed at, or it was not measured. */
export function aimMet({ target: own, lead, leads, met }: RowResult): boolean | undefined {
  return own === undefined && lead ? leads[lead.over]?.met : met;
}

/** With little spread the median alone would do, but a reader cannot know. */
function ratioText(ratio: Spread | undefined): string {
  if (ratio === undefined || Number.isNaN(ratio.median)) return '–';
  const { median, min, max } = ratio;
  return `${median.toFixed(2)} (${min.toFixed(2)} – ${max.toFixed(2)})`;
}

// How numbers are printed: as many digits as a measurement deserves.

import type { Comparison } from '../results.ts';
import type { Row, Target } from '../row.ts';
import type { Spread } from '../statistics.ts';

/** Three digits, or all of those before the point, in groups of three; NaN is what never came. */
export function amount(value: number): string {
  if (Number.isNaN(value)) return 'hangs';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The comparison that a row is judged by: a ratio, or a difference with its sign and unit. */
export function verdict(row: Row, comparison: Comparison): string {
  return isDifference(row)
    ? `${signed(comparison.difference.median)} ${row.unit}`
    : comparison.ratio.median.toFixed(2);
}

/** Least and most of the same. */
export function range(row: Row, comparison: Comparison): string {
  const between = ({ min, max }: Spread, print: (value: number) => string) => `${print(min)} – ${print(max)}`;
  return isDifference(row)
    ? between(comparison.difference, signed)
    : between(comparison.ratio, value => value.toFixed(2));
}

export function target(of: Target | undefined): string {
  if (of === undefined) return '';
  if ('itself' in of) return `≤ ${of.itself}`;
  if ('atLeast' in of) return `≥ ${of.atLeast}`;
  return 'atMost' in of ? `≤ ${of.atMost}` : `≤ +${of.plusAtMost}`;
}

function isDifference(row: Row): boolean {
  return row.target !== undefined && 'plusAtMost' in row.target;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${amount(Math.abs(value))}`;
}

// The table on the terminal: columns aligned, the row's names as `--only` takes them.

import type { Implementation } from '../implementations.ts';
import type { RowResult } from '../results.ts';
import type { Row } from '../row.ts';
import { amount, range, target, verdict } from './numbers.ts';
import { divided, partialCells, partialHead, partialRows } from './partial.ts';

const LEGEND = 'ratio: to node:net, of each pair of runs. ↓: lower is better. peer: share of one processor.';

/** One line for each row; a table of their own for implementations that have part in some rows only. */
export function textTable(results: readonly RowResult[], implementations: readonly Implementation[]): string {
  const { whole, partial } = divided(implementations);
  const tables = partial.map(implementation => partialTable(results, implementation));
  if (whole.length > 0) tables.unshift(wholeTable(results, whole));
  return `${tables.join('\n\n')}\n${LEGEND}`;
}

function wholeTable(results: readonly RowResult[], names: readonly string[]): string {
  const compared = names.filter(name => results.some(({ comparisons }) => comparisons[name]));
  const head = ['row', 'unit', ...names];
  for (const name of compared) head.push(compared.length > 1 ? `ratio ${name}` : 'ratio', 'min – max');
  head.push('target', '', 'peer');
  const lines = results.map(result => {
    const { medians, comparisons, peerShare, met } = result;
    const cells = [result.name, unit(result)];
    for (const name of names) cells.push(name in medians ? amount(medians[name]) : '–');
    for (const name of compared) {
      const comparison = comparisons[name];
      cells.push(comparison ? verdict(result, comparison) : '–', comparison ? range(result, comparison) : '');
    }
    const share = peerShare === undefined ? '' : `${Math.round(peerShare * 100)} %`;
    cells.push(target(result.target), metText(met), share);
    return cells;
  });
  return align([head, ...lines]);
}

function partialTable(results: readonly RowResult[], implementation: Implementation): string {
  const head = ['row', 'unit', ...partialHead(implementation), ''];
  const lines = partialRows(results, implementation).map(result => [
    result.name,
    unit(result),
    ...partialCells(result, implementation),
    metText(result.leads[implementation.name]?.met),
  ]);
  return align([head, ...lines]);
}

function metText(met: boolean | undefined): string {
  if (met === undefined) return '';
  return met ? 'met' : 'SHORT';
}

/** Names, units, directions and titles of the rows. */
export function listOf(rows: readonly Row[]): string {
  return align(
    rows.map(row => [row.name, unit(row), target(row.target), row.title]),
    4,
  );
}

function unit({ unit, better }: Row): string {
  return better === 'lower' ? `${unit} ↓` : unit;
}

/** Words to the left, from the third column on numbers to the right; `texts` columns are words. */
function align(lines: readonly string[][], texts = 2): string {
  const widths = lines[0].map((_, column) => Math.max(...lines.map(line => line[column].length)));
  const cell = (text: string, column: number) =>
    column < texts ? text.padEnd(widths[column]) : text.padStart(widths[column]);
  return lines.map(line => line.map(cell).join('  ').trimEnd()).join('\n');
}

// The table on the terminal: columns aligned, the row's names as `--only` takes them.

import type { RowResult } from '../results.ts';
import type { Row } from '../row.ts';
import type { Implementation, Suite } from '../suite.ts';
import { aheadCells, aheadHead, aim, aimMet } from './ahead.ts';
import { amount, range, target, verdict } from './numbers.ts';
import { divided, partialCells, partialHead, partialRows } from './partial.ts';

const LEGEND = 'of each pair of runs. ↓: lower is better. peer: share of one processor.';

/** One line for each row; against a baseline a table of its own for implementations that have part in some rows only. */
export function textTable(
  suite: Suite,
  results: readonly RowResult[],
  implementations: readonly Implementation[],
): string {
  if (suite.layout === 'of subject')
    return `${aheadTable(suite, results, implementations)}\n: name, the value of ${suite.subject.name} over that, ${LEGEND}`;
  const { whole, partial } = divided(implementations);
  const tables = partial.map(implementation => partialTable(suite, results, implementation));
  if (whole.length > 0) tables.unshift(wholeTable(results, whole));
  return `${tables.join('\n\n')}\nratio: to ${suite.baseline.name}, ${LEGEND}`;
}

function aheadTable(
  suite: Suite,
  results: readonly RowResult[],
  implementations: readonly Implementation[],
): string {
  const head = ['row', 'unit', ...aheadHead(suite, implementations), '', 'peer'];
  const lines = results.map(result => [
    result.name,
    unit(result),
    ...aheadCells(suite, result, implementations),
    metText(aimMet(result)),
    share(result),
  ]);
  return align([head, ...lines]);
}

function wholeTable(results: readonly RowResult[], names: readonly string[]): string {
  const compared = names.filter(name => results.some(({ comparisons }) => comparisons[name]));
  const head = ['row', 'unit', ...names];
  for (const name of compared) head.push(compared.length > 1 ? `ratio ${name}` : 'ratio', 'min – max');
  head.push('target', '', 'peer');
  const lines = results.map(result => {
    const { medians, comparisons, met } = result;
    const cells = [result.name, unit(result)];
    for (const name of names) cells.push(name in medians ? amount(medians[name]) : '–');
    for (const name of compared) {
      const comparison = comparisons[name];
      cells.push(comparison ? verdict(result, comparison) : '–', comparison ? range(result, comparison) : '');
    }
    cells.push(target(result.target), metText(met), share(result));
    return cells;
  });
  return align([head, ...lines]);
}

function partialTable(suite: Suite, results: readonly RowResult[], implementation: Implementation): string {
  const head = ['row', 'unit', ...partialHead(suite, implementation), ''];
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

function share({ peerShare }: RowResult): string {
  return peerShare === undefined ? '' : `${Math.round(peerShare * 100)} %`;
}

/** Names, units, directions and titles of the rows. */
export function listOf(rows: readonly Row[]): string {
  return align(
    rows.map(row => [row.name, unit(row), aim(row), row.title]),
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

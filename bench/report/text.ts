// The table on the terminal: columns aligned, the row's names as `--only` takes them.

import type { RowResult } from '../results.ts';
import type { Row } from '../row.ts';
import { amount, range, target, verdict } from './numbers.ts';

const LEGEND = 'ratio: to node:net, of each pair of runs. ↓: lower is better. peer: share of one processor.';

/** One line for each row. `names` are the implementations, in order. */
export function textTable(results: readonly RowResult[], names: readonly string[]): string {
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
    cells.push(target(result.target), met === undefined ? '' : met ? 'met' : 'SHORT', share);
    return cells;
  });
  return `${align([head, ...lines])}\n${LEGEND}`;
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

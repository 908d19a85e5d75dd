// The table in the documents, and where it goes: between two comments, and nowhere else in the file.

import { readFileSync, writeFileSync } from 'node:fs';
import type { RowResult } from '../results.ts';
import type { Row } from '../row.ts';
import type { Implementation, Suite } from '../suite.ts';
import { aheadCells, aheadHead, aimMet } from './ahead.ts';
import type { Machine } from './machine.ts';
import { amount, range, target, verdict } from './numbers.ts';
import { divided, partialCells, partialHead, partialRows } from './partial.ts';

/** The rows as Markdown tables, as the text has them. */
export function markdownTables(
  suite: Suite,
  results: readonly RowResult[],
  implementations: readonly Implementation[],
): string {
  if (suite.layout === 'of subject') return aheadTable(suite, results, implementations);
  const { whole, partial } = divided(implementations);
  const tables = partial.map(implementation => partialTable(suite, results, implementation));
  if (whole.length > 0) tables.unshift(wholeTable(results, whole));
  return tables.join('\n\n');
}

function aheadTable(
  suite: Suite,
  results: readonly RowResult[],
  implementations: readonly Implementation[],
): string {
  const lines = results.map(result => {
    const cells = [label(result), ...aheadCells(suite, result, implementations)];
    if (aimMet(result) === false) cells[cells.length - 1] += ' (short)';
    return cells;
  });
  return piped(['', ...aheadHead(suite, implementations)], lines);
}

function wholeTable(results: readonly RowResult[], names: readonly string[]): string {
  const compared = names.filter(name => results.some(({ comparisons }) => comparisons[name]));
  const one = compared.length === 1;
  const head = ['', ...names];
  for (const name of compared) head.push(one ? 'ratio' : `ratio of ${name}`, 'min – max');
  head.push('target');
  const lines = results.map(result => {
    const { medians, comparisons } = result;
    const cells = [label(result)];
    for (const name of names) cells.push(name in medians ? amount(medians[name]) : '–');
    for (const name of compared) {
      const comparison = comparisons[name];
      cells.push(comparison ? `**${verdict(result, comparison)}**` : '–');
      cells.push(comparison ? range(result, comparison) : '');
    }
    cells.push(target(result.target) + (result.met === false ? ' (short)' : ''));
    return cells;
  });
  return piped(head, lines);
}

function partialTable(suite: Suite, results: readonly RowResult[], implementation: Implementation): string {
  const lines = partialRows(results, implementation).map(result => {
    const short = result.leads[implementation.name]?.met === false ? ' (short)' : '';
    const [value, ratio, ratios, lead, leads, least] = partialCells(result, implementation);
    return [label(result), value, ratio, ratios, `**${lead}**`, leads, least + short];
  });
  return piped(['', ...partialHead(suite, implementation)], lines);
}

function piped(head: string[], lines: string[][]): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/** Under what conditions the table was made, in one paragraph. */
export function conditionsText(
  suite: Suite,
  { cpu, cores, kernel, node, version, date }: Machine,
  pairs: number,
): string {
  const versions = [`wasi-net ${version}`, `Node ${node}`, ...suite.versions()].join(', ');
  return (
    `Medians of ${pairs} alternating pairs of runs and the ratio within the pairs; ↓: lower is better. ` +
    `${date}, ${versions}, ${cpu}, ${cores} cores, ${kernel}.`
  );
}

/** Puts `text` between the markers of a file, comments that name `marker`. Throws an error of one line without them. */
export function replaceMarked(file: string, marker: string, text: string): void {
  const [before, after] = aroundMarkers(file, marker);
  writeFileSync(file, `${before}\n${text}\n${after}`);
}

/** Throws an error of one line unless the file has both markers. */
export function checkMarkers(file: string, marker: string): void {
  aroundMarkers(file, marker);
}

/** What comes before and after the place, with the markers. */
function aroundMarkers(file: string, marker: string): [before: string, after: string] {
  const [begins, ends] = [`<!-- ${marker}:begin -->`, `<!-- ${marker}:end -->`];
  let content = '';
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${file} cannot be read`);
  }
  const begin = content.indexOf(begins);
  const end = content.indexOf(ends);
  if (begin < 0 || end < begin) throw new Error(`${file} has no ${begins} … ${ends}`);
  return [content.slice(0, begin + begins.length), content.slice(end)];
}

function label({ title, unit, better }: Row): string {
  return `${title}, ${unit}${better === 'lower' ? ' ↓' : ''}`;
}

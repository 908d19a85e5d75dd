// The table in the documents, and where it goes: between two comments, and nowhere else in the file.

import { readFileSync, writeFileSync } from 'node:fs';
import type { Implementation } from '../implementations.ts';
import type { RowResult } from '../results.ts';
import type { Row } from '../row.ts';
import type { Machine } from './machine.ts';
import { amount, range, target, verdict } from './numbers.ts';
import { divided, partialCells, partialHead, partialRows } from './partial.ts';

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/** The rows as a Markdown table; a table of their own for implementations that have part in some rows only. */
export function markdownTables(
  results: readonly RowResult[],
  implementations: readonly Implementation[],
): string {
  const { whole, partial } = divided(implementations);
  const tables = partial.map(implementation => partialTable(results, implementation));
  if (whole.length > 0) tables.unshift(wholeTable(results, whole));
  return tables.join('\n\n');
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

function partialTable(results: readonly RowResult[], implementation: Implementation): string {
  const lines = partialRows(results, implementation).map(result => {
    const short = result.leads[implementation.name]?.met === false ? ' (short)' : '';
    const [value, ratio, ratios, lead, leads, least] = partialCells(result, implementation);
    return [label(result), value, ratio, ratios, `**${lead}**`, leads, least + short];
  });
  return piped(['', ...partialHead(implementation)], lines);
}

function piped(head: string[], lines: string[][]): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/** Under what conditions the table was made, in one paragraph. */
export function conditionsText({ cpu, cores, kernel, node, version, date }: Machine, pairs: number): string {
  return (
    `Medians of ${pairs} alternating pairs of runs and the ratio within the pairs; ↓: lower is better. ` +
    `${date}, wasi-net ${version}, Node ${node}, ${cpu}, ${cores} cores, ${kernel}.`
  );
}

/** Puts `text` between the markers of a file. Throws an error of one line if they are not there. */
export function replaceMarked(file: string, text: string): void {
  const [before, after] = aroundMarkers(file);
  writeFileSync(file, `${before}${BEGIN}\n${text}\n${END}${after}`);
}

/** Throws an error of one line unless the file has both markers. */
export function checkMarkers(file: string): void {
  aroundMarkers(file);
}

function aroundMarkers(file: string): [before: string, after: string] {
  let content = '';
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${file} cannot be read`);
  }
  const begin = content.indexOf(BEGIN);
  const end = content.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${file} has no ${BEGIN} … ${END}`);
  return [content.slice(0, begin), content.slice(end + END.length)];
}

function label({ title, unit, better }: Row): string {
  return `${title}, ${unit}${better === 'lower' ? ' ↓' : ''}`;
}

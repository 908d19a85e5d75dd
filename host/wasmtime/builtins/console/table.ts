// console.table: rows and columns between lines. node: lib/internal/cli_table.js

import inspected from 'node-inspect-extracted';

const INDEX = '(index)';
const VALUES = 'Values';
const ITERATION = '(iteration index)';

export function table(data: object, columns?: string[]): string {
  const indexed = data instanceof Map || data instanceof Set;
  const rows = rowsOf(data);
  const names = [
    ...new Set(columns ?? rows.flatMap(([, value]) => (isObject(value) ? Object.keys(value) : []))),
  ];
  const hasValues = rows.some(([, value]) => !isObject(value));
  const head = [indexed ? ITERATION : INDEX];
  if (data instanceof Map) head.push('Key');
  const body = rows.map(([index, value, key]) => {
    const cells = [index];
    if (data instanceof Map) cells.push(shown(key));
    for (const name of names) {
      cells.push(
        isObject(value) && Object.hasOwn(value, name) ? shown((value as Record<string, unknown>)[name]) : '',
      );
    }
    if (hasValues) cells.push(isObject(value) ? '' : shown(value));
    return cells;
  });
  return drawn([...head, ...names, ...(hasValues ? [VALUES] : [])], body);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function rowsOf(data: object): [index: string, value: unknown, key?: unknown][] {
  if (data instanceof Map) return [...data].map(([key, value], i) => [`${i}`, value, key]);
  if (data instanceof Set) return [...data].map((value, i) => [`${i}`, value]);
  return Object.entries(data);
}

function shown(value: unknown): string {
  const depth = isObject(value) && Object.keys(value).length > 2 ? -1 : 0;
  return inspected.inspect(value, { depth, maxArrayLength: 3, breakLength: Infinity });
}

function drawn(head: string[], rows: string[][]): string {
  const widths = head.map((name, i) => Math.max(...[name, ...rows.map(row => row[i])].map(widthOf)) + 2);
  const line = (left: string, middle: string, right: string) =>
    `${left}${widths.map(width => '─'.repeat(width)).join(middle)}${right}`;
  const cells = (row: string[]) =>
    `│${row.map((text, i) => ` ${text}${' '.repeat(widths[i] - widthOf(text) - 1)}`).join('│')}│`;
  return [
    line('┌', '┬', '┐'),
    cells(head),
    line('├', '┼', '┤'),
    ...rows.map(cells),
    line('└', '┴', '┘'),
  ].join('\n');
}

function widthOf(text: string): number {
  return inspected.stripVTControlCharacters(text).length;
}

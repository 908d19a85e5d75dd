// console.table: rows and columns between lines. node: lib/internal/cli_table.js

import inspected from 'node-inspect-extracted';

const INDEX = '(index)';
const VALUES = 'Values';
const ITERATION = '(iteration index)';

export function table(data: object, columns: string[] | undefined, options: object): string {
  const shown = (value: unknown) => {
    const depth = isObject(value) && Object.keys(value).length > 2 ? -1 : 0;
    return inspected.inspect(value, { maxArrayLength: 3, breakLength: Infinity, ...options, depth });
  };
  if (data instanceof Map) {
    const rows = [...data].map(([key, value], i) => [shown(i), shown(key), shown(value)]);
    return drawn([ITERATION, 'Key', VALUES], rows);
  }
  if (data instanceof Set)
    return drawn(
      [ITERATION, VALUES],
      [...data].map((value, i) => [shown(i), shown(value)]),
    );
  const rows = Object.entries(data);
  const names = columns ?? [
    ...new Set(rows.flatMap(([, value]) => (isObject(value) ? Object.keys(value) : []))),
  ];
  const hasValues = rows.some(([, value]) => !isObject(value));
  const body = rows.map(([index, value]) => {
    const cells = names.map(name =>
      isObject(value) && Object.hasOwn(value, name) ? shown(value[name]) : '',
    );
    if (hasValues) cells.push(isObject(value) ? '' : shown(value));
    return [index, ...cells];
  });
  return drawn([INDEX, ...names, ...(hasValues ? [VALUES] : [])], body);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
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
  const plain = inspected.stripVTControlCharacters(text);
  let width = 0;
  // Not every engine has the categories of Unicode in its expressions: control characters are these.
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at);
    if (code > 0x1f && (code < 0x7f || code > 0x9f)) width++;
  }
  return width;
}

// The tables of docs/guests.md, made of the table that the builds read.

import { ABSENT, BUILTINS, REFUSED } from '../../../host/wasmtime/builtins/table.ts';

export function builtinsAsMarkdown(): string {
  const rows = Object.entries(BUILTINS).map(([name, { from, note }]) => [
    `\`${name}\``,
    from ? `npm: ${from}` : 'our own',
    note ?? '',
  ]);
  return table(['module', 'made of', 'what to know'], rows);
}

export function absentAsMarkdown(): string {
  const absent = Object.entries(ABSENT).map(([name, why]) => [`\`${name}\``, 'throws when it is used', why]);
  const refused = Object.entries(REFUSED).map(([name, why]) => [`\`${name}\``, 'refused by the build', why]);
  return table(['module', 'a program that imports it', 'because'], [...absent, ...refused]);
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

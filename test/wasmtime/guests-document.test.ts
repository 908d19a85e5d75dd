// docs/guests.md says what the table of built-ins says. `WASI_NET_WRITE=1 node scripts/test.mjs guests-document` writes
// it there.

import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { absentAsMarkdown, builtinsAsMarkdown } from './builtins/markdown.ts';

const DOCUMENT = 'docs/guests.md';

/** The document with these tables between their marks. */
function withTables(text: string): string {
  const tables = { builtins: builtinsAsMarkdown(), absent: absentAsMarkdown() };
  return Object.entries(tables).reduce((all, [name, table]) => {
    const marked = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`);
    assert.match(all, marked);
    return all.replace(marked, (_, start: string, end: string) => start + table + end);
  }, text);
}

test('the document of guests has the tables that the builds read', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const expected = withTables(text);
  if (process.env.WASI_NET_WRITE) writeFileSync(DOCUMENT, expected);
  else assert.fixture(text, expected);
});

test.run();

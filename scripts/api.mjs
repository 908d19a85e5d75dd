// Writes docs/api.md from the comments of host/api and the record of limits: `node scripts/api.mjs [--check]`.
// With --check nothing is written; exit code 1 when the document is not what they say.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { declarationsOf } from './api/declarations.mjs';
import { markdownOf } from './api/markdown.mjs';

const FILE = 'docs/api.md';
const SECTIONS = [
  ['The module', 'net'],
  ['Socket', 'socket'],
  ['Server', 'server'],
  ['Addresses', 'addresses'],
  ['Bound sockets', 'bound-socket'],
  ['net.promises', 'promises'],
  ['Events', 'events'],
  ['Options', 'options'],
];
const HEAD = `# The API

Made by \`npm run docs\` of the comments in \`host/api/\`, which the published types carry too, and of the limits in
\`host/runtime/limits.ts\`. Where nothing is said of a runtime, there is no difference from Node.

`;

const sections = SECTIONS.map(([title, file]) => ({ title, entries: declarationsOf(`host/api/${file}.ts`) }));
const text = `${HEAD}${markdownOf(sections, await record())}`;
if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  console.error(`${FILE} is not what host/api says: npm run docs`);
  process.exitCode = 1;
}

async function record() {
  const { outputFiles } = await build({
    entryPoints: ['host/runtime/limits.ts'],
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

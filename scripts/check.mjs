// npm run check: types of host and assembly, lint with its layer rules, format, and that docs/api.md is up to date. Every problem is printed; one
// failing part does not hide the next.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const parts = [
  ['types of the host and the tests', 'node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['types of the engine', 'node_modules/typescript/bin/tsc', ['-p', 'assembly']],
  ['lint, layers and format', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']],
  ['docs/api.md says what the sources say', 'scripts/api.mjs', ['--check']],
];

let failed = 0;
for (const [name, script, args] of parts) {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  if (status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;

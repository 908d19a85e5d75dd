// npm run check: types of host and assembly, lint with its layer rules, format. Every problem is printed; one
// failing part does not hide the next.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const parts = [
  ['types of the host and the tests', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['types of the engine', 'typescript/bin/tsc', ['-p', 'assembly']],
  ['lint, layers and format', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']],
];

let failed = 0;
for (const [name, script, args] of parts) {
  const { status } = spawnSync(process.execPath, [`node_modules/${script}`, ...args], { stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  if (status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;

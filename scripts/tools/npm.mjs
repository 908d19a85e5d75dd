// Fetches a package with npm, as npm is set up here, without installing it: none of its scripts run, and the
// package's own dependencies stay what they are.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Unpacks the tool's package in `scratch` and gives the folder of its members. Throws what npm says. */
export function unpackPackage({ npm, version }, scratch) {
  const quiet = { stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' };
  execFileSync('npm', ['pack', '--silent', '--pack-destination', scratch, `${npm}@${version}`], quiet);
  const file = readdirSync(scratch).find(name => name.endsWith('.tgz'));
  const folder = join(scratch, 'package');
  mkdirSync(folder);
  execFileSync('tar', ['-xzf', join(scratch, file), '-C', folder, '--strip-components=1'], quiet);
  return folder;
}

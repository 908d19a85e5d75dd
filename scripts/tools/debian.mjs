// Fetches a Debian package with apt, as apt is set up here, without installing it and without being root: the
// package, and what it needs and the machine lacks, are unpacked in a folder of their own. Beside them lies a
// launcher for each program, which knows where its libraries are.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expand } from './find.mjs';

/** Fills `folder` with what is in the tool's packages, and its launchers. Throws what apt says. */
export function unpackDebian({ debian, folder: within, programs }, folder) {
  const packages = join(folder, 'packages');
  mkdirSync(packages, { recursive: true });
  download(debian, packages);
  for (const file of readdirSync(packages).filter(name => name.endsWith('.deb'))) {
    execFileSync('dpkg', ['--extract', join(packages, file), join(folder, 'root')], quiet());
  }
  rmSync(packages, { recursive: true });
  const libraries = ['lib', 'usr/lib'].flatMap(name => librariesOf(folder, `root/${name}`));
  for (const program of programs) {
    const path = join(folder, program);
    const [at] = expand(join(folder, 'root'), within);
    const target = join(at, program).slice(folder.length + 1);
    writeFileSync(path, launcher(target, libraries));
    chmodSync(path, 0o755);
  }
}

/** With the lists of packages that the machine has; where they lack it or are too old, with fresh ones of our own. */
function download(name, to) {
  try {
    downloadWith([], name, to);
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error('there is no apt-get');
    const state = resolve(to, 'apt');
    mkdirSync(join(state, 'lists/partial'), { recursive: true });
    const own = ['-o', `Dir::State::lists=${state}/lists`, '-o', `Dir::Cache=${state}`];
    apt([...own, 'update'], to);
    downloadWith(own, name, to);
  }
}

function downloadWith(options, name, to) {
  const plan = apt([...options, '--simulate', '--no-install-recommends', 'install', name], to);
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, needed]) => needed);
  apt([...options, 'download', ...names], to);
}

function apt(args, cwd) {
  return execFileSync('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', ...args], { cwd, ...quiet() });
}

function quiet() {
  return { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] };
}

/** The folder and those of each architecture in it, as a loader looks through them. */
function librariesOf(folder, name) {
  if (!existsSync(join(folder, name))) return [];
  const inner = readdirSync(join(folder, name)).filter(entry => entry.includes('-linux-'));
  return [name, ...inner.map(entry => `${name}/${entry}`)];
}

function launcher(target, libraries) {
  const path = libraries.map(library => `$here/${library}`).join(':');
  return `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="${path}"
exec "$here/${target}" "$@"
`;
}

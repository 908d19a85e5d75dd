// What the forms of `listen` mean, and which of them are refused, compared with node:net on this machine.
import { setMaxListeners } from 'node:events';
import net from 'node:net';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Options } from '../../host/net/arguments.ts';
import { type ListenPlan, normalizeListenArgs, parseListenOptions } from '../../host/net/listen-arguments.ts';
import { below, ODD, type Outcome, outcome, pick, randomOptions, sameError } from './beside-node.ts';

const { signal } = new AbortController();
setMaxListeners(0, signal);
/** An abstract name: it leaves no file behind. */
const ABSTRACT = `\0wasi-net-arguments-${process.pid}`;

const LISTEN = {
  port: [0, '0', undefined, null],
  host: ['127.0.0.1', '', undefined],
  path: [undefined, ABSTRACT],
  backlog: [0, 5, '5'],
  exclusive: [true, 1],
  ipv6Only: [true, 1],
  readableAll: [true],
  writableAll: [true, 1],
  fd: [-1, 'x'],
  signal: [undefined, signal],
};
const NO_PATHS = ODD.filter(odd => typeof odd !== 'string' || Number(odd) >= 0);
/** Nothing here is a free port to take, a descriptor of this process, a file to make or a name to look up. */
const LISTEN_ODD = {
  port: ODD.filter(odd => !['80', '0x50'].includes(odd as string) && odd !== 1),
  path: NO_PATHS,
  fd: ODD.filter(odd => typeof odd !== 'number' || odd < 0),
  host: ODD.filter(odd => typeof odd !== 'string'),
  backlog: [undefined, null, 1.5, -1],
};

function listenArguments(): unknown[] {
  const rest = pick<unknown[]>([[], [() => {}], [5, () => {}], ['127.0.0.1', 5], [undefined, null]]);
  const kind = below(10);
  if (kind === 0) return [pick(LISTEN_ODD.port.filter(odd => NO_PATHS.includes(odd))), ...rest];
  if (kind === 1) return pick([[], [ABSTRACT, 5], [0, ...rest], ['0', ...rest]]);
  const options = randomOptions(LISTEN, LISTEN_ODD);
  return [below(8) === 0 ? { handle: below(4) === 0 ? pick([5, 'x', true]) : options } : options, ...rest];
}

/** Listens, closes at once, and closes again what a lookup brings to listening later. */
function nodeListen(args: unknown[]): Outcome {
  const server = net.createServer();
  server.on('error', () => {});
  server.on('listening', () => server.close());
  const copy = args.map(arg =>
    Object.getPrototypeOf(arg ?? 0) === Object.prototype ? { ...(arg as object) } : arg,
  );
  try {
    return outcome(() => void (server.listen as (...a: unknown[]) => void)(...copy));
  } finally {
    server.close();
  }
}

test('listen refuses what node:net refuses, in the same words, over 2,500 random calls', () => {
  const codes = new Map<string, number>();
  for (let i = 0; i < 2500; i++) {
    const args = listenArguments();
    const ours = outcome(() => parseListenOptions(normalizeListenArgs(args)));
    const theirs = nodeListen(args);
    sameError(theirs, ours, args);
    const code = 'error' in theirs ? `${theirs.error.code}` : 'none';
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  for (const code of ['none', 'ERR_INVALID_ARG_TYPE', 'ERR_SOCKET_BAD_PORT', 'ERR_INVALID_ARG_VALUE']) {
    assert.ok((codes.get(code) ?? 0) > 50, inspect(codes));
  }
});

test('every form of listen becomes a plan', () => {
  const plan = (...args: unknown[]) => parseListenOptions(normalizeListenArgs(args));
  const onPort = (part: Partial<ListenPlan>) => ({
    ...{
      kind: 'port',
      port: 0,
      host: undefined,
      backlog: 511,
      exclusive: false,
      ipv6Only: false,
      reusePort: false,
    },
    ...part,
  });
  assert.equal(plan(), onPort({}));
  for (const first of [undefined, null, () => {}, { port: null }, { port: undefined }]) {
    assert.equal(plan(first), onPort({}), inspect(first));
  }
  assert.equal(
    plan('80', 'h', '7', () => {}),
    onPort({ port: 80, host: 'h', backlog: 7 }),
  );
  assert.equal(plan(80, 9), onPort({ port: 80, backlog: 9 }));
  assert.equal(plan({ port: 1, backlog: 3 }, 9), onPort({ port: 1, backlog: 3 }));
  assert.equal(
    plan({ port: 1, ipv6Only: true, exclusive: 1 }),
    onPort({ port: 1, ipv6Only: true, exclusive: true }),
  );
  assert.equal(plan({ port: 1, reusePort: true }), onPort({ port: 1, reusePort: true, exclusive: true }));
  const followed: unknown[] = [];
  parseListenOptions(normalizeListenArgs([{ port: 0, signal }]), {}, one => followed.push(one));
  assert.equal(followed, [signal]);
  assert.equal(plan({ path: '/s', readableAll: true, writableAll: 1 }, 4), {
    ...{ kind: 'path', path: '/s', backlog: 4, exclusive: false, readableAll: true, writableAll: false },
  });
  assert.equal(plan({ fd: 3 }, 6), { kind: 'fd', fd: 3, backlog: 6 });
  assert.equal(plan({ handle: { fd: 3 } }), { kind: 'fd', fd: 3, backlog: 511 });
});

test('listen finds the handle that the net at hand knows of', () => {
  const handle = { mine: true };
  const knowledge = {
    handleOf: (options: Options) => options.inner,
    isHandle: (value: unknown) => value === handle,
  };
  for (const first of [handle, { handle }, { inner: handle }]) {
    const plan = parseListenOptions(normalizeListenArgs([first, 5]), knowledge);
    assert.is(plan.kind === 'handle' && plan.handle, handle);
    assert.is(plan.backlog, 5);
  }
});

test('what node:net writes into the options of a listen is written there, and nothing else', () => {
  for (const options of [{ port: null }, { port: undefined }, { port: 0, host: '' }, { path: ABSTRACT }]) {
    const [mine, its] = [{ ...options }, { ...options }];
    parseListenOptions(normalizeListenArgs([mine]));
    const server = net.createServer().listen(its as net.ListenOptions);
    server.close();
    assert.equal(mine, its);
  }
});

test.run();

// What our checks make of arguments, compared with what node:net on this machine makes of the same ones.

import dns from 'node:dns';
import { setMaxListeners } from 'node:events';
import net from 'node:net';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  normalizeConnectArgs,
  type Options,
  socketOptions,
  socketSettings,
  type TcpPlan,
  validateConnectOptions,
  validateDelay,
  validateFunction,
  validateOneOf,
  validatePort,
  validateServerOptions,
  validateUint32,
} from '../../host/net/arguments.ts';
import { familyDefaults } from '../../host/net/defaults.ts';
import { nodeDialect } from '../../host/runtime/node-dialect.ts';
import { below, ODD, type Outcome, outcome, pick, randomOptions, sameError } from './beside-node.ts';

const defaults = familyDefaults();
const dialect = nodeDialect(net.Socket, process.versions.node);
const { signal } = new AbortController();
setMaxListeners(0, signal);
const MISSING = `/no-such-folder-of-wasi-net-${process.pid}/socket`;

// The checks of the system's lookup are wanted, not its questions to a name server.
const { lookup } = dns;
dns.lookup = ((host: unknown, ...rest: [never, never]) =>
  lookup(typeof host === 'string' ? '127.0.0.1' : (host as string), ...rest)) as typeof lookup;

interface LookedUp {
  host: unknown;
  options: unknown;
}

let lookedUp: LookedUp | undefined;

function recordingLookup(host: unknown, options: unknown): void {
  lookedUp = { host, options };
}

const CONNECT = {
  port: [1, '1', '0x10'],
  host: ['127.0.0.1', '::1', 'localhost', '', undefined],
  path: [undefined, null, ''],
  localAddress: ['127.0.0.1', '::1', null],
  localPort: [0, 4000],
  family: [0, 4, 6, 'IPv4', 'IPv6', null],
  hints: [0, 8, 16, 32, 56],
  lookup: [null, recordingLookup, recordingLookup, recordingLookup],
  autoSelectFamily: [true, false, null],
  autoSelectFamilyAttemptTimeout: [1, 10, 300],
};

/** Nothing here is a name to look up, a class to call or what ends node:net's process (a family of -0). */
const CONNECT_ODD = {
  host: ODD.filter(odd => typeof odd !== 'string'),
  lookup: ODD.filter(odd => typeof odd !== 'function'),
  family: ODD.filter(odd => odd !== 0),
};

function connectArguments(): unknown[] {
  const callback = pick<unknown[]>([[], [], [() => {}], ['x']]);
  const kind = below(10);
  if (kind === 0) return [pick(ODD), ...callback];
  if (kind === 1) return [pick(ODD), pick(['127.0.0.1', 'localhost', 5, undefined]), ...callback];
  if (kind === 2) return below(3) === 0 ? [] : [MISSING, ...callback];
  const options = randomOptions(CONNECT, CONNECT_ODD);
  return [below(8) === 0 ? options : { port: 1, ...options }, ...callback];
}

function nodeConnect(args: unknown[]): Outcome {
  const socket = new net.Socket();
  socket.on('error', () => {});
  try {
    return outcome(() => void (socket.connect as (...a: unknown[]) => void)(...args));
  } finally {
    socket.destroy();
  }
}

test('connect refuses what node:net refuses, in the same words, over 4,000 random calls', () => {
  const codes = new Map<string, number>();
  for (let i = 0; i < 4000; i++) {
    const args = connectArguments();
    lookedUp = undefined;
    const theirs = nodeConnect(args);
    const ours = outcome(() => validateConnectOptions(normalizeConnectArgs(args)[0], defaults, { dialect }));
    const plan = sameError(theirs, ours, args) as TcpPlan | undefined;
    const code = 'error' in theirs ? `${theirs.error.code}` : 'none';
    codes.set(code, (codes.get(code) ?? 0) + 1);
    if (lookedUp !== undefined && plan !== undefined) {
      assert.equal({ host: plan.host, options: plan.lookupOptions }, lookedUp, inspect(args));
    }
  }
  for (const code of ['none', 'ERR_INVALID_ARG_TYPE', 'ERR_SOCKET_BAD_PORT', 'ERR_MISSING_ARGS']) {
    assert.ok((codes.get(code) ?? 0) > 50, inspect(codes));
  }
  for (const code of ['ERR_INVALID_IP_ADDRESS', 'ERR_OUT_OF_RANGE', 'ERR_INVALID_ARG_VALUE']) {
    assert.ok((codes.get(code) ?? 0) > 20, inspect(codes));
  }
});

test('connect takes text that reads as a port for one, and other text for a path', () => {
  const callback = () => {};
  const cases: [unknown[], Options, typeof callback | null][] = [
    [[], {}, null],
    [[callback], { port: callback }, callback],
    [[80, callback], { port: 80 }, callback],
    [['80', 'h', callback], { port: '80', host: 'h' }, callback],
    [['', 5], { port: '' }, null],
    [['0x50'], { port: '0x50' }, null],
    [['-1'], { path: '-1' }, null],
    [['/some/socket', 'h'], { path: '/some/socket' }, null],
    [[{ port: 1, x: 2 }, callback], { port: 1, x: 2 }, callback],
    [[undefined], { port: undefined }, null],
  ];
  for (const [args, options, cb] of cases) {
    const normalized = normalizeConnectArgs(args);
    assert.equal(normalized[0], options);
    assert.is(normalized[1], cb);
    assert.is(normalizeConnectArgs([normalized]), normalized);
  }
  const mine = { port: 5 };
  assert.is(normalizeConnectArgs([mine])[0], mine);
});

test('a family of -0 is 0, where node:net would end the process', () => {
  const plan = validateConnectOptions({ port: 1, family: -0 }, defaults) as TcpPlan;
  assert.ok(Object.is(plan.lookupOptions?.family, 0));
});

test('the plan of a connect says everything that is left to do', () => {
  const plan = (options: Options) => validateConnectOptions(options, defaults);
  assert.equal(plan({ path: '/x', port: 'ignored' }), { kind: 'path', path: '/x' });
  assert.equal(plan({ port: '80', host: '::1', localPort: 5 }), {
    kind: 'tcp',
    host: '::1',
    port: 80,
    asked: { host: '::1', port: '80' },
    addressFamily: 6,
    localAddress: undefined,
    localPort: 5,
    lookup: undefined,
    lookupOptions: undefined,
    attemptTimeout: 500,
    race: false,
  });
  assert.equal((plan({ port: 1 }) as TcpPlan).lookupOptions, { family: undefined, hints: 32, all: true });
  const named = plan({ port: 1, autoSelectFamilyAttemptTimeout: 1, family: 'IPv4', lookup: recordingLookup });
  assert.equal((named as TcpPlan).lookupOptions, { family: 4, hints: 0 });
  assert.is((named as TcpPlan).attemptTimeout, 10);
  assert.is((named as TcpPlan).lookup, recordingLookup);
  const bound = plan({ port: 1, localAddress: '127.0.0.1' }) as TcpPlan;
  assert.equal(bound.lookupOptions, { family: undefined, hints: 32 });
});

test("a connect may race, which 'race' says and no other text: a lookup is asked for all addresses", () => {
  const plan = (options: Options, of = defaults) =>
    validateConnectOptions({ port: 1, ...options }, of) as TcpPlan;
  const { race, lookupOptions, attemptTimeout } = plan({ autoSelectFamily: 'race' });
  assert.equal([race, lookupOptions?.all, attemptTimeout], [true, true, 500]);
  assert.is(plan({ autoSelectFamily: true }).race, false);
  assert.is(plan({ autoSelectFamily: 'race', localAddress: '127.0.0.1' }).lookupOptions?.all, undefined);
  const racing = familyDefaults({ autoSelectFamily: 'race' });
  assert.is(plan({}, racing).race, true);
  assert.is(plan({ autoSelectFamily: true }, racing).race, false);
  for (const text of ['RACE', 'races', '']) {
    const args = [{ port: 1, autoSelectFamily: text }];
    const theirs = nodeConnect(args);
    assert.ok('error' in theirs);
    sameError(
      theirs,
      outcome(() => plan(args[0])),
      text,
    );
  }
});

function settingsOf(options: unknown) {
  return socketSettings(socketOptions(options));
}

test('new Socket refuses the options that node:net refuses', () => {
  const right = {
    objectMode: [false],
    readableObjectMode: [0],
    writableObjectMode: [''],
    keepAliveInitialDelay: [undefined, 0, -5, 1999],
    noDelay: [true, 1],
  };
  for (let i = 0; i < 1500; i++) {
    const options = pick([undefined, null, randomOptions(right), randomOptions(right), randomOptions(right)]);
    const theirs = outcome(() => void new net.Socket(options as net.SocketConstructorOpts).destroy());
    sameError(
      theirs,
      outcome(() => settingsOf(options)),
      options,
    );
  }
  for (const fd of [-1, 1.5, 'x', null, Number.NaN, 2 ** 31]) {
    const theirs = outcome(() => void new net.Socket({ fd: fd as number }));
    assert.ok('error' in theirs);
    sameError(
      theirs,
      outcome(() => settingsOf({ fd })),
      fd,
    );
  }
  assert.equal(settingsOf({ noDelay: 1, keepAlive: true, keepAliveInitialDelay: 2999 }), {
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 2,
    typeOfService: undefined,
  });
  for (const delay of [-1, Number.NaN]) {
    assert.is(settingsOf({ keepAliveInitialDelay: delay }).keepAliveInitialDelay, 0);
  }
});

test('new Server refuses the options that node:net refuses', () => {
  const right = {
    keepAliveInitialDelay: [undefined, 5],
    highWaterMark: [undefined, 16],
    allowHalfOpen: [true],
  };
  for (const options of [
    ...ODD.filter(odd => typeof odd !== 'function'),
    ...Array.from({ length: 300 }, () => randomOptions(right)),
  ]) {
    const theirs = outcome(() => void net.createServer(options as net.ServerOpts));
    sameError(
      theirs,
      outcome(() => validateServerOptions(options)),
      options,
    );
  }
  assert.equal(validateServerOptions({ highWaterMark: -1, pauseOnConnect: 1 }), {
    ...{ noDelay: false, keepAlive: false, keepAliveInitialDelay: 0 },
    ...{ allowHalfOpen: false, pauseOnConnect: true, highWaterMark: undefined, blockList: undefined },
  });
});

test('setTimeout takes the delays and the callbacks that node:net takes', () => {
  for (const delay of [...ODD.filter(odd => odd !== 2 ** 32 && odd !== 1e21), 100]) {
    for (const callback of [undefined, null, () => {}, 5]) {
      const socket = new net.Socket();
      const theirs = outcome(() => void socket.setTimeout(delay as number, callback as () => void));
      socket.destroy();
      const ours = outcome(() => {
        validateDelay(delay, 'msecs');
        if (callback !== undefined) validateFunction(callback, 'callback');
      });
      sameError(theirs, ours, [delay, callback]);
    }
  }
  assert.is(validateDelay(2 ** 40, 'msecs'), 2 ** 31 - 1);
});

test('a port may be text, but must be whole and in range', () => {
  for (const [port, number] of [
    [0, 0],
    ['0', 0],
    [-0, 0],
    [' 80 ', 80],
    ['0x50', 80],
    ['8e1', 80],
    [65535, 65535],
  ]) {
    assert.is(Object.is(validatePort(port), number), true, inspect(port));
  }
  assert.throws(
    () => validatePort(0, 'Port', false),
    /^Port should be > 0 and < 65536. Received type number \(0\)/,
  );
});

test('the checks that no call of net reaches with every value have their own words', () => {
  assert.throws(() => validateUint32(0, 'n', true), /"n" is out of range. It must be >= 1 && <= 4294967295/);
  assert.throws(
    () => validateOneOf('x', 'o.k', ['a', 1]),
    /property 'o.k' must be one of: 'a', 1. Received 'x'/,
  );
  assert.is(validateUint32(2 ** 32 - 1, 'n'), 2 ** 32 - 1);
});

test('the defaults of family selection belong to one set, and are checked as in node:net', () => {
  const initial = net.getDefaultAutoSelectFamilyAttemptTimeout();
  const one = familyDefaults({ autoSelectFamilyAttemptTimeout: initial });
  const two = familyDefaults({ autoSelectFamily: false, autoSelectFamilyAttemptTimeout: 3 });
  assert.is(one.getDefaultAutoSelectFamily(), true);
  assert.is(one.getDefaultAutoSelectFamilyAttemptTimeout(), initial);
  assert.is(familyDefaults().getDefaultAutoSelectFamilyAttemptTimeout(), 500);
  assert.is(two.getDefaultAutoSelectFamily(), false);
  assert.is(two.getDefaultAutoSelectFamilyAttemptTimeout(), 10);
  const before = [net.getDefaultAutoSelectFamily(), net.getDefaultAutoSelectFamilyAttemptTimeout()] as const;
  for (const value of [...ODD, 9, 11]) {
    const theirs = outcome(() => net.setDefaultAutoSelectFamily(value as boolean));
    sameError(
      theirs,
      outcome(() => one.setDefaultAutoSelectFamily(value as boolean)),
      value,
    );
    const late = outcome(() => net.setDefaultAutoSelectFamilyAttemptTimeout(value as number));
    sameError(
      late,
      outcome(() => one.setDefaultAutoSelectFamilyAttemptTimeout(value as number)),
      value,
    );
    assert.is(one.getDefaultAutoSelectFamily(), net.getDefaultAutoSelectFamily());
    assert.is(one.getDefaultAutoSelectFamilyAttemptTimeout(), net.getDefaultAutoSelectFamilyAttemptTimeout());
  }
  net.setDefaultAutoSelectFamily(before[0]);
  net.setDefaultAutoSelectFamilyAttemptTimeout(before[1]);
  assert.is(two.getDefaultAutoSelectFamilyAttemptTimeout(), 10);
  assert.throws(() => familyDefaults({ autoSelectFamilyAttemptTimeout: 0 }), /out of range/);
  two.setDefaultAutoSelectFamily('race');
  assert.is(two.getDefaultAutoSelectFamily(), 'race');
  two.setDefaultAutoSelectFamily(false);
  assert.is(two.getDefaultAutoSelectFamily(), false);
});

test.run();

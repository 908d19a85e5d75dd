// Our errors beside those that node:net on this machine throws and emits.
import net from 'node:net';
import { getSystemErrorMap, inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  aggregateError,
  dnsException,
  endedByPeerError,
  errnoException,
  errnoOf,
  exceptionWithHostPort,
  knownCodes,
  nodeError,
  uvExceptionWithHostPort,
  wordsOf,
} from '../../host/net/errors.ts';

function thrownBy(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** All that a program can see of an error, but the frames of its stack. */
function seen(error: Error): Record<string, unknown> {
  return {
    ...error,
    name: error.name,
    message: error.message,
    text: String(error),
    kind: error.constructor.name,
    isError: error instanceof Error,
    header: error.stack?.split('\n    at ')[0],
    keys: Object.keys(error),
    hidden: Object.getOwnPropertyNames(error)
      .filter(name => !Object.keys(error).includes(name))
      .sort(),
  };
}

/** Emits 'error' of what `start` gives, whichever way it comes. */
function errorOf(emitter: { once(name: 'error', f: (e: Error) => void): unknown }): Promise<Error> {
  return new Promise(resolve => emitter.once('error', resolve));
}

/** A port of 127.0.0.1 at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

test('errors of wrong use are in every visible way those of node:net', () => {
  const socket = new net.Socket();
  const connect = (options: object) => () => socket.connect(options as net.NetConnectOpts);
  const listen = (options: object) => () => net.createServer().listen(options as net.ListenOptions);
  const list = new net.BlockList();
  const cases: [() => unknown, Error][] = [
    [connect({}), nodeError('ERR_MISSING_ARGS', ['options', 'port', 'path'])],
    [connect({ port: true }), nodeError('ERR_INVALID_ARG_TYPE', 'options.port', ['number', 'string'], true)],
    [connect({ port: 'x' }), nodeError('ERR_SOCKET_BAD_PORT', 'Port', 'x')],
    [connect({ port: 1, localAddress: 'x' }), nodeError('ERR_INVALID_IP_ADDRESS', 'x')],
    [connect({ port: 1, lookup: 5 }), nodeError('ERR_INVALID_ARG_TYPE', 'options.lookup', 'Function', 5)],
    [
      listen({}),
      nodeError('ERR_INVALID_ARG_VALUE', 'options', {}, 'must have the property "port" or "path"'),
    ],
    [listen({ path: 5 }), nodeError('ERR_INVALID_ARG_VALUE', 'options', { path: 5 })],
    [listen({ port: 0, signal: 5 }), nodeError('ERR_INVALID_ARG_TYPE', 'options.signal', 'AbortSignal', 5)],
    [() => list.addSubnet('::', 129, 'ipv6'), nodeError('ERR_OUT_OF_RANGE', 'prefix', '>= 0 && <= 128', 129)],
    [() => list.addAddress('x'), nodeError('ERR_INVALID_ADDRESS')],
    [() => net.createServer(5 as never), nodeError('ERR_INVALID_ARG_TYPE', 'options', 'Object', 5)],
  ];
  for (const [call, ours] of cases) {
    const theirs = seen(thrownBy(call));
    // Where C++ throws it (only for a bad address), the code is not in the stack.
    if (theirs.code === 'ERR_INVALID_ADDRESS') assert.is(ours.message, theirs.message);
    else assert.equal(seen(ours), theirs);
  }
  socket.destroy();
});

test('each code has its class and words', () => {
  const rows: [Error, string][] = [
    [
      nodeError('ERR_SERVER_ALREADY_LISTEN'),
      'Error: Listen method has been called more than once without closing.',
    ],
    [nodeError('ERR_SERVER_NOT_RUNNING'), 'Error: Server is not running.'],
    [nodeError('ERR_SOCKET_CLOSED'), 'Error: Socket is closed'],
    [nodeError('ERR_SOCKET_CONNECTION_TIMEOUT'), 'Error: Socket connection timeout'],
    [nodeError('ERR_INVALID_HANDLE_TYPE'), 'TypeError: This handle type cannot be sent'],
    [nodeError('ERR_INVALID_FD_TYPE', 'FILE'), 'TypeError: Unsupported fd type: FILE'],
    [nodeError('ERR_INVALID_FD', -1), 'RangeError: "fd" must be a positive integer: -1'],
    [nodeError('ERR_IP_BLOCKED', '::1'), 'Error: IP(::1) is blocked by net.BlockList'],
    [nodeError('ERR_STREAM_DESTROYED', 'write'), 'Error: Cannot call write after a stream was destroyed'],
    [
      nodeError('ERR_SOCKET_CLOSED_BEFORE_CONNECTION'),
      'Error: Socket closed before the connection was established',
    ],
    [nodeError('ERR_MISSING_ARGS', 'a'), 'TypeError: The "a" argument must be specified'],
    [nodeError('ERR_MISSING_ARGS', 'a', 'b'), 'TypeError: The "a" and "b" arguments must be specified'],
    [
      nodeError('ERR_MISSING_ARGS', 'a', ['b', 'c'], 'd'),
      'TypeError: The "a", "b" or "c", and "d" arguments must be specified',
    ],
    [
      nodeError('ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'x'),
      'TypeError: The feature x is unavailable on the current platform, which is being used to run Node.js',
    ],
  ];
  for (const [error, text] of rows) assert.is(`${error.name}: ${error.message}`, text);
});

test('a closed server and one that listens already say so as in node:net', async () => {
  const server = net.createServer();
  const closed = await new Promise<Error>(resolve => server.close(e => resolve(e as Error)));
  assert.equal(seen(nodeError('ERR_SERVER_NOT_RUNNING')), seen(closed));
  server.listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const again = thrownBy(() => server.listen(0));
  assert.equal(seen(nodeError('ERR_SERVER_ALREADY_LISTEN')), seen(again));
  await new Promise(resolve => server.close(resolve));
});

test('what a lookup gives wrongly is refused as in node:net', async () => {
  const answer = (address: string, family: number) =>
    errorOf(
      net.connect({
        ...{ port: 1, host: 'x', autoSelectFamily: false },
        lookup: ((_h: string, _o: object, done: (...a: unknown[]) => void) =>
          done(null, address, family)) as never,
      }),
    );
  assert.equal(seen(nodeError('ERR_INVALID_ADDRESS_FAMILY', 5, 'x', 1)), {
    ...seen(await answer('127.0.0.1', 5)),
    hidden: ['message', 'stack'],
  });
  assert.equal(seen(nodeError('ERR_INVALID_IP_ADDRESS', 'zzz')), seen(await answer('zzz', 4)));
});

test('expected types, classes and phrases are joined by the grammar of Node', () => {
  const said = (expected: string | string[]) =>
    nodeError('ERR_INVALID_ARG_TYPE', 'x', expected, null).message.slice(
      'The "x" argument must be '.length,
      -'. Received null'.length,
    );
  assert.is(said('number'), 'of type number');
  assert.is(said(['number', 'string']), 'one of type number or string');
  assert.is(said(['number', 'string', 'Object']), 'one of type number, string, or object');
  assert.is(said('AbortSignal'), 'an instance of AbortSignal');
  assert.is(said(['Buffer', 'Uint8Array', 'URL']), 'an instance of Buffer, Uint8Array, or URL');
  assert.is(said(['string', 'Buffer']), 'of type string or an instance of Buffer');
  assert.is(said(['Object', 'Buffer']), 'an instance of Buffer or Object');
  assert.is(said('net.BlockList'), 'an net.BlockList');
  assert.is(said(['string', 'string[]']), 'of type string or string[]');
  assert.is(said(['a b', 'c d']), 'one of a b or c d');
  assert.match(
    nodeError('ERR_INVALID_ARG_TYPE', 'first argument', 'number', 1).message,
    /^The first argument must/,
  );
});

test('a number out of range is shown in groups of three digits from 2^32 on', () => {
  const said = (value: unknown) => nodeError('ERR_OUT_OF_RANGE', 'x', 'small', value).message;
  for (const [value, text] of [
    [5, '5'],
    [-0, '-0'],
    [1.5, '1.5'],
    [2 ** 32, '4294967296'],
    [2 ** 32 + 1, '4_294_967_297'],
    [-(2 ** 40), '-1_099_511_627_776'],
    [12n, '12n'],
    [2n ** 64n, '18_446_744_073_709_551_616n'],
    [Number.NaN, 'NaN'],
  ]) {
    assert.ok(said(value).endsWith(` small. Received ${text}`), said(value));
  }
});

test('the numbers of system errors are those of Linux, the words those of libuv', () => {
  const system = new Map([...getSystemErrorMap()].map(([errno, [code, words]]) => [code, { errno, words }]));
  for (const code of knownCodes()) {
    const expected = system.get(code === 'ENOTFOUND' ? 'EAI_NONAME' : code);
    assert.is(wordsOf(code), expected?.words, code);
    if (process.platform === 'linux') assert.is(errnoOf(code), expected?.errno, code);
  }
  assert.is(errnoOf('EWHATEVER'), system.get('UNKNOWN')?.errno);
  assert.is(wordsOf('EWHATEVER'), system.get('UNKNOWN')?.words);
});

test('a refused connection fails with the error of node:net', async () => {
  const port = await closedPort();
  const theirs = await errorOf(net.connect(port, '127.0.0.1'));
  assert.equal(seen(exceptionWithHostPort('ECONNREFUSED', 'connect', '127.0.0.1', port)), seen(theirs));
});

test('a connection from a named local port tells both ends', async () => {
  const port = await closedPort();
  const localPort = await closedPort();
  const theirs = await errorOf(
    net.connect({ port, host: '127.0.0.1', localAddress: '127.0.0.1', localPort }),
  );
  const local = `127.0.0.1:${localPort}`;
  const ours = exceptionWithHostPort('ECONNREFUSED', 'connect', '127.0.0.1', port, local);
  assert.is(ours.message, theirs.message);
});

test('a path that is not there fails with the error of node:net', async () => {
  const path = `/no-such-folder-of-wasi-net-${process.pid}/socket`;
  const theirs = await errorOf(net.connect(path));
  assert.equal(seen(exceptionWithHostPort('ENOENT', 'connect', path)), seen(theirs));
});

test('listening on a port in use fails with the error of node:net', async () => {
  const first = net.createServer();
  await new Promise<void>(resolve => first.listen(0, '127.0.0.1', resolve));
  const { port } = first.address() as net.AddressInfo;
  const theirs = await errorOf(net.createServer().listen(port, '127.0.0.1'));
  await new Promise(resolve => first.close(resolve));
  assert.equal(seen(uvExceptionWithHostPort('EADDRINUSE', 'listen', '127.0.0.1', port)), seen(theirs));
});

test('several addresses that all fail make the aggregate error of node:net', async () => {
  const port = await closedPort();
  const addresses = ['127.0.0.1', '127.0.0.2'].map(address => ({ address, family: 4 }));
  const theirs = await errorOf(
    net.connect({
      ...{ port, host: 'x', autoSelectFamily: true },
      lookup: ((_host: string, _options: object, done: (...a: unknown[]) => void) =>
        done(null, addresses)) as never,
    }),
  );
  const errors = addresses.map(({ address }) =>
    exceptionWithHostPort('ECONNREFUSED', 'connect', address, port),
  );
  const ours = aggregateError(errors);
  assert.equal(seen(ours), seen(theirs));
  assert.equal(
    ours.errors.map(error => error.message),
    (theirs as AggregateError).errors.map(error => error.message),
  );
  assert.ok(ours instanceof AggregateError);
});

test('errors without an address, of the resolver and after the end have their form', () => {
  const reset = errnoException('ECONNRESET', 'read');
  assert.equal(
    { ...reset, message: reset.message },
    {
      ...{ errno: -104, code: 'ECONNRESET', syscall: 'read', message: 'read ECONNRESET' },
    },
  );
  assert.is(errnoException('EINVAL', 'bind', 'because').message, 'bind EINVAL because');
  const named = dnsException('EAI_NONAME', 'getaddrinfo', 'nope.invalid');
  assert.is(named.message, 'getaddrinfo ENOTFOUND nope.invalid');
  assert.equal(
    { ...named },
    {
      ...{ errno: -3008, code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'nope.invalid' },
    },
  );
  assert.is(dnsException('EAI_AGAIN', 'getaddrinfo').message, 'getaddrinfo EAI_AGAIN');
  const ended = endedByPeerError();
  assert.equal([ended.code, ended.message], ['EPIPE', 'This socket has been ended by the other party']);
  assert.equal(Object.keys(exceptionWithHostPort('EINVAL', 'bind', '::', 0)), [
    'errno',
    'code',
    'syscall',
    'address',
  ]);
});

test('the stack begins with class, code and message, then with the caller', () => {
  const lines = nodeError('ERR_SOCKET_CLOSED').stack?.split('\n') ?? [];
  assert.is(lines[0], 'Error [ERR_SOCKET_CLOSED]: Socket is closed');
  assert.not.match(lines[1], /nodeError/);
  assert.match(inspect(nodeError('ERR_MISSING_ARGS', 'a')), /^TypeError \[ERR_MISSING_ARGS\]: The "a"/);
  assert.is(aggregateError([]).stack?.split('\n')[0], 'AggregateError [undefined]: ');
});

test('an engine whose stacks have no header keeps them as they are', () => {
  const capture = Error.captureStackTrace;
  const frames = '    at somewhere (file.js:1:1)';
  Error.captureStackTrace = (target: object) => {
    (target as Error).stack = frames;
  };
  try {
    assert.is(nodeError('ERR_SOCKET_CLOSED').stack, frames);
  } finally {
    Error.captureStackTrace = capture;
  }
});

test.run();

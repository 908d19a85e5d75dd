// Node's built-in modules in a guest: what each is made of. The build of dist/guest, the build of a program and
// docs/guests.md all read this. A row's file lies below `host/`.

export interface Builtin {
  readonly file: string;
  /** The package of npm that it is, or is made of. */
  readonly from?: string;
  /** What is not as in Node, or why it is no package. */
  readonly note?: string;
}

const OWN = 'wasmtime/builtins';

export const BUILTINS: Readonly<Record<string, Builtin>> = {
  assert: { file: `${OWN}/assert.ts`, note: "npm's is Node 12's; values are named instead of the source" },
  'assert/strict': { file: `${OWN}/assert/strict.ts`, note: 'as `assert`' },
  async_hooks: {
    file: `${OWN}/async_hooks.ts`,
    note: 'contexts follow promises, ticks, timers and sockets; `createHook` throws: an engine has no hooks',
  },
  buffer: {
    file: `${OWN}/buffer.ts`,
    note: "npm's takes up to fifty times as long in an interpreter, and its errors have no codes",
  },
  console: { file: `${OWN}/console.ts` },
  constants: { file: `${OWN}/constants.ts`, note: 'those of `os`' },
  crypto: {
    file: `${OWN}/crypto.ts`,
    from: '@noble/hashes',
    note: 'hashes, HMAC, PBKDF2, HKDF, scrypt, random bytes, publicEncrypt, and webcrypto of these; ciphers, signatures and key pairs throw',
  },
  diagnostics_channel: { file: `${OWN}/diagnostics_channel.ts`, note: 'there is no package' },
  dns: {
    file: `${OWN}/dns.ts`,
    note: '`lookup` by wasi:sockets/ip-name-lookup; WASI asks nothing else: `resolve…` and `reverse` answer ENOTIMP',
  },
  'dns/promises': { file: `${OWN}/dns/promises.ts`, note: 'as `dns`' },
  events: {
    file: `${OWN}/events.ts`,
    note: "npm's is Node 10's: no `on`, errorMonitor or captureRejections, and no codes of errors",
  },
  net: { file: 'runtime/wasmtime.ts' },
  os: { file: `${OWN}/os.ts`, note: 'a guest sees nothing of the machine: lists are empty, numbers 0' },
  path: { file: `${OWN}/path.ts`, from: 'path-unified', note: 'without `matchesGlob`' },
  'path/posix': { file: `${OWN}/path/posix.ts`, from: 'path-unified' },
  'path/win32': { file: `${OWN}/path/win32.ts`, from: 'path-unified' },
  perf_hooks: {
    file: `${OWN}/perf_hooks.ts`,
    note: 'marks, measures and their observers; nothing of the runtime itself, no histograms',
  },
  process: {
    file: 'wasmtime/process-module.ts',
    note: 'as Node 26 has it, on `wasm32`; signals never come, `kill` refuses, and what would tell of the machine is absent: `chdir`, `umask`, user ids, `memoryUsage`, `resourceUsage`',
  },
  punycode: { file: `${OWN}/punycode.ts`, from: 'punycode' },
  querystring: { file: `${OWN}/querystring.ts`, note: "npm's is Node 0.10's" },
  stream: { file: `${OWN}/stream.ts`, from: 'readable-stream' },
  'stream/consumers': { file: `${OWN}/stream/consumers.ts`, note: 'without `blob`' },
  'stream/promises': { file: `${OWN}/stream/promises.ts`, from: 'readable-stream' },
  'stream/web': { file: `${OWN}/stream/web.ts`, from: 'web-streams-polyfill' },
  string_decoder: {
    file: `${OWN}/string_decoder.ts`,
    note: "npm's decodes byte by byte, and text that is not well-formed in another way",
  },
  sys: { file: `${OWN}/util.ts`, from: 'node-inspect-extracted', note: 'as `util`' },
  timers: { file: `${OWN}/timers.ts` },
  'timers/promises': { file: `${OWN}/timers/promises.ts` },
  tty: { file: `${OWN}/tty.ts`, note: 'a guest sees no terminal' },
  url: {
    file: `${OWN}/url.ts`,
    from: 'whatwg-url and url',
    note: 'names of hosts by NFKC, without the table of UTS 46',
  },
  util: {
    file: `${OWN}/util.ts`,
    from: 'node-inspect-extracted and @pkgjs/parseargs',
    note: 'without MIMEType; Proxies and async functions look like what they stand for',
  },
  'util/types': { file: `${OWN}/util/types-module.ts` },
  'wasi-net': { file: 'runtime/wasmtime.ts', note: 'as `net`' },
  'wasi-net/promises': { file: 'runtime/wasmtime-promises.ts', note: 'as `net.promises`' },
  'wasi-net/trace': { file: 'runtime/wasmtime-trace.ts', note: 'as on Node, without WASI_NET_TRACE' },
};

/** Globals that are put in place in programs that name them: a part of dist/guest each. */
export const GLOBALS: Readonly<Record<string, { readonly file: string; readonly names: readonly string[] }>> =
  {
    'globals/crypto': {
      file: 'wasmtime/globals/crypto.ts',
      names: ['crypto', 'Crypto', 'CryptoKey', 'SubtleCrypto'],
    },
    'globals/streams': {
      file: 'wasmtime/globals/streams.ts',
      names: [
        ...[
          'ByteLengthQueuingStrategy',
          'CountQueuingStrategy',
          'ReadableByteStreamController',
          'ReadableStream',
        ],
        ...['ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest', 'ReadableStreamDefaultController'],
        ...[
          'ReadableStreamDefaultReader',
          'TransformStream',
          'TransformStreamDefaultController',
          'WritableStream',
        ],
        ...['WritableStreamDefaultController', 'WritableStreamDefaultWriter'],
      ],
    },
    'globals/url': { file: 'wasmtime/globals/url.ts', names: ['URL', 'URLSearchParams'] },
  };

/** The parts with the globals that the text of a program names. */
export function globalsNamedIn(text: string): string[] {
  return Object.keys(GLOBALS).filter(part =>
    new RegExp(`\\b(?:${GLOBALS[part].names.join('|')})\\b`).test(text),
  );
}

const NO_FILES = 'a program in Wasmtime is given sockets, no files';
const NO_TLS = 'there is no TLS in it';
const NO_HTTP = 'there is no HTTP in it';
const ONE_THREAD = 'it is one thread';

/**
 * What guests lack but packages load, for ways on which most programs never go: pg loads tls and fs, ioredis tls, mqtt
 * fs, tls and (through ws) http, https and zlib, mysql2 zlib and tls, undici http2, sqlite and worker_threads. Their functions
 * throw when they are called, with this reason.
 */
export const ABSENT: Readonly<Record<string, string>> = {
  child_process: 'it cannot start programs',
  fs: NO_FILES,
  'fs/promises': NO_FILES,
  http: NO_HTTP,
  http2: NO_HTTP,
  https: NO_TLS,
  sqlite: 'there is no SQLite in it',
  tls: NO_TLS,
  worker_threads: ONE_THREAD,
  zlib: 'there is no zlib in it',
};

/** What guests lack, and what a program that imports it cannot do without: the build refuses it. */
export const REFUSED: Readonly<Record<string, string>> = {
  cluster: ONE_THREAD,
  dgram: 'wasi-net has no UDP',
  domain: 'Node has deprecated it',
  ffi: 'it calls no native code',
  inspector: 'its engine has no inspector',
  'inspector/promises': 'its engine has no inspector',
  module: 'its modules are joined when it is built',
  readline: 'it sees no terminal',
  'readline/promises': 'it sees no terminal',
  repl: 'it sees no terminal',
  sea: 'it is a component already',
  test: 'tests run on Node',
  'test/reporters': 'tests run on Node',
  trace_events: 'its engine has no trace events',
  v8: 'its engine is not V8',
  vm: 'its code is compiled when it is built',
  wasi: 'its engine runs no WebAssembly',
};

/**
 * What packages import inside the built-ins, and the file that they are given: other built-ins, what the language has,
 * and better than what they bring.
 */
export const INSIDE: Readonly<Record<string, string>> = {
  'abort-controller': `${OWN}/packages/signals.ts`,
  'process/': `${OWN}/packages/process.ts`,
  'string_decoder/': `${OWN}/string_decoder.ts`,
  'punycode/': `${OWN}/packages/url-names.ts`,
  qs: `${OWN}/packages/url-query.ts`,
  tr46: `${OWN}/url/idna.ts`,
  '@exodus/bytes/encoding.js': `${OWN}/packages/nothing.ts`,
  '@exodus/bytes/whatwg.js': `${OWN}/packages/whatwg-bytes.ts`,
  'path-unified/src/validators.js': `${OWN}/packages/path-validators.ts`,
  'whatwg-url/lib/encoding': `${OWN}/packages/whatwg-encoding.ts`,
  'readable-stream/lib/ours/util/inspect': `${OWN}/packages/inspect.ts`,
};

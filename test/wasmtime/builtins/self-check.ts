// A program that uses every built-in and prints what it sees: in Wasmtime it prints what it prints on Node. What is
// random, and how long something took, is only checked.

import assert from 'node:assert';
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import buffer, { Buffer as ImportedBuffer } from 'node:buffer';
import constants from 'node:constants';
import crypto from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import dns from 'node:dns';
import { EventEmitter, on, once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import querystring from 'node:querystring';
import * as allStreams from 'node:stream';
import { type Duplex, finished, PassThrough, Readable, Transform, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import tty from 'node:tty';
import url from 'node:url';
import util from 'node:util';
import { Random } from './random.ts';

type Any = ReturnType<typeof JSON.parse>;

const random = new Random(0x5e1f);

/** Text that says whether much is the same. */
function digest(parts: Iterable<string | Uint8Array>): string {
  const hash = crypto.createHash('sha1');
  for (const part of parts) hash.update(part).update('|');
  return hash.digest('hex');
}

function thrown(call: () => unknown): string {
  try {
    return `returns ${util.inspect(call())}`;
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    return `${name} ${code} ${message}`;
  }
}

const ENCODINGS = ['utf8', 'latin1', 'ascii', 'hex', 'base64', 'base64url', 'utf16le'] as const;

function bytesAndText(): void {
  const pieces = Array.from({ length: 600 }, () =>
    random.bytes(random.pick([0, 1, 2, 3, 4, 5, 9, 31, 32, 33, 100, 500])),
  );
  for (const encoding of ENCODINGS) {
    const texts = pieces.map(piece => Buffer.from(piece).toString(encoding));
    console.log(encoding, digest(texts), digest(texts.map(each => Buffer.from(each, encoding))));
  }
  const texts = Array.from({ length: 600 }, () => random.text(random.below(60)));
  console.log(
    digest(texts.map(each => Buffer.from(each))),
    texts.reduce((sum, each) => sum + Buffer.byteLength(each), 0),
  );
  const big = Buffer.from('aé€😀'.repeat(20_000));
  console.log(big.length, big.toString().length, digest([big, big.toString(), big.subarray(1).toString()]));
  const decoder = new StringDecoder('utf8');
  console.log(digest(pieces.map(piece => decoder.write(Buffer.from(piece)))), decoder.end().length);
  const [one, other] = [Buffer.from('abcabcabd'), Buffer.from('abd')];
  console.log(
    one.indexOf(other),
    one.lastIndexOf('abc'),
    one.includes('z'),
    one.equals(other),
    Buffer.compare(one, other),
  );
  console.log(
    big.indexOf('😀', 5000),
    big.lastIndexOf('€'),
    big.equals(Buffer.from(big)),
    big.compare(big.subarray(1)),
  );
  const numbers = Buffer.alloc(40);
  numbers.writeInt32BE(-5, 1);
  numbers.writeDoubleLE(Math.PI, 8);
  numbers.writeBigUInt64BE(2n ** 63n, 16);
  numbers.writeUIntLE(0x123456789a, 24, 5);
  numbers.write('zoë', 30);
  console.log(
    numbers,
    numbers.readInt32BE(1),
    numbers.readDoubleLE(8),
    numbers.readBigInt64BE(16),
    numbers.readUIntLE(24, 5),
  );
  console.log(
    thrown(() => numbers.readInt8(40)),
    thrown(() => numbers.writeInt8(128, 0)),
    thrown(() => Buffer.from(5 as Any)),
  );
  console.log(
    ImportedBuffer === Buffer,
    buffer.isUtf8(big),
    buffer.isAscii(big),
    Buffer.concat([one, other], 11).toString(),
  );
  console.log(
    Buffer.from('YQ==\n!', 'base64'),
    Buffer.from('abc', 'hex'),
    Buffer.alloc(5, 'ab'),
    one.fill('é', 2, 7),
  );
}

function values(): void {
  class Point {
    x = 1;
    #hidden = 2;
    get sum() {
      return this.x + this.#hidden;
    }
  }
  const circular: Any = { name: 'c', list: [1, [2, [3, [4]]]] };
  circular.self = circular;
  console.log(
    util.inspect([
      new Point(),
      new Map([['k', new Set([1])]]),
      circular,
      null,
      undefined,
      -0,
      5n,
      Symbol('s'),
    ]),
  );
  console.log(
    util.inspect(
      { date: new Date(0), re: /x/g, fn() {}, arrow: () => {}, Class: Point, u8: new Uint8Array(3) },
      { compact: false },
    ),
  );
  console.log(
    util.format('%s %d %i %j %o %%', 'a', 1.5, 2.7, { a: 1 }, [1]),
    util.inspect('x'.repeat(20), { colors: true }),
  );
  console.log(
    util.isDeepStrictEqual({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }),
    util.types.isDate(new Date()),
  );
  console.log(
    util.parseArgs({
      args: ['-v', 'x'],
      options: { v: { type: 'boolean', short: 'v' } },
      allowPositionals: true,
    }).values,
  );
  console.log(
    new util.TextDecoder('utf-16le').decode(Uint8Array.of(0x61, 0, 0x3d, 0xd8, 0, 0xde)),
    new TextEncoder().encode('é€'),
  );
  console.log(thrown(() => new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(0xff))));
  console.log(
    structuredClone({ a: new Date(1), b: [new Error('e').message], c: new Map([[1, { d: 1 }]]) }),
    atob(btoa('binary')),
  );
  for (const check of [
    () => assert.strictEqual(1, 2),
    () => assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }),
    () => assert(0, 'own message'),
    () => assert.throws(() => {}),
    () => assert.rejects(5 as Any).catch(() => {}),
    () => assert.match('abc', /x/, 'no match'),
    () => assert.ifError(null),
    () => assert.notStrictEqual(1, 1),
  ]) {
    try {
      check();
      console.log('fine');
    } catch (error) {
      const { name, code, message, actual, expected, operator } = error as Any;
      console.log(name, code, JSON.stringify(message), actual, expected, operator);
    }
  }
}

function places(): void {
  const address = new URL('../x/./y?q=ü&q=2#h', 'http://user:pa%20ss@EXAMPLE.com:8080/a/b/c');
  console.log(
    address.href,
    address.searchParams.getAll('q'),
    url.parse('redis://:pw@h:6379/0').auth,
    url.resolve('/a/b', '../c'),
  );
  console.log(
    address,
    thrown(() => new URL('nope')),
    url.format({ protocol: 'http', host: 'h', pathname: 'p' }),
  );
  console.log(
    new URL('http://español.com/ñ').href,
    url.domainToUnicode('xn--espaol-zwa.com'),
    url.fileURLToPath('file:///a%20b'),
  );
  console.log(
    path.join('/a', '..', 'b', './c.txt'),
    path.parse('/x/y.tar.gz'),
    path.relative('/a/b', '/a/c/d'),
    path.win32.sep,
  );
  console.log(querystring.parse('a=1&a=2&b=%C3%BC+x'), querystring.stringify({ a: [1, 'ü'], b: true }));
  console.log(
    os.EOL === '\n',
    os.endianness(),
    os.constants.signals.SIGTERM,
    constants.ECONNREFUSED,
    tty.isatty(1),
    os.platform(),
  );
}

async function secrets(): Promise<void> {
  const key = Buffer.from('key');
  for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'ripemd160', 'sha512-256']) {
    console.log(
      name,
      crypto.createHash(name).update('aé').update(key).digest('hex').slice(0, 24),
      crypto.createHmac(name, key).update('x').digest('base64url'),
    );
  }
  console.log(
    crypto.pbkdf2Sync('pencil', 'salt', 50, 24, 'sha256').toString('hex'),
    crypto.timingSafeEqual(key, key),
  );
  console.log(
    Buffer.from(crypto.hkdfSync('sha256', key, 'salt', 'info', 20)),
    crypto.scryptSync('p', 's', 16, { N: 16 }),
  );
  const { subtle } = globalThis.crypto;
  const imported = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);
  console.log(await subtle.digest('SHA-256', key), await subtle.sign('HMAC', imported, key));
  const numbers = new Set(Array.from({ length: 50 }, () => Math.random()));
  const bytes = new Set(Array.from({ length: 50 }, () => crypto.randomBytes(8).toString('hex')));
  console.log(
    numbers.size,
    bytes.size,
    [...numbers].every(each => each >= 0 && each < 1),
    crypto.randomInt(5, 6),
    crypto.randomUUID().length,
  );
  console.log(
    thrown(() => crypto.createHash('nope')),
    thrown(() => crypto.createHmac('sha1', 5 as Any)),
  );
}

async function events(): Promise<void> {
  const emitter = new EventEmitter({ captureRejections: true });
  emitter.on('a', async value => {
    if (value === 2) throw new Error('in a listener');
  });
  emitter.on('error', error => console.log('error', error.message));
  setTimeout(() => emitter.emit('a', 1), 1);
  console.log(await once(emitter, 'a'), emitter.listenerCount('a'), emitter.eventNames());
  emitter.emit('a', 2);
  const controller = new AbortController();
  setTimeout(() => {
    for (const n of [1, 2, 3]) emitter.emit('n', n);
  }, 1);
  try {
    for await (const [n] of on(emitter, 'n', { signal: controller.signal })) {
      console.log('n', n);
      if (n === 3) controller.abort();
    }
  } catch (error) {
    console.log((error as Any).name, (error as Any).code);
  }
  const target = new EventTarget();
  target.addEventListener('x', event => console.log(event.type, (event as CustomEvent).detail), {
    once: true,
  });
  console.log(
    target.dispatchEvent(new CustomEvent('x', { detail: 7 })),
    thrown(() => new EventEmitter().emit('error', 'text')),
  );
  console.log(AbortSignal.any([AbortSignal.abort('why')]).reason, AbortSignal.timeout(1000).aborted);
  const store = new AsyncLocalStorage();
  const resource = store.run('kept', () => new AsyncResource('R'));
  await store.run('inner', async () => {
    await new Promise(resolve => setTimeout(resolve, 1));
    console.log(
      store.getStore(),
      resource.runInAsyncScope(() => store.getStore()),
      store.exit(() => store.getStore()),
    );
  });
  const channel = diagnostics.channel('c');
  channel.subscribe((message, name) => console.log(name, message));
  channel.publish({ told: true });
  console.log(store.getStore(), channel.hasSubscribers);
}

async function streams(): Promise<void> {
  const upper = new Transform({
    transform(chunk, _, callback) {
      callback(null, String(chunk).toUpperCase());
    },
  });
  console.log(
    await text(Readable.from(['a', 'b', 'é']).pipe(upper)),
    await Readable.from([1, 2, 3, 4])
      .filter(n => n % 2 === 0)
      .map(n => n * n)
      .toArray(),
  );
  const seen: string[] = [];
  const slow = new Writable({
    highWaterMark: 4,
    write(chunk, _, callback) {
      seen.push(String(chunk));
      setTimeout(callback, 1);
    },
  });
  await pipeline(Readable.from(['one', 'two', 'three']), new PassThrough(), slow);
  console.log(seen, slow.writableFinished);
  const failing = new Readable({ read() {} });
  failing.destroy(new Error('broken'));
  await pipeline(failing, new PassThrough()).catch((error: Any) => console.log('pipeline', error.message));
  const { compose } = allStreams as Any;
  const doubled = compose(async function* (source: AsyncIterable<Any>) {
    for await (const chunk of source) yield String(chunk).repeat(2);
  }) as Duplex;
  doubled.end('x');
  console.log(
    await text(doubled),
    thrown(() => new Writable().write(null)),
  );
  await new Promise<void>(resolve => {
    finished(new PassThrough().resume().end(), error => {
      console.log('finished', error);
      resolve();
    });
  });
  const blocked = new Writable({ highWaterMark: 3, write() {} });
  console.log(blocked.write('ab'), blocked.write('cd'), blocked.writableLength, blocked.writableNeedDrain);
}

async function absent(): Promise<void> {
  const { lookup, resolveSrv } = dns;
  await new Promise<void>(resolve =>
    lookup('127.0.0.1', (error, address, family) => resolve(console.log(error, address, family))),
  );
  console.log(typeof fs.readFileSync, typeof resolveSrv, dns.NOTFOUND, util.promisify(setTimeout).length);
}

bytesAndText();
values();
places();
await secrets();
await events();
await streams();
await absent();
console.table([{ a: 1 }, { b: 'x' }]);

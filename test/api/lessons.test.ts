// What users of other implementations ran into, one lesson after the other: each is a bug that somebody reported
// somewhere, and must not come about here.
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { LookupFunction, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertNoHandles } from '../support/handles.ts';
import { within } from '../support/within.ts';
import { Xorshift } from '../support/xorshift.ts';
import { allOver, net, stage, textOf } from './lessons/stage.ts';
import { pattern } from './programs/program.ts';

function lesson(sentence: string, run: () => Promise<void>): void {
  test(sentence, async () => {
    await within(sentence, run).finally(allOver);
    await assertNoHandles();
  });
}

lesson('small writes of one tick arrive together, whether or not the network has TCP_NODELAY', async () => {
  const chunks: string[] = [];
  const s = await stage(socket => socket.on('data', chunk => chunks.push(`${chunk}`)));
  const client = s.connect();
  await once(client, 'connect');
  for (let i = 0; i < 100; i++) client.write('x');
  client.end();
  await once(client, 'close');
  assert.is(chunks.join(''), 'x'.repeat(100));
  assert.ok(chunks.length <= 3, `in ${chunks.length} pieces`);
});

lesson('a socket whose reading is paused goes on sending', async () => {
  const s = await stage(socket => socket.write('unread') && socket.resume().on('end', () => socket.end()));
  const client = s.connect().pause();
  await once(client, 'connect');
  for (let i = 0; i < 20; i++) await new Promise(done => client.write(pattern(0, 100_000), done));
  client.end();
  assert.is(await textOf(client.resume()), 'unread');
});

lesson(
  'a listener that throws while a socket reads leaves neither its reading nor its writing stuck',
  async () => {
    const s = await stage(socket => socket.pipe(socket));
    const client = s.connect();
    client.once('data', () => {
      throw new Error('on purpose');
    });
    const thrown = once(process, 'uncaughtException');
    client.write('one');
    assert.is((await thrown)[0].message, 'on purpose');
    client.write('two');
    assert.is(`${(await once(client, 'data'))[0]}`, 'two');
  },
);

lesson('half-open, a reply follows the end of the asker', async () => {
  const s = await stage(
    socket => void textOf(socket).then(text => setImmediate(() => socket.end(`got ${text}`))),
    { allowHalfOpen: true },
  );
  const client = s.connect();
  client.end('the question');
  assert.is(await textOf(client), 'got the question');
});

lesson('an error comes before close, and close says that there was one', async () => {
  const s = await stage(socket => socket.resetAndDestroy());
  const events: string[] = [];
  const client = s.connect().on('error', error => events.push((error as NodeJS.ErrnoException).code ?? ''));
  client.on('close', hadError => events.push(`close ${hadError}`)).resume();
  await new Promise(done => client.once('close', done));
  assert.equal(events, ['ECONNRESET', 'close true']);
});

lesson('bytesWritten counts the bytes of text, also of what is still queued', async () => {
  const s = await stage(socket => socket.resume());
  const client = s.connect();
  client.write('äöü');
  client.write('0a0b', 'hex');
  assert.is(client.bytesWritten, 8);
  await once(client, 'connect');
  client.end('€');
  assert.is(client.bytesWritten, 11);
  await once(client, 'finish');
  assert.is(client.bytesWritten, 11);
});

lesson('setTimeout with one callback many times calls it once for each, and 0 takes it away', async () => {
  const s = await stage(() => {});
  const client = s.connect();
  let called = 0;
  const onTimeout = () => called++;
  for (let i = 0; i < 5; i++) client.setTimeout(100_000, onTimeout);
  assert.is(client.listenerCount('timeout'), 5);
  for (let i = 0; i < 5; i++) client.setTimeout(0, onTimeout);
  assert.is(client.listenerCount('timeout'), 0);
  assert.is(called, 0);
});

lesson('a failing TLS handshake is its own error and no timeout', async () => {
  const s = await stage(socket => socket.end('this is no TLS'));
  const secure = tls.connect({ socket: s.connect({ timeout: 100_000 }) });
  const [error] = await once(secure, 'error');
  assert.match(error.code, /^ERR_SSL_/);
});

lesson('when every address fails, the error holds the error of each', async () => {
  const lookup: LookupFunction = (_name, _options, done) =>
    done(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  const s = await stage(() => {});
  const { port } = s;
  await s.over();
  const client = net.connect({ port, host: 'two.test', lookup, autoSelectFamily: true });
  const [error] = await once(client, 'error');
  assert.instance(error, AggregateError);
  assert.equal(
    error.errors.map(({ address }: { address: string }) => address),
    ['127.0.0.1', '::1'],
  );
});

lesson('sockets that are destroyed before, while and after they connect give everything back', async () => {
  const s = await stage(socket => socket.resume());
  const closed: Promise<unknown>[] = [];
  for (let i = 0; i < 60; i++) {
    const client = i % 3 === 0 ? new net.Socket() : s.connect();
    closed.push(once(client, 'close'));
    if (i % 3 === 2) client.on('connect', () => client.destroy());
    else client.destroy();
  }
  await Promise.all(closed);
});

lesson('callbacks and events run in the async context of their socket or call', async () => {
  const store = new AsyncLocalStorage<string>();
  const s = await stage(socket => socket.pipe(socket));
  const seen: string[] = [];
  const note = (name: string) => () => seen.push(`${name} ${store.getStore()}`);
  const client = store.run('socket', () => s.connect().on('connect', note('connect')));
  client.on('data', note('data')).on('close', note('close'));
  await once(client, 'connect');
  store.run('write', () => client.write('x', note('written')));
  await once(client, 'data');
  client.end();
  await once(client, 'close');
  assert.equal(seen.sort(), ['close socket', 'connect socket', 'data socket', 'written write']);
});

lesson('a connection that is used already can go over to TLS, as STARTTLS does', async () => {
  const secrets: string[] = [];
  const s = await stage(socket =>
    socket.once('data', asked => {
      secrets.push(`${asked}`);
      socket.write('go ahead', () => {
        // Anonymous: what is tested is the hand-over, not a certificate.
        const secure = new tls.TLSSocket(socket, { isServer: true, ciphers: 'aNULL:@SECLEVEL=0' });
        secure.on('data', text => secrets.push(`${text}`)).on('error', () => {});
        secure.write('welcome');
      });
    }),
  );
  const plain = s.connect();
  plain.write('STARTTLS');
  assert.is(`${(await once(plain, 'data'))[0]}`, 'go ahead');
  const secure = tls.connect({
    socket: plain,
    ciphers: 'aNULL:@SECLEVEL=0',
    maxVersion: 'TLSv1.2',
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  assert.is(`${(await once(secure, 'data'))[0]}`, 'welcome');
  await new Promise(done => secure.write('secret', done));
  secure.end();
  await once(plain, 'close');
  assert.equal(secrets, ['STARTTLS', 'secret']);
});

lesson('end closes one way only: the echo of what was sent still comes', async () => {
  const s = await stage(socket => socket.pipe(socket), { allowHalfOpen: true });
  const client = s.connect();
  client.end('x'.repeat(500_000));
  assert.is((await textOf(client)).length, 500_000);
});

lesson('the last chunk of 32 MiB that end is given arrives whole before FIN', async () => {
  const size = 32 << 20;
  let received = 0;
  const s = await stage(socket => socket.on('data', chunk => (received += chunk.length)));
  const client = s.connect();
  client.end(Buffer.alloc(size, 7));
  await once(client.resume(), 'close');
  assert.is(received, size);
});

lesson('a paused socket sees the end when it is resumed', async () => {
  const s = await stage(socket => socket.end('last words'));
  const client = s.connect().pause();
  await once(client, 'connect');
  for (let i = 0; i < 20; i++) await new Promise(done => setImmediate(done));
  assert.is(await textOf(client.resume()), 'last words');
});

lesson('pause within the connection event is not undone', async () => {
  let received = 0;
  const s = await stage(socket => {
    socket.on('data', chunk => (received += chunk.length));
    socket.pause();
  });
  const client = s.connect();
  const accepted = await s.accepted();
  await new Promise(done => client.write('x', done));
  for (let i = 0; i < 20; i++) await new Promise(done => setImmediate(done));
  assert.is(received, 0);
  assert.ok(accepted.isPaused());
  accepted.resume();
  await once(accepted, 'data');
});

for (const seed of [1, 2, 3, 4]) {
  lesson(`reading by random pauses, reads and modes loses no byte, seed ${seed}`, async () => {
    const size = 1_000_000;
    const s = await stage(socket => socket.end(pattern(0, size)));
    assert.ok((await readAtRandom(s.connect(), new Xorshift(seed))).equals(pattern(0, size)));
  });

  lesson(`onread with pauses at random gives every byte in order, seed ${seed}`, async () => {
    const size = 1_000_000;
    const random = new Xorshift(seed);
    const parts: Buffer[] = [];
    const s = await stage(socket => socket.end(pattern(0, size)));
    const callback = (length: number, buffer: Uint8Array): boolean => {
      parts.push(Buffer.from(buffer.subarray(0, length)));
      if (random.below(3) > 0) return true;
      setImmediate(() => client.resume());
      return false;
    };
    const client: Socket = s.connect({ onread: { buffer: Buffer.alloc(4096), callback } });
    await once(client, 'close');
    assert.ok(Buffer.concat(parts).equals(pattern(0, size)));
  });
}

lesson('a stale socket file is EADDRINUSE, and nobody removes it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  const path = join(folder, 'socket');
  const holder = net.createServer().listen(path);
  await once(holder, 'listening');
  const second = net.createServer();
  const failed = once(second, 'error');
  second.listen(path);
  assert.is((await failed)[0].code, 'EADDRINUSE');
  assert.ok(existsSync(path));
  holder.close();
  await once(holder, 'close');
  rmSync(folder, { recursive: true });
});

test.run();

/** Reads everything, now in chunks of some size, now flowing, now not at all. */
function readAtRandom(socket: Socket, random: Xorshift): Promise<Buffer> {
  const parts: Buffer[] = [];
  const onData = (chunk: Buffer) => void parts.push(chunk);
  const onReadable = () => {
    const chunk = socket.read(1 + random.below(50_000)) ?? socket.read();
    if (chunk) parts.push(chunk);
  };
  const change = () => {
    socket.off('data', onData).off('readable', onReadable);
    const mode = random.below(3);
    if (mode === 0) socket.on('data', onData).resume();
    else if (mode === 1) socket.on('readable', onReadable);
    else socket.on('data', onData).pause();
    if (!socket.readableEnded) setImmediate(change);
  };
  change();
  return new Promise((resolve, reject) => {
    socket.on('end', () => resolve(Buffer.concat(parts))).on('error', reject);
  });
}

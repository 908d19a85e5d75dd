// The small examples, each on Node and, by `wasi-net run`, inside Wasmtime: they say the same.
import { once } from 'node:events';
import net from 'node:net';
import { resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { redis } from '../clients/stage/redis.ts';
import { type Ended, type Running, startProcess } from '../support/running.ts';

// `wasi-net run` keeps here what it has built.
const env = { XDG_CACHE_HOME: resolve('.cache') };
const places: Record<string, (example: string, args: string[]) => Running> = {
  'on Node': (example, args) =>
    startProcess(process.execPath, ['scripts/run-example.mjs', `examples/${example}.ts`, ...args]),
  'inside Wasmtime': (example, args) =>
    startProcess(process.execPath, ['dist/cli.mjs', 'run', `examples/${example}.ts`, ...args], env),
};

for (const [place, start] of Object.entries(places)) {
  test(`echo answers two clients and ends by itself ${place}`, async () => {
    const { line, ended } = start('echo', ['0', '2']);
    const [, port] = /^listening on 127\.0\.0\.1:(\d+)$/.exec(await line()) ?? [];
    const texts = ['hello', 'x'.repeat(100_000)];
    for (const text of texts) assert.is(await said(Number(port), text), text);
    const { code, out, err } = await ended.then(own);
    assert.equal([code, err], [0, '']);
    const told = out.split('\n').slice(1, -1);
    assert.equal(told, [
      ...['1 is here', '1 is gone after 5 bytes'],
      ...['2 is here', '2 is gone after 100000 bytes'],
    ]);
  });

  test(`echo says in one line why it cannot listen ${place}`, async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const { code, out, err } = await start('echo', [`${port}`]).ended.then(own);
    server.close();
    assert.equal([code, out], [1, '']);
    assert.is(err, `echo: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`);
  });

  test(`redis has its commands answered, hears messages and waits ${place}`, async () => {
    const { given, stop } = await redis();
    const { code, out, err } = await start('redis', [`127.0.0.1:${given.port}`]).ended.then(own);
    await stop();
    assert.equal([code, err], [0, '']);
    assert.equal(out.trim().split('\n'), [
      '1000 commands at once, 1000 answers in order',
      'heard message 0, message 1, message 2, message 3, message 4',
      'waited in vain: null; meanwhile a timer ticked on',
    ]);
  });

  test(`redis says in one line that nobody is there ${place}`, async () => {
    const { code, out, err } = await start('redis', ['127.0.0.1:1']).ended.then(own);
    assert.equal([code, out, err], [1, '', 'redis: connect ECONNREFUSED 127.0.0.1:1\n']);
  });
}

test.run();

/** Without what the command says while it builds. */
function own({ code, out, err }: Ended): Ended {
  return { code, out, err: err.replace(/^wasi-net: .*\n/gm, '') };
}

/** What comes back of the text, to the end. */
async function said(port: number, text: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1').setEncoding('utf8');
  socket.end(text);
  let heard = '';
  for await (const part of socket) heard += part;
  return heard;
}

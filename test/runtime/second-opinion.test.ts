// The same engine component under another host: transpiled by jco, over preview2-shim, which wrote its WASI
// without knowing ours. The spike's scenarios must end as they do in Wasmtime. It blocks its thread, so it
// runs in a process of its own, its peers in this one.
//
// What that shim (0.26) gets wrong is not asked of it:
// - `shutdown` ignores its direction and destroys the socket: no scenario in which we end first.
// - the keep-alive times are passed on as seconds where milliseconds are due: none that sets them.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as abi from '../../assembly/abi.ts';
import { buildForNode } from './spike/build.ts';
import { startPeers } from './spike/peers.ts';
import { ANSWER_BYTES } from './spike/ports.ts';

const program = await buildForNode();
const { close, ...ports } = await startPeers();

test.after(close);

test('bytes go out by send and come back by recv until the peer ends', async () => {
  const { received, live, blocks } = await run('answered');
  assert.is(received, ANSWER_BYTES);
  assert.equal([live, blocks], [0, 0]);
});

test('a refused connection says which address failed and why', async () => {
  const { events, live } = await run('refused');
  assert.equal(events, [
    [abi.EVENT_ATTEMPT_FAILED, 0, abi.ERROR_CONNECTION_REFUSED],
    [abi.EVENT_ERROR, abi.ERROR_CONNECTION_REFUSED, abi.OP_CONNECT],
  ]);
  assert.is(live, 0);
});

test('addresses race, each with a socket of its own, and the others are dropped', async () => {
  const { events, live, blocks } = await run('race');
  assert.equal(events, [
    [abi.EVENT_ATTEMPT_FAILED, 1, abi.ERROR_CONNECTION_REFUSED],
    [abi.EVENT_CONNECTED, 3, 0],
  ]);
  assert.equal([live, blocks], [0, 0]);
});

test('an attempt that was set aside in a race wins when it is answered at last', async () => {
  const { events, live, blocks } = await run('late race');
  assert.equal(events, [
    [abi.EVENT_ATTEMPT_FAILED, 2, abi.ERROR_CONNECTION_REFUSED],
    [abi.EVENT_CONNECTED, 0, 0],
  ]);
  assert.equal([live, blocks], [0, 0]);
});

test('the idle timeout fires in wait, rests, and starts again with activity', async () => {
  const { first, rested, second, live } = await run('idle');
  assert.ok(first >= 59, `${first} ms`);
  assert.ok(rested);
  assert.ok(second >= 59, `${second} ms`);
  assert.is(live, 0);
});

test('localhost is looked up', async () => {
  const { answers, live, blocks } = await run('localhost');
  assert.ok(`${answers[0].addresses}`.includes('4,0,2130706433,0,0,0,0,0'), `${answers[0].addresses}`);
  assert.equal([live, blocks], [0, 0]);
});

async function run(mode: string) {
  const args = [program, mode, JSON.stringify(ports)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
  const result = JSON.parse(stdout.trim().split('\n').pop() ?? '');
  if (result.error !== undefined) throw new Error(`${result.error}\n${result.stack}`);
  return result;
}

test.run();

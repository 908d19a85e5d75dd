// A connection that nobody answers, in real Wasmtime and on Node 26: the system gives up after two minutes.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { startPeers } from './behaviour/peers.ts';
import { inWasmtime, onNodeToo } from './behaviour/start.ts';

const ACT = 'nobody answers until the system gives up';

test('a connection that nobody answers fails with the ETIMEDOUT of the system, as on Node', async () => {
  const onNode = await onNodeToo();
  const { ports, close } = await startPeers();
  const [theirs, ours] = await Promise.all([onNode, inWasmtime].map(start => start(ACT, ports).ended));
  await close();
  assert.equal(ours, theirs);
  assert.equal([ours.code, ours.err], [0, '']);
  const [error, closed] = ours.out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  const { silent } = ports;
  const message = `connect ETIMEDOUT 127.0.0.1:${silent}`;
  const told = { code: 'ETIMEDOUT', errno: -110, syscall: 'connect', address: '127.0.0.1', port: silent };
  assert.equal(error, ['socket', 'error', { name: 'Error', message, ...told }]);
  assert.equal(closed, ['socket', 'close', true]);
});

test.run();

// What a program in real Wasmtime is not given: the network unless it is allowed, and Unix paths.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inWasmtime } from './behaviour/start.ts';

test('paths fail with ENOTSUP, which names them', async () => {
  const { code, out, err } = await inWasmtime('paths').ended;
  assert.equal([code, err], [0, '']);
  const [client, closed, server] = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  assert.equal(client, [
    'client',
    'error',
    {
      name: 'Error',
      message: 'connect ENOTSUP /no/socket/here',
      code: 'ENOTSUP',
      errno: -95,
      syscall: 'connect',
      address: '/no/socket/here',
    },
  ]);
  assert.equal(closed, ['client', 'close', true]);
  assert.equal(server, [
    'server',
    {
      name: 'Error',
      message: 'listen ENOTSUP: operation not supported on socket /no/socket/there',
      code: 'ENOTSUP',
      errno: -95,
      syscall: 'listen',
      address: '/no/socket/there',
      port: -1,
    },
  ]);
});

for (const act of ['refused', 'an address in use']) {
  test(`without the network a program gets EACCES, and one line that says how to open it: ${act}`, async () => {
    const { code, out, err } = await inWasmtime(act, { closed: 2000, used: 2000 }, []).ended;
    assert.is(code, 0);
    assert.match(out, /"code":"EACCES","errno":-13,/);
    assert.match(
      err,
      /^.*the network is not open to this program: wasmtime run -S inherit-network opens it\n$/,
    );
  });
}

test.run();

// 64 MiB through an echo in real Wasmtime.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { echoed } from './behaviour/echoed.ts';
import { inWasmtime } from './behaviour/start.ts';

for (const act of ['an echo by pipe', 'an echo by write and drain']) {
  test(`64 MiB through ${act}, with pauses, come back as they went`, async () => {
    const { told, ended } = inWasmtime(act);
    await echoed(((await told()) as { port: number }).port, 1 << 26);
    const { code, err } = await ended;
    assert.equal([code, err], [0, '']);
  });
}

test.run();

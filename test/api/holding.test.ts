// What keeps a program running is what does on node:net: a connection that is being made, an open one that reads, a
// server; `ref` and `unref` of each, before, while and after. The program runs in a process of its own.
import { once } from 'node:events';
import nodeNet, { type AddressInfo } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { implementationName } from '../support/implementation.ts';
import { HOLDERS } from './programs/holding.ts';
import { bundled, start } from './programs/run.ts';

const main = await bundled('main');
const peer = nodeNet.createServer(socket => socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
await once(peer, 'listening');
const { port } = peer.address() as AddressInfo;

for (const name of HOLDERS) {
  test(`a program is held as on node:net by ${name}`, async () => {
    const [theirs, ours] = await Promise.all([
      printed('node:net', name),
      printed(implementationName(), name),
    ]);
    assert.match(theirs, /exit\n$/);
    assert.is(ours, theirs);
  });
}

test('the other end is closed', () => void peer.close());

test.run();

async function printed(on: string, name: string): Promise<string> {
  const { how, out, err } = await start(main, on, [name, port]).ended;
  assert.is(how, 0, `${on}\n${out}\n${err}`);
  return out;
}

// What goes wrong goes wrong as on node:net: the same errors down to their last property, at the same moment, and
// never a trap of the engine. Each scenario runs on both; errors are compared in full.
import { once } from 'node:events';
import nodeNet, { type AddressInfo } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertNoHandles } from '../support/handles.ts';
import { implementation, implementationName } from '../support/implementation.ts';
import { comparing } from '../support/recorded.ts';
import { traceOf } from '../support/scenario.ts';
import { adopting } from './failures/adopting.ts';
import { connecting } from './failures/connecting.ts';
import { listening } from './failures/listening.ts';
import { streaming } from './failures/streaming.ts';
import { bundled, type StartOptions, start } from './programs/run.ts';
import { MOMENTS } from './programs/throwing.ts';

const ONLY = process.env.WASI_NET_ONLY ?? '';
const ROUNDS = Number(process.env.WASI_NET_ROUNDS ?? 1);
const ours = await implementation();
const main = await bundled('main');

/** Where node:net forgets what was to follow, and ours tells it all the same. */
const AHEAD = ['refused connectionAttemptFailed'];

for (const scenario of [...connecting, ...streaming, ...listening, ...adopting].filter(({ name }) =>
  name.includes(ONLY),
)) {
  const look = () => traceOf(scenario, nodeNet);
  comparing(`${scenario.name}, as on node:net`, look, async expected => {
    for (let round = 0; round < ROUNDS; round++) {
      const actual = await traceOf(scenario, ours).catch((failure: Error) => failure.message);
      assert.equal(actual, expected);
      assert.not.match(actual, 'RuntimeError');
      await assertNoHandles();
    }
  });
}

for (const moment of MOMENTS) {
  const sentence = `an exception in a listener that the process catches loses no more than on node:net: ${moment}`;
  const name = `an exception in: ${moment}`;
  const look = () => printed('node:net', name, 0);
  comparing(sentence, look, async theirs => {
    assert.match(theirs, `caught: ${moment}`);
    const ahead = implementationName() === 'wasi-net' && AHEAD.includes(moment);
    const complete = ahead || theirs.includes('conversation: complete');
    // What node:net brings to its end ours does, however long it takes.
    const our = await printed(implementationName(), name, complete ? 1 : 0);
    assert.match(our, 'bystander: was answered');
    assert.match(our, `process: caught: ${moment}\n`);
    if (ahead) assert.match(our, 'refused: connectionAttemptFailed, error, close\n');
    else if (complete) assert.equal(our, theirs);
  });
}

test('what follows a listener’s exception comes by itself, where nothing else is going on', async () => {
  const out = await printed(implementationName(), 'an exception in: connectionAttemptFailed, alone', 0);
  if (implementationName() === 'wasi-net') assert.is(out, 'caught: alone\nerror ENOENT\nclose\n');
});

const CLUSTER = 'a cluster with a worker that is soon full';
const CLOSED = 'paths in a folder that is closed to this user';

comparing(
  'paths that are closed to the user fail with EACCES, as on node:net',
  () => printed('node:net', CLOSED, 0),
  async theirs => {
    assert.match(theirs, /connect: .*EACCES/);
    assert.match(theirs, /listen: .*EACCES/);
    assert.equal(await printed(implementationName(), CLOSED, 0), theirs);
  },
);

comparing(
  'a process without descriptors fails with EMFILE and goes on, as on node:net',
  () => printedWithoutDescriptors('node:net'),
  async theirs => {
    assert.match(theirs, 'EMFILE');
    assert.match(theirs, 'connects again');
    assert.equal(await printedWithoutDescriptors(implementationName()), theirs);
  },
);

comparing(
  'a worker of a cluster that is full leaves connections to the others, as on node:net',
  () => printed('node:net', CLUSTER, 0),
  async theirs => {
    assert.is(theirs, 'one port: true, accepted: 1 and 5\n');
    assert.is(await printed(implementationName(), CLUSTER, 0), theirs);
  },
);

test.run();

async function printedWithoutDescriptors(on: string): Promise<string> {
  const server = nodeNet.createServer(socket => socket.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const out = await printed(on, 'more connections than there are descriptors', port, { descriptors: 60 });
  server.close();
  return out.replaceAll(`${port}`, 'port');
}

/** What a program prints that ends by itself. */
async function printed(on: string, name: string, port: number, options?: StartOptions): Promise<string> {
  const { how, out, err } = await start(main, on, [name, port], options).ended;
  assert.is(how, 0, `${on}\n${out}\n${err}`);
  assert.not.match(err, 'RuntimeError');
  return out;
}

// `blockList` of sockets and servers: the same events as Node 26's own net, which is asked in a process of its own;
// and for those who read this, some of them written out.
import { spawnSync } from 'node:child_process';
import nodeNet from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { needTool } from '../../scripts/fetch-tools.mjs';
import { assertNoHandles } from '../support/handles.ts';
import { implementation } from '../support/implementation.ts';
import { type Scenario, traceOf } from '../support/scenario.ts';
import { blocked, destroyed } from './blocked/scenarios.ts';

const ours = await implementation();

const program = spawnSync(needTool('node-26'), ['test/api/blocked/program.ts'], { encoding: 'utf8' });
assert.is(program.status, 0, program.stderr);
const node26: string[] = JSON.parse(program.stdout);

for (const [i, scenario] of blocked.entries()) {
  test(scenario.name, async () => {
    assert.equal(await traceOf(scenario, ours), node26[i]);
    await assertNoHandles();
  });
}

const IS_BLOCKED = 'is blocked by net.BlockList';

/** What the scenario's client logs, as it is written in a trace. */
async function clientIn(scenario: Scenario): Promise<string[]> {
  const trace = await traceOf(scenario, ours);
  const [, client] = /^== client\n(.*?)\n==/ms.exec(trace) ?? [];
  return client.split('\n').filter(line => !line.startsWith('lookup '));
}

function named(name: string): Scenario {
  return blocked.find(scenario => scenario.name.includes(name)) as Scenario;
}

test('a single blocked address is told of as an attempt, and then as the error', async () => {
  assert.equal(await clientIn(named('an address that is blocked')), [
    'connectionAttempt "127.0.0.1" <port of server> 4',
    `error (ERR_IP_BLOCKED "IP(127.0.0.1) ${IS_BLOCKED}")`,
    'close hadError=true',
    'attempted undefined',
  ]);
});

test('of several addresses the blocked ones are failed attempts that were not begun', async () => {
  assert.equal(await clientIn(named('a blocked first one')), [
    `connectionAttemptFailed "127.0.0.2" <port of server> 4 (ERR_IP_BLOCKED "IP(127.0.0.2) ${IS_BLOCKED}")`,
    'connectionAttempt "127.0.0.1" <port of server> 4',
    'connect',
    'ready',
    'close hadError=false',
    'attempted 1',
  ]);
});

test('a socket destroyed when it is told of a blocked address tries no other', async () => {
  const lines = await clientIn(destroyed);
  assert.equal(
    lines.map(line => line.split(' ')[0]),
    ['connectionAttemptFailed', 'close', 'attempted'],
  );
  await assertNoHandles();
});

test("a list of the runtime's own is taken, and what is none is refused with Node 26's error", () => {
  const list = new nodeNet.BlockList();
  for (const make of [
    (blockList: unknown) => new ours.Socket({ blockList } as object),
    (blockList: unknown) => ours.createServer({ blockList } as object),
  ]) {
    assert.is((make(list) as { blockList?: unknown }).blockList, list);
    for (const none of [undefined, null, false, 0, '']) assert.not(Object.hasOwn(make(none), 'blockList'));
    for (const [wrong, received] of [
      [5, 'type number (5)'],
      [{}, 'an instance of Object'],
      [['127.0.0.1'], 'an instance of Array'],
    ]) {
      assert.throws(
        () => make(wrong),
        (e: NodeJS.ErrnoException) =>
          e instanceof TypeError &&
          e.code === 'ERR_INVALID_ARG_TYPE' &&
          e.message === `The "options.blockList" property must be an net.BlockList. Received ${received}`,
      );
    }
  }
});

test.run();

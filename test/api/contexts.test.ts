// AsyncLocalStorage follows every callback and event: whose they are, on wasi-net as on node:net.
import nodeNet from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { implementation } from '../support/implementation.ts';
import { comparing } from '../support/recorded.ts';
import { within } from '../support/within.ts';
import { scenarios, seenBy } from './contexts/scenarios.ts';

const net = await implementation();

for (const [sentence, scenario] of Object.entries(scenarios)) {
  const look = () => within(`${sentence}, on node:net`, () => seenBy(scenario, nodeNet));
  comparing(sentence, look, async expected => {
    assert.ok(expected.some(line => !line.endsWith('nobody')));
    // Which of two connections comes first is the kernel's affair.
    const seen = await within(sentence, () => seenBy(scenario, net));
    assert.equal(seen.sort(), expected.sort());
  });
}

test.run();

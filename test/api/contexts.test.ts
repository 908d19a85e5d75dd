// AsyncLocalStorage follows every callback and event: whose they are, on wasi-net as on node:net.
import nodeNet from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { implementation } from '../support/implementation.ts';
import { within } from '../support/within.ts';
import { scenarios, seenBy } from './contexts/scenarios.ts';

const net = await implementation();

for (const [sentence, scenario] of Object.entries(scenarios)) {
  test(sentence, async () => {
    const expected = await within(`${sentence}, on node:net`, () => seenBy(scenario, nodeNet));
    assert.ok(expected.some(line => !line.endsWith('nobody')));
    assert.equal(await within(sentence, () => seenBy(scenario, net)), expected);
  });
}

test.run();

// Holds our `net` against Node's own, event by event: each scenario runs on both, and the traces must be the
// same. WASI_NET_IMPL=node:net compares Node with itself; WASI_NET_ROUNDS=30 does so thirty times, which is
// how a scenario earns its place: one whose trace varies says nothing about anybody.
import nodeNet from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertNoHandles } from '../support/handles.ts';
import { implementation } from '../support/implementation.ts';
import { comparing } from '../support/recorded.ts';
import { traceOf } from '../support/scenario.ts';
import { scenarios } from './traces/scenarios.ts';

// A part of a scenario's name runs those alone: WASI_NET_ONLY='half-open'.
const ONLY = process.env.WASI_NET_ONLY ?? '';
const ROUNDS = Number(process.env.WASI_NET_ROUNDS ?? 1);
const ours = await implementation();

for (const scenario of scenarios.filter(({ name }) => name.includes(ONLY))) {
  const look = () => traceOf(scenario, nodeNet);
  comparing(scenario.name, look, async expected => {
    for (let round = 0; round < ROUNDS; round++) {
      // A failure's message ends with the trace as far as it came: the difference shows where it stopped.
      const actual = await traceOf(scenario, ours).catch((failure: Error) => failure.message);
      assert.equal(actual, expected);
      await assertNoHandles();
    }
  });
}

test('the scenarios have names of their own', () => {
  const names = scenarios.map(scenario => scenario.name);
  assert.equal(new Set(names).size, names.length);
});

test.run();

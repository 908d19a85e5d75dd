// The API's scenarios in real Wasmtime, both ends in one guest: their traces are those of node:net on Node 26, but for the
// limits of Wasmtime.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scenarios } from '../api/traces/scenarios.ts';
import { type Running, startGuest, startNode } from '../support/running.ts';
import { silentPort } from '../support/silent-port.ts';
import { scenarioPrograms } from './traces/build.ts';
import { differences, VARIES } from './traces/differences.ts';
import type { Seen } from './traces/program.ts';

/** How long a scenario may take, in milliseconds; and one that is not as on Node, which may never be over. */
const LIMIT_MS = 20_000;
const DIFFERENT_MS = 200;

const names = scenarios.map(({ name }) => name);
const different = new Map(
  Object.entries(differences).flatMap(([limit, own]) => own.map(name => [name, limit])),
);
const programs = await scenarioPrograms();
const silent = await silentPort();
test.after(() => silent.close());

const theirs = await tracesOf(
  args => startNode(programs.node, args),
  () => LIMIT_MS,
);
const ours = await tracesOf(
  args => startGuest(programs.guest, args),
  name => (different.has(name) ? DIFFERENT_MS : LIMIT_MS),
);

for (const name of names) {
  const limit = different.get(name);
  if (limit === undefined) test(name, () => assert.equal(ours.get(name), theirs.get(name)));
  else if (!VARIES.some(varying => varying === limit)) {
    test(`${limit}: ${name}`, () => {
      assert.ok(ours.has(name), 'it was not played');
      assert.is.not(ours.get(name), theirs.get(name), 'it is as on Node: take it from the list');
    });
  }
}

test('what differs is a scenario that there is, and is listed once', () => {
  assert.is(different.size, Object.values(differences).flat().length);
  for (const name of different.keys()) assert.ok(names.includes(name), name);
});

test.run();

/** Plays all scenarios in one process; what each has seen, by name. */
async function tracesOf(
  start: (args: string[]) => Running,
  limitOf: (name: string) => number,
): Promise<Map<string, string>> {
  const limits = Object.fromEntries(names.map(name => [name, limitOf(name)]));
  const { code, out, err } = await start([JSON.stringify(limits), String(silent.port)]).ended;
  assert.equal([code, err], [0, '']);
  const seen: Seen[] = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  return new Map(seen.map(({ name, trace }) => [name, trace]));
}

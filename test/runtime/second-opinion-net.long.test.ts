// The API's scenarios on the engine component under another host: transpiled by jco, over preview2-shim. One end of
// each connection is on that net, the other on node:net, and the trace must be node:net's. What the shim gets wrong
// stands in second-opinion/faults.ts, and is asked for too.
import { execFile } from 'node:child_process';
import nodeNet from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scenarios } from '../api/traces/scenarios.ts';
import type { Net } from '../support/implementation.ts';
import { preview2ShimNet } from '../support/preview2-shim/build.ts';
import { type Scenario, traceOf } from '../support/scenario.ts';
import { FAULTS, type Fault, type Role } from './second-opinion/faults.ts';

const ROLES: readonly Role[] = ['client', 'server'];
/** How long a faulty scenario may take to turn out right, at least; and how many times as long as on node:net. */
const FAULTY_MS = 150;
const FAULTY_TIMES = 2;
/** Turns of the event loop in which the shim's end of a connection may still learn that it is closed. */
const TURNS = 200;

const module = await preview2ShimNet();
const { default: net, live }: { default: Net; live(): number } = await import(module);
const { Server, createServer } = net;
const nets: Record<Role, Net> = {
  client: { ...net, Server: nodeNet.Server, createServer: nodeNet.createServer },
  server: { ...nodeNet, Server, createServer },
};

const faulty: [role: Role, scenario: Scenario, fault: Fault][] = [];
for (const role of ROLES) {
  for (const scenario of scenarios) {
    const fault = FAULTS.find(known => known[role].includes(scenario.name));
    if (fault) faulty.push([role, scenario, fault]);
    else test(`as ${role}: ${scenario.name}`, () => isRight(role, scenario));
  }
}

// These leave the shim's sockets open, so they come last.
for (const [role, scenario, fault] of faulty) {
  if (fault.outcome !== 'varies')
    test(`as ${role}, ${fault.reason}: ${scenario.name}`, () => isWrong(role, scenario, fault));
}

test('the faults are of scenarios that there are, and each is listed once', () => {
  const names = scenarios.map(({ name }) => name);
  for (const role of ROLES) {
    const listed = FAULTS.flatMap(fault => fault[role]);
    assert.is(new Set(listed).size, listed.length);
    for (const name of listed) assert.ok(names.includes(name), name);
  }
});

test('a program ends by itself when what is left is unreferenced, or only has a timeout', async () => {
  const program = `
    import net from '${module}';
    const server = net.createServer(socket => socket.destroy()).listen(0, '127.0.0.1', () => {
      const client = net.connect(server.address().port, '127.0.0.1', () => {
        client.destroy();
        server.unref();
        new net.Socket().setTimeout(3_600_000);
        console.log('done');
      });
    });`;
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  assert.is(stdout, 'done\n');
});

// The faulty scenarios have left what never ends.
test.after(() => void setTimeout(() => process.exit(), 100));

test.run();

async function isRight(role: Role, scenario: Scenario): Promise<void> {
  const expected = await traceOf(scenario, nodeNet);
  const actual = await traceOf(scenario, nets[role]).catch((failure: Error) => failure.message);
  assert.equal(actual, expected);
  for (let turn = 0; live() > 0 && turn < TURNS; turn++) await nextTurn();
  assert.is(live(), 0, 'handles in use');
}

async function isWrong(role: Role, scenario: Scenario, { outcome }: Fault): Promise<void> {
  const began = performance.now();
  const expected = await traceOf(scenario, nodeNet);
  const limit = Math.max(FAULTY_MS, FAULTY_TIMES * (performance.now() - began));
  const actual = await traceOf(scenario, nets[role], limit).catch((failure: Error) => failure.message);
  assert.is.not(actual, expected, 'it is right: take it from the list');
  if (outcome !== 'cut') return;
  assert.match(actual, /^not over after /);
  const whole = actors(expected);
  for (const [name, lines] of actors(actual))
    assert.equal(lines, whole.get(name)?.slice(0, lines.length), name);
}

/** The lines of each actor in a trace, or in what a run that was not over has left of one. */
function actors(trace: string): Map<string, string[]> {
  const [, ...sections] = `\n${trace.trimEnd()}`.split('\n== ');
  return new Map(
    sections.map(section => {
      const [name, ...lines] = section.split('\n');
      return [name, lines];
    }),
  );
}

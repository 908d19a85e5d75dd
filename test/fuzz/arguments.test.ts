// Bad and good arguments of every kind for all that node:net exports, on both sides: what is thrown, returned,
// emitted and to be read afterwards must be the same. Nothing but loopback is met, and no name is resolved.
//
// A failure names its case: WASI_NET_CASE runs that one alone. WASI_NET_SEED begins elsewhere, WASI_NET_CASES says
// how many of each kind.
import dns from 'node:dns';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import nodeNet, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { implementation, type Net } from '../support/implementation.ts';
import { begin, type Kind, type Outcome, shown, shownError } from './arguments/act.ts';
import { addresses, calls, lists } from './arguments/module.ts';
import { asksServer, createsServer, listens } from './arguments/servers.ts';
import { asks, connectsTo, constructs } from './arguments/sockets.ts';
import { Values } from './arguments/values.ts';

const SEED = Number(process.env.WASI_NET_SEED ?? 1);
const CASE = process.env.WASI_NET_CASE;
const CASES = Number(process.env.WASI_NET_CASES ?? 1);
/** So many at a time: each waits for the network. */
const BATCH = 50;

// The checks of the system's lookup are wanted, not its questions.
const { lookup } = dns;
const resolves = (host: unknown) => typeof host === 'string' && host !== '' && !host.includes('\0');
dns.lookup = ((host: unknown, ...rest: [never, never]) =>
  lookup(resolves(host) ? '127.0.0.1' : (host as string), ...rest)) as typeof lookup;

EventEmitter.defaultMaxListeners = 0;
// A socket that was made by a call which throws is nobody's: what it emits comes here, as warnings do.
let aside: unknown[] = [];
process.on('uncaughtException', error => aside.push(shownError(error)));
process
  .removeAllListeners('warning')
  .on('warning', warning => aside.push(`${warning.name}: ${warning.message}`));

const ours = await implementation();
const closed = await closedPort();
const folder = mkdtempSync(join(tmpdir(), 'wasi-net-arguments-'));
process.chdir(folder);
test.after(() => {
  process.chdir('/');
  rmSync(folder, { recursive: true });
});

const kinds: [name: string, kind: Kind, count: number][] = [
  ['the constructor of Socket', constructs, 4000],
  ['the methods of a fresh Socket', asks, 8000],
  ['connect in all its forms', connectsTo(closed), 6000],
  ['the constructor of Server', createsServer, 4000],
  ['the methods of a fresh Server', asksServer, 1000],
  ['listen in all its forms', listens, 4000],
  ['the functions of the module', calls, 5000],
  ['SocketAddress', addresses, 4000],
  ['BlockList', lists, 4000],
];

interface Together {
  cases: Outcome[];
  aside: unknown[];
}

kinds.forEach(([name, kind, count], index) => {
  test(`${name}: the same comes of the same arguments, whatever they are (seed ${SEED})`, async () => {
    const seeds = Array.from({ length: count * CASES }, (_, i) => (SEED * 1_000_003 + i) * 16 + index);
    const wanted = CASE === undefined ? seeds : [Number(CASE)].filter(one => one % 16 === index);
    let thrown = 0;
    for (let at = 0; at < wanted.length; at += BATCH) {
      const batch = wanted.slice(at, at + BATCH);
      const theirs = await outcomes(nodeNet, kind, batch);
      const results = await outcomes(ours, kind, batch);
      assert.equal(results.aside, theirs.aside, `beside the cases ${batch[0]} to ${batch.at(-1)}`);
      results.cases.forEach((outcome, i) => {
        assert.equal(outcome, theirs.cases[i], `WASI_NET_CASE=${batch[i]}: ${argumentsOf(kind, batch[i])}`);
        if (outcome.thrown) thrown++;
      });
    }
    if (CASE === undefined) assert.ok(thrown > count / 20, `${thrown} of ${count} have thrown`);
  });
});

test.run();

async function outcomes(net: Net, kind: Kind, seeds: readonly number[]): Promise<Together> {
  aside = [];
  const begun = seeds.map(seed => begin(kind(net, new Values(seed))));
  const cases = await Promise.all(begun.map(({ finished }) => finished()));
  return { cases, aside };
}

function argumentsOf(kind: Kind, seed: number): string {
  const values = new Values(seed);
  const { args, emitter } = kind(nodeNet, values);
  if (emitter && 'destroy' in emitter) emitter.destroy();
  const inherited = values.inherited.length > 0 ? ` inheriting ${shown(values.inherited)}` : '';
  return args.map(shown).join(', ') + inherited;
}

/**
 * A port at which nobody listens, and that a connection was bound to, for as long as the program runs: a socket that
 * is given a local port by the system never gets this one, by which it would connect to itself.
 */
async function closedPort(): Promise<number> {
  const host = '127.0.0.1';
  const server = nodeNet.createServer(socket => void socket.on('error', () => {}).unref());
  await new Promise<void>(resolve => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const holder = nodeNet.connect({ port, host, localAddress: host });
  await once(holder, 'connect');
  holder.unref();
  server.close();
  return holder.localPort as number;
}

// `autoSelectFamily: 'race'` of the public net, beside Node's sequence, in virtual time: when each is connected, what
// it tells of its attempts, and with which error it ends.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createNet, createSimulation, type Rule, type Simulation } from 'wasi-net/sim';

type Net = ReturnType<typeof createNet>;
type Socket = InstanceType<Net['Socket']>;
type Selection = boolean | 'race';

const PORT = 7;
const FAR = { port: PORT, host: 'far', autoSelectFamilyAttemptTimeout: 250 };
/** The addresses of `far` in the order in which they are tried. */
const ADDRESSES = ['10.0.0.2', 'fd00::2', '10.0.0.3', 'fd00::3'];
/** A round trip of the network is 40 ms. */
const LATENCY = 20;
const DEAD: Rule = { answer: 'blackhole' };
const SHUT: Rule = { answer: 'refuse' };
const SLOW: Rule = { delay: 300 };
const GOOD: Rule = {};

interface Stage {
  sim: Simulation;
  client: Net;
  server: Net;
  /** Connections that the server has accepted and that are open. */
  open(): number;
}

/** A network on which `far` has an address for each of the rules, and listens on all of them. */
async function stage(rules: readonly Rule[]): Promise<Stage> {
  const far = ADDRESSES.slice(0, rules.length);
  const sim = createSimulation({ hosts: { near: ['10.0.0.1', 'fd00::1'], far }, latency: LATENCY });
  far.forEach((address, i) => {
    sim.rule(address, rules[i]);
  });
  const client = createNet(sim, { host: 'near', name: 'client' });
  const server = createNet(sim, { host: 'far', name: 'server' });
  let open = 0;
  const accept = (socket: Socket) => {
    open++;
    socket.resume().on('close', () => open--);
  };
  server.createServer(accept).listen(PORT, '::').unref();
  await sim.play(1);
  return { sim, client, server, open: () => open };
}

/** Connects, and writes down what the socket says, with the virtual time since then. */
function watched(
  { sim, client }: Stage,
  autoSelectFamily?: Selection,
  localPort?: number,
): { socket: Socket; log: string[] } {
  const start = sim.now();
  const log: string[] = [];
  const socket = new client.Socket();
  const events = ['connectionAttempt', 'connectionAttemptFailed', 'connectionAttemptTimeout', 'connect'];
  for (const event of [...events, 'timeout', 'error', 'close']) {
    socket.on(event, (first: unknown) => {
      const detail = first instanceof Error ? (first as NodeJS.ErrnoException).code : first;
      log.push([`${sim.now() - start} ${event}`, ...(detail === undefined ? [] : [detail])].join(' '));
    });
  }
  socket.connect({ ...FAR, autoSelectFamily, localPort });
  return { socket, log };
}

/** How long it takes to connect, or with which error it ends when. */
async function outcome(rules: readonly Rule[], selection: Selection): Promise<string> {
  const on = await stage(rules);
  const { socket, log } = watched(on, selection);
  await on.sim.play(300_000);
  socket.destroy();
  return log.find(line => /connect$|error/.test(line)) ?? 'nothing';
}

test('a race connects as soon as any address answers, where the sequence gives up one after the other', async () => {
  const table: [rules: Rule[], sequence: string, race: string][] = [
    [[GOOD, GOOD], '40 connect', '40 connect'],
    [[SHUT, GOOD], '80 connect', '80 connect'],
    [[DEAD, GOOD], '290 connect', '290 connect'],
    [[SLOW, SLOW, SLOW, GOOD], '790 connect', '340 connect'],
    [[SLOW, DEAD, DEAD, DEAD], '127750 error ETIMEDOUT', '340 connect'],
    [[DEAD, SLOW, DEAD, SLOW], '1090 connect', '590 connect'],
    [[SHUT, SLOW, DEAD], '127290 error ECONNREFUSED', '380 connect'],
    [[SHUT, SHUT], '80 error ECONNREFUSED', '80 error ECONNREFUSED'],
  ];
  for (const [rules, sequence, race] of table) {
    const what = JSON.stringify(rules);
    assert.is(await outcome(rules, true), sequence, `one after the other ${what}`);
    assert.is(await outcome(rules, 'race'), race, `race ${what}`);
  }
});

test('a race tells of each attempt and each failure, and of no timeout', async () => {
  const on = await stage([SLOW, SHUT, DEAD, DEAD]);
  const { socket, log } = watched(on, 'race');
  await on.sim.play(1000);
  assert.equal(log, [
    '0 connectionAttempt 10.0.0.2',
    '250 connectionAttempt fd00::2',
    '290 connectionAttemptFailed fd00::2',
    '290 connectionAttempt 10.0.0.3',
    '340 connect',
  ]);
  assert.equal(
    socket.autoSelectFamilyAttemptedAddresses,
    ADDRESSES.slice(0, 3).map(address => `${address}:${PORT}`),
  );
  assert.is(socket.remoteAddress, '10.0.0.2');
  assert.is(socket.localAddress, '10.0.0.1');
  socket.destroy();
  await on.sim.play(1000);
  assert.is(log.at(-1), '1000 close false');
  assert.is(on.open(), 0);
});

test('a race from one local port tells of each attempt, by the time of the next', async () => {
  const on = await stage([DEAD, DEAD, DEAD, DEAD]);
  const { socket, log } = watched(on, 'race', 4000);
  await on.sim.play(300_000);
  assert.equal(
    log.filter(line => /Attempt /.test(line)).map(line => line.split(' ')[2]),
    ADDRESSES,
  );
  assert.is(socket.autoSelectFamilyAttemptedAddresses?.length, ADDRESSES.length);
});

test('losers that had connected are closed at the other end too, and one connection carries on', async () => {
  const on = await stage([SLOW, { delay: 60 }]);
  const { socket } = watched(on, 'race');
  await on.sim.play(2000);
  assert.is(socket.remoteAddress, '10.0.0.2', 'of two that are there at 340 ms the first');
  assert.is(on.open(), 1);
  socket.end('x');
  await on.sim.play(2000);
  assert.is(on.open(), 0);
});

test('when all fail the error has those of all addresses, in the order of the addresses', async () => {
  const on = await stage([{ ...SHUT, delay: 600 }, { answer: 'unreachable' }, SHUT]);
  const { socket, log } = watched(on, 'race');
  let failed: AggregateError & { code?: string } = new AggregateError([]);
  socket.on('error', (error: Error) => {
    failed = error as AggregateError;
  });
  await on.sim.play(2000);
  assert.ok(failed instanceof AggregateError);
  assert.equal(
    failed.errors.map(error => error.message),
    ['connect ECONNREFUSED 10.0.0.2:7', 'connect EHOSTUNREACH fd00::2:7', 'connect ECONNREFUSED 10.0.0.3:7'],
  );
  assert.is(failed.code, 'ECONNREFUSED');
  assert.equal(log.slice(-3), [
    '640 connectionAttemptFailed 10.0.0.2',
    '640 error ECONNREFUSED',
    '640 close true',
  ]);
});

test('the idle timeout goes on while addresses race', async () => {
  const on = await stage([DEAD, DEAD]);
  const { socket, log } = watched(on, 'race');
  socket.setTimeout(400, () => socket.destroy());
  await on.sim.play(1000);
  assert.equal(log.slice(-2), ['400 timeout', '400 close false']);
});

test('destroyed, or aborted by its signal, in the middle of a race a socket closes and leaves nothing', async () => {
  for (const how of ['destroy', 'abort', 'destroy in connectionAttempt']) {
    const on = await stage([SLOW, SLOW, SLOW, SLOW]);
    const controller = new AbortController();
    const socket = new on.client.Socket({ signal: controller.signal });
    const closed: string[] = [];
    socket
      .on('error', error => closed.push(error.name))
      .on('close', hadError => closed.push(`close ${hadError}`));
    let attempts = 0;
    socket.on('connectionAttempt', () => {
      attempts++;
      if (how === 'destroy in connectionAttempt' && attempts === 2) socket.destroy();
    });
    socket.connect({ ...FAR, autoSelectFamily: 'race' });
    if (how !== 'destroy in connectionAttempt') {
      on.sim.after(300, () => (how === 'abort' ? controller.abort() : socket.destroy()));
    }
    await on.sim.play(2000);
    assert.is(attempts, 2, how);
    assert.equal(closed, how === 'abort' ? ['AbortError', 'close true'] : ['close false'], how);
    assert.is(on.open(), 0, how);
  }
});

test('the default of a net may be a race, and a connect may still ask for the sequence', async () => {
  const on = await stage([SLOW, DEAD]);
  on.client.setDefaultAutoSelectFamily('race');
  assert.equal(on.client.getDefaultAutoSelectFamily(), 'race');
  const { socket, log } = watched(on);
  await on.sim.play(1000);
  assert.is(log.at(-1), '340 connect');
  socket.destroy();
  const sequence = watched(on, true);
  await on.sim.play(1000);
  assert.is(sequence.log.at(-1), '250 connectionAttempt fd00::2');
  sequence.socket.destroy();
  await on.sim.play(100);
});

test('a second connect during a race is refused with EALREADY and ends it', async () => {
  const on = await stage([SLOW, SLOW]);
  const { socket, log } = watched(on, 'race');
  on.sim.after(260, () => socket.connect(PORT, '10.0.0.2'));
  await on.sim.play(1000);
  assert.equal(log.slice(-2), ['260 error EALREADY', '260 close true']);
  assert.is(on.open(), 0);
});

test.run();

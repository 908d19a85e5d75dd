// Racing, RFC 8305 5: attempts that take long go on beside the next, the first to connect wins, and whatever happens
// meanwhile, nothing is left of the others.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  EVENT_CONNECTED,
  MAX_ASIDE,
  RACE_ASIDE,
  STATE_CONNECTING,
  STATE_ESTABLISHED,
  STATE_FAILED,
} from '../../assembly/abi.ts';
import { connecting, DEAF, DEAF_TOO, NOWHERE, prepare, SHUT, SLOW, SLOW_SHUT } from '../support/attempts.ts';
import { endpoint } from '../support/bench.ts';
import { listening, type Pair, PORT, pattern, SERVER, scenario } from '../support/pair.ts';

/** What a race between these comes to, with the virtual time of each event. */
function racing(pair: Pair, remotes: (typeof SERVER)[], delay = 100): string[] {
  return connecting(pair, remotes, delay, true);
}

/** A race that is under way: its handle. */
function begun(pair: Pair, remotes: (typeof SERVER)[], delay = 100): number {
  const handle = pair.client.open();
  assert.is(pair.client.connect(handle, remotes, delay, true), 0);
  return handle;
}

/** WASI resources that the client holds: three of a connection that does nothing. */
function resources(pair: Pair): number {
  return pair.client.wasi.count;
}

// ---- who wins

scenario('in a race an address that never answers costs one attempt delay and no more', pair => {
  assert.equal(racing(pair, [DEAF, SERVER]), ['0 attempt 0', '100 attempt 1', '102 connected 1']);
  assert.is(resources(pair), 3, 'the socket and streams of the winner');
});

scenario('a first address that answers at once has the race for itself', pair => {
  assert.equal(racing(pair, [SERVER, SLOW]), ['0 attempt 0', '2 connected 0']);
  assert.is(pair.client.x.blocks(), 0);
});

scenario('a slow address goes on beside the next ones and wins when they are slower', pair => {
  assert.equal(racing(pair, [SLOW, DEAF, DEAF_TOO, SLOW]), [
    '0 attempt 0',
    '100 attempt 1',
    '200 attempt 2',
    '300 attempt 3',
    '402 connected 0',
  ]);
  assert.is(resources(pair), 3);
});

scenario('the newest attempt wins over those that were set aside', pair => {
  assert.equal(racing(pair, [SLOW, DEAF, SERVER]), [
    '0 attempt 0',
    '100 attempt 1',
    '200 attempt 2',
    '202 connected 2',
  ]);
  assert.is(resources(pair), 3);
});

scenario('one of several set aside wins after the newest has failed', pair => {
  assert.equal(racing(pair, [DEAF, SLOW, SHUT]), [
    '0 attempt 0',
    '100 attempt 1',
    '200 attempt 2',
    '202 attempt-failed 2 connection-refused',
    '502 connected 1',
  ]);
  assert.is(resources(pair), 3);
});

scenario('the next begins at once when the newest fails, and its delay is counted from then', pair => {
  assert.equal(racing(pair, [SHUT, NOWHERE, DEAF, SERVER]), [
    '0 attempt 0',
    '2 attempt-failed 0 connection-refused',
    '2 attempt 1',
    '2 attempt-failed 1 remote-unreachable',
    '2 attempt 2',
    '102 attempt 3',
    '104 connected 3',
  ]);
});

scenario('a failure of one that was set aside does not hurry the next', pair => {
  assert.equal(racing(pair, [SLOW_SHUT, DEAF, SERVER], 300), [
    '0 attempt 0',
    '300 attempt 1',
    '402 attempt-failed 0 connection-refused',
    '600 attempt 2',
    '602 connected 2',
  ]);
});

scenario('a late winner connects after earlier losers have failed', pair => {
  assert.equal(racing(pair, [SLOW_SHUT, SHUT, SLOW]), [
    '0 attempt 0',
    '100 attempt 1',
    '102 attempt-failed 1 connection-refused',
    '102 attempt 2',
    '402 attempt-failed 0 connection-refused',
    '504 connected 2',
  ]);
});

scenario(
  'of two that are there at the same time the earlier address is taken, and the other one is ended',
  pair => {
    pair.sim.rule('127.0.0.1', { delay: 100 }, 84);
    listening(pair.server, 84);
    assert.equal(racing(pair, [endpoint('127.0.0.1', 84), SERVER]), [
      '0 attempt 0',
      '100 attempt 1',
      '102 connected 0',
    ]);
    assert.is(resources(pair), 3);
  },
);

scenario('IPv6 and IPv4 race, each with a socket of its own family', pair => {
  const six = listening(pair.server, PORT, 16, '::1');
  assert.equal(racing(pair, [DEAF, endpoint('::1', PORT)]).at(-1), '102 connected 1');
  assert.is(pair.server.accepted(six).length, 1);
});

scenario('with a delay of zero the next is tried only when the newest fails', pair => {
  assert.equal(racing(pair, [SLOW_SHUT, SERVER], 0), [
    '0 attempt 0',
    '402 attempt-failed 0 connection-refused',
    '402 attempt 1',
    '404 connected 1',
  ]);
});

scenario('one address is no race', pair => {
  assert.equal(racing(pair, [SLOW]), ['0 attempt 0', '402 connected 0']);
});

// ---- all fail

scenario('when all fail, each is told of as it fails and the error is that of the last to fail', pair => {
  assert.equal(racing(pair, [SLOW_SHUT, SHUT, NOWHERE]), [
    '0 attempt 0',
    '100 attempt 1',
    '102 attempt-failed 1 connection-refused',
    '102 attempt 2',
    '102 attempt-failed 2 remote-unreachable',
    '402 attempt-failed 0 connection-refused',
    '402 error connection-refused connect',
  ]);
  assert.is(resources(pair), 0);
  assert.is(pair.client.x.blocks(), 0);
});

scenario('addresses of which none ever answers are given up by the network, not by us', pair => {
  assert.equal(racing(pair, [DEAF, DEAF_TOO]), [
    '0 attempt 0',
    '100 attempt 1',
    '127000 attempt-failed 0 timeout',
    '127100 attempt-failed 1 timeout',
    '127100 error timeout connect',
  ]);
});

// ---- what else may happen meanwhile

scenario('the connection of a race carries bytes both ways, whichever attempt has won', pair => {
  const { client, server } = pair;
  prepare(pair);
  const echo = listening(server, 85);
  pair.sim.rule('127.0.0.1', { delay: 150 }, 85);
  server.onEvent = ({ handle, a, text }) => {
    if (handle === echo) server.resume(a);
    else if (text === 'readable') server.send(handle, server.recv(handle));
  };
  const handle = begun(pair, [DEAF, endpoint('127.0.0.1', 85), DEAF_TOO]);
  const received: number[] = [];
  client.onEvent = ({ kind, text }) => {
    if (kind === EVENT_CONNECTED) {
      client.resume(handle);
      client.send(handle, pattern(3000));
    } else if (text === 'readable') received.push(...client.recv(handle));
  };
  pair.run(1000);
  assert.equal(client.said(handle).slice(0, 4), ['attempt 0', 'attempt 1', 'attempt 2', 'connected 1']);
  assert.equal(received, [...pattern(3000)]);
  assert.equal(client.remoteAddress(handle), endpoint('127.0.0.1', 85));
});

scenario('the idle timeout goes on through a race, and comes once', pair => {
  prepare(pair);
  const handle = pair.client.open();
  pair.client.setTimeout(handle, 150);
  pair.client.connect(handle, [DEAF, SLOW], 100, true);
  pair.run(600);
  assert.equal(
    pair.client.happened.flatMap(e => (e.handle === handle ? [`${e.time} ${e.text}`] : [])),
    ['0 attempt 0', '100 attempt 1', '150 timeout', '502 connected 1'],
  );
});

scenario('a race that is closed at any moment leaves nothing at either end', pair => {
  prepare(pair);
  for (const moment of [0, 1, 99, 100, 101, 200, 250, 401, 402, 403, 500]) {
    const handle = begun(pair, [SLOW, DEAF, SLOW_SHUT, SHUT, SLOW]);
    pair.run(moment);
    pair.client.close(handle);
    assert.is(resources(pair), 0, `closed after ${moment} ms`);
    assert.is(pair.client.x.blocks(), 0);
  }
  pair.driveAll();
  assert.is(pair.client.x.live(), 0);
});

scenario('a race may be closed from within its own events', pair => {
  const { client } = pair;
  prepare(pair);
  for (const word of ['attempt 1', 'attempt-failed 2 connection-refused', 'attempt 3', 'connected 0']) {
    const handle = begun(pair, [SLOW, DEAF, SHUT, DEAF_TOO]);
    client.onEvent = ({ text }) => {
      if (text === word) client.close(handle);
    };
    pair.run(1000);
    assert.ok(client.said(handle).includes(word), word);
    assert.is(resources(pair), 0, word);
  }
});

/** Addresses of several kinds, and how a race between them ends. */
const KINDS: readonly [remotes: (typeof SERVER)[], end: string][] = [
  [[DEAF, SERVER], 'connected 1'],
  [[SLOW, DEAF, DEAF_TOO], 'connected 0'],
  [[SHUT, SLOW_SHUT, NOWHERE], 'error connection-refused connect'],
  [[SERVER, DEAF], 'connected 0'],
  [[SLOW_SHUT, DEAF, SHUT, SLOW], 'connected 3'],
];

/** Begins that many races, some milliseconds apart, lets them go on, and holds that each comes to its end. */
function manyRaces(pair: Pair, count: number, goOn: (milliseconds: number) => void): void {
  prepare(pair);
  const handles = Array.from({ length: count }, (_, i) => {
    goOn(i % 7);
    return begun(pair, KINDS[i % KINDS.length][0]);
  });
  goOn(2000);
  handles.forEach((handle, i) => {
    assert.is(pair.client.said(handle).at(-1), KINDS[i % KINDS.length][1]);
  });
}

scenario('many races at once each come to their own end', pair => {
  manyRaces(pair, 500, milliseconds => pair.run(milliseconds));
});

scenario('many races at once each come to their own end in engines that wait', { waits: true }, pair => {
  const { client, sim } = pair;
  manyRaces(pair, 100, milliseconds => {
    const end = sim.now() + milliseconds;
    while (sim.now() < end) {
      client.x.wait(BigInt(Math.round(end * 1e6)));
      client.drain();
    }
  });
});

scenario('a process without sockets left goes on with the attempts it has', { sockets: 2 }, pair => {
  assert.equal(racing(pair, [SLOW, DEAF, SERVER]), [
    '0 attempt 0',
    '100 attempt 1',
    '200 attempt 2',
    '200 attempt-failed 2 new-socket-limit',
    '402 connected 0',
  ]);
});

scenario('engines that wait race as those that are told', { waits: true }, pair => {
  prepare(pair);
  const { client } = pair;
  const handle = begun(pair, [DEAF, SLOW, SLOW_SHUT, NOWHERE, DEAF_TOO]);
  const until = (state: number) => {
    while (client.x.state(handle) !== state) {
      client.x.wait(-1n);
      client.drain();
    }
  };
  until(STATE_ESTABLISHED);
  assert.equal(
    client.happened.flatMap(e => (e.handle === handle ? [`${e.time} ${e.text}`] : [])),
    [
      '0 attempt 0',
      '100 attempt 1',
      '200 attempt 2',
      '300 attempt 3',
      '300 attempt-failed 3 remote-unreachable',
      '300 attempt 4',
      '502 connected 1',
    ],
  );
  assert.is(resources(pair), 3);
});

// ---- what is full

const MANY_PORTS = { ports: [1024, 65535] as const };

scenario('a race has RACE_ASIDE attempts beside its newest, and more when one of them has failed', pair => {
  const late = endpoint('127.0.0.1', 86);
  pair.sim.rule(late.address, { delay: 1000 }, late.port);
  const remotes = [late, ...Array.from({ length: RACE_ASIDE }, () => DEAF), SERVER];
  const events = racing(pair, remotes, 10);
  assert.is(events.filter(event => / attempt \d+$/.test(event)).length, RACE_ASIDE + 2);
  assert.equal(events.slice(-4), [
    `${RACE_ASIDE * 10} attempt ${RACE_ASIDE}`,
    '1002 attempt-failed 0 connection-refused',
    `1010 attempt ${RACE_ASIDE + 1}`,
    `1012 connected ${RACE_ASIDE + 1}`,
  ]);
});

scenario('with MAX_ASIDE attempts set aside the next one waits until there is room', MANY_PORTS, pair => {
  const { client } = pair;
  prepare(pair);
  // Each race keeps three beside its newest.
  const full = MAX_ASIDE / 3;
  const crowd = Array.from({ length: full }, () => begun(pair, [DEAF, DEAF, DEAF, DEAF], 10));
  pair.run(50);
  const late = begun(pair, [DEAF, SERVER], 20);
  pair.run(70);
  assert.equal(client.said(late), ['attempt 0']);
  assert.is(client.x.state(late), STATE_CONNECTING);
  client.close(crowd[7]);
  pair.run(30);
  assert.equal(client.said(late), ['attempt 1', 'connected 1']);
  const hopeless = begun(pair, [DEAF, NOWHERE], 20);
  pair.run(100);
  assert.equal(client.said(hopeless), ['attempt 0', 'attempt 1', 'attempt-failed 1 remote-unreachable']);
  pair.run(130_000);
  assert.is(client.said(hopeless).at(-1), 'error timeout connect');
  for (const handle of crowd.slice(100)) assert.is(client.x.state(handle), STATE_FAILED);
});

test.run();

// Addresses of every kind, and what a connection to some of them comes to.
import * as assert from 'uvu/assert';
import { endpoint } from './bench.ts';
import { listening, type Pair, PORT, type SERVER } from './pair.ts';

/** No route leads there. */
export const NOWHERE = endpoint('10.9.9.9', PORT);
/** They never answer. */
export const DEAF = endpoint('10.0.0.2', PORT);
export const DEAF_TOO = endpoint('10.0.0.3', PORT);
/** Refuses after a round trip of 2 ms. */
export const SHUT = endpoint('127.0.0.1', 81);
/** Connects, or refuses, after 402 ms. */
export const SLOW = endpoint('127.0.0.1', 82);
export const SLOW_SHUT = endpoint('127.0.0.1', 83);

/** What is true of those addresses, and the server's listeners. */
export function prepare(pair: Pair): void {
  for (const { address } of [DEAF, DEAF_TOO]) pair.sim.rule(address, { answer: 'blackhole' });
  for (const { address, port } of [SLOW, SLOW_SHUT]) pair.sim.rule(address, { delay: 400 }, port);
  pair.listener;
  listening(pair.server, SLOW.port);
}

/** What connecting to these comes to, with the virtual time of each event. */
export function connecting(
  pair: Pair,
  remotes: (typeof SERVER)[],
  attemptTimeout = 250,
  race = false,
): string[] {
  prepare(pair);
  const start = pair.time;
  const handle = pair.client.open();
  assert.is(pair.client.connect(handle, remotes, attemptTimeout, race), 0);
  pair.driveAll();
  return pair.client.happened.flatMap(e => (e.handle === handle ? [`${e.time - start} ${e.text}`] : []));
}

// Handles: stale ones, commands out of place, and generations.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ERROR_BAD_STATE,
  ERROR_NO_INPUT,
  ERROR_STALE_HANDLE,
  SLOT_BITS,
  STATE_BOUND,
  STATE_CLOSE_WAIT,
  STATE_CLOSED,
  STATE_CONNECTING,
  STATE_ESTABLISHED,
  STATE_FREE,
  STATE_RELEASING,
  STATE_RESOLVED,
  STATE_RESOLVING,
} from '../../assembly/abi.ts';
import { stateName } from '../../host/names.ts';
import type { Bench } from '../support/bench.ts';
import { SERVER, scenario } from '../support/pair.ts';
import { inState, SLOW, STATES_IN_USE } from '../support/states.ts';

/** Commands that answer with a result, and the states in which they are legal. */
const COMMANDS: Record<string, { legal: number[]; give(bench: Bench, handle: number): number }> = {
  bind: { legal: [STATE_CLOSED], give: (b, h) => b.bind(h, 7000) },
  'set-local-port': { legal: [STATE_CLOSED], give: (b, h) => b.x.setLocalPort(h, 7000) },
  listen: { legal: [STATE_BOUND], give: (b, h) => b.listen(h) },
  connect: { legal: [STATE_CLOSED, STATE_BOUND], give: (b, h) => b.connect(h, [SERVER]) },
  send: { legal: [STATE_ESTABLISHED, STATE_CLOSE_WAIT], give: (b, h) => b.send(h, 'x') },
  end: { legal: [STATE_ESTABLISHED, STATE_CLOSE_WAIT], give: (b, h) => b.end(h) },
  reserve: { legal: [STATE_ESTABLISHED, STATE_CLOSE_WAIT], give: (b, h) => b.x.reserve(h, 1) },
  lend: { legal: [STATE_ESTABLISHED, STATE_CLOSE_WAIT], give: (b, h) => b.x.lend(h, 1) },
  commit: { legal: [], give: (b, h) => b.x.commit(h, 1) },
  lent: { legal: [], give: (b, h) => b.x.lent(h) },
};

/** States in which there is no socket, or one that is not the host's any more. */
const WITHOUT_SOCKET = [STATE_CLOSED, STATE_RELEASING, STATE_RESOLVING, STATE_RESOLVED];

const ALL_BUT_OPEN = [...Object.keys(COMMANDS), 'resume', 'pause', 'takeInput', 'setKeepAlive'];

function giveAny(bench: Bench, name: string, handle: number): number {
  if (name in COMMANDS) return COMMANDS[name].give(bench, handle);
  if (name === 'resume') return bench.resume(handle);
  if (name === 'pause') return bench.pause(handle);
  if (name === 'takeInput') return bench.takeInput(handle);
  return bench.x.setKeepAlive(handle, 1, 1000, 1000, 3);
}

/** Functions that answer nothing, or with what a handle that is not there has. */
function mutes(bench: Bench, handle: number): void {
  assert.is(bench.recv(handle).length, 0);
  bench.x.received(handle, 10);
  bench.x.inputEnded(handle);
  bench.x.inputFailed(handle);
  bench.x.inputDropped(handle);
  bench.setTimeout(handle, 10);
  bench.refresh(handle);
  bench.notify(handle, 15);
  bench.close(handle);
  assert.is(bench.x.state(handle), STATE_FREE);
  assert.is(bench.x.bytesReceived(handle), 0n);
  assert.is(bench.x.bytesSent(handle), 0n);
  assert.is(bench.localAddress(handle), undefined);
  assert.is(bench.remoteAddress(handle), undefined);
  assert.equal(bench.addresses(handle), []);
}

/** The record of a handle's slot, its words as text. */
function record(bench: Bench, handle: number): string {
  const slot = handle & ((1 << SLOT_BITS) - 1);
  return new Uint32Array(bench.x.memory.buffer, 0x100000 + slot * 104, 26).join(' ');
}

scenario('a stale handle is an error of every command and touches no other socket', pair => {
  const { client } = pair;
  const [stale] = pair.connected();
  client.close(stale);
  const [fresh] = pair.connected();
  assert.is(fresh & 0x3fff, stale & 0x3fff, 'the slot is the same');
  const before = record(client, fresh);
  for (const name of ALL_BUT_OPEN) assert.is(giveAny(client, name, stale), -ERROR_STALE_HANDLE, name);
  mutes(client, stale);
  assert.equal(record(client, fresh), before);
  assert.equal(client.said(fresh), []);
});

scenario('what never was a handle is stale', ({ client }) => {
  for (const handle of [0, 1, -1, 77, 2 ** 31 - 1, -(2 ** 31), 16384 + 5]) {
    for (const name of ALL_BUT_OPEN) assert.is(giveAny(client, name, handle), -ERROR_STALE_HANDLE, name);
    mutes(client, handle);
  }
  assert.is(client.x.live(), 0);
});

for (const state of STATES_IN_USE) {
  scenario(`commands that are illegal in ${stateName(state)} say so and change nothing`, SLOW, pair => {
    const { client } = pair;
    const { handle, peer } = inState(pair, state);
    const before = record(client, handle);
    for (const [name, { legal, give }] of Object.entries(COMMANDS)) {
      if (!legal.includes(state)) assert.is(give(client, handle), -ERROR_BAD_STATE, name);
    }
    assert.equal(record(client, handle), before);
    assert.equal(client.said(handle), []);
    if (peer !== 0) pair.server.close(peer);
  });

  scenario(`resume changes nothing in ${stateName(state)} unless the peer may send`, SLOW, pair => {
    const { handle } = inState(pair, state);
    const receives = ['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'].includes(stateName(state));
    const before = record(pair.client, handle);
    assert.is(pair.client.resume(handle), 0);
    if (receives) assert.not.equal(record(pair.client, handle), before);
    else assert.equal(record(pair.client, handle), before);
    assert.is(pair.client.pause(handle), 0);
    assert.is(pair.client.x.state(handle), state);
  });
}

scenario('keep-alive needs a socket, and its three values reach it', SLOW, pair => {
  const { client } = pair;
  for (const state of STATES_IN_USE) {
    const { handle, peer } = inState(pair, state);
    const expected = WITHOUT_SOCKET.includes(state) ? -ERROR_BAD_STATE : 0;
    assert.is(client.x.setKeepAlive(handle, 1, 60000, 0, 0), expected, stateName(state));
    if (state === STATE_CONNECTING) assert.equal(client.raw(handle).kept, { enabled: true, idle: 60000 });
    client.close(handle);
    if (peer !== 0) pair.server.close(peer);
  }
  const [handle] = pair.connected();
  assert.is(client.x.setKeepAlive(handle, 1, 5000, 1500, 4), 0);
  assert.equal(client.raw(handle).kept, { enabled: true, idle: 5000, interval: 1500, count: 4 });
  assert.is(client.x.setKeepAlive(handle, 0, 0, 0, 0), 0);
  assert.equal(client.raw(handle).kept, { enabled: false, idle: 5000, interval: 1500, count: 4 });
});

scenario('an input stream is there once, from the connection on', SLOW, pair => {
  const { client } = pair;
  const before = [STATE_CLOSED, STATE_BOUND, STATE_CONNECTING].map(s => inState(pair, s).handle);
  for (const handle of before) assert.is(client.takeInput(handle), -ERROR_NO_INPUT);
  const [handle] = pair.connected();
  assert.ok(client.takeInput(handle) > 0);
  assert.is(client.takeInput(handle), -ERROR_NO_INPUT);
});

scenario('handles of one slot differ through all generations and come round to the first', ({ client }) => {
  const { open, close } = client.x;
  const generations = 2 ** (31 - SLOT_BITS) - 1;
  const first = open();
  close(first);
  let last = first;
  for (let i = 1; i < generations; i++) {
    const handle = open();
    if (handle <= 0 || handle === first || handle === last) throw new Error(`generation ${i}: ${handle}`);
    last = handle;
    close(handle);
  }
  assert.is(open(), first);
  close(first);
});

test.run();

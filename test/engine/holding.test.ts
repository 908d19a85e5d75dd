// Which handles keep a program alive, in every state: those at work, unless they are let go.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  STATE_BINDING,
  STATE_CONNECTING,
  STATE_ESTABLISHED,
  STATE_FIN_WAIT_1,
  STATE_FIN_WAIT_2,
  STATE_LAST_ACK,
  STATE_LISTEN,
  STATE_RESOLVING,
  STATE_STARTING,
} from '../../assembly/abi.ts';
import { stateName } from '../../host/names.ts';
import { pattern, scenario } from '../support/pair.ts';
import { inState, SLOW, STATES_IN_USE } from '../support/states.ts';

/** Their work ends by itself. */
const ENDING = [
  ...[STATE_BINDING, STATE_STARTING, STATE_CONNECTING, STATE_RESOLVING],
  ...[STATE_FIN_WAIT_1, STATE_LAST_ACK],
];
/** What was asked of these is waited for though they are let go. */
const ASKED = [STATE_CONNECTING, STATE_RESOLVING, STATE_FIN_WAIT_1, STATE_LAST_ACK];
/** They read, if they are asked to. */
const READING = [STATE_ESTABLISHED, STATE_FIN_WAIT_1, STATE_FIN_WAIT_2];

for (const state of STATES_IN_USE) {
  const resting = ENDING.includes(state) ? -1 : state === STATE_LISTEN ? 1 : 0;
  const reading = READING.includes(state) ? 1 : resting;

  scenario(`what keeps the program alive in ${stateName(state)}, with and without reading`, SLOW, pair => {
    const { handle } = inState(pair, state);
    const { client } = pair;
    client.pause(handle);
    assert.is(client.x.holder(), resting * handle);
    client.resume(handle);
    assert.is(client.x.holder(), reading * handle);
    client.pause(handle);
    assert.is(client.x.holder(), resting * handle);
  });

  const loose = ASKED.includes(state) ? -1 : 0;

  scenario(`what keeps the program alive in ${stateName(state)}, let go`, SLOW, pair => {
    const { handle } = inState(pair, state);
    const { client } = pair;
    client.resume(handle);
    client.x.hold(handle, 0);
    assert.is(client.x.holder(), loose * handle);
    client.x.hold(handle, 1);
    assert.is(client.x.holder(), reading * handle);
  });
}

scenario('a send keeps the program alive until it is accepted, though its handle is let go', SLOW, pair => {
  const { handle, peer } = inState(pair, STATE_ESTABLISHED);
  const { client } = pair;
  client.pause(handle);
  client.send(handle, pattern(4000));
  assert.is(client.x.holder(), -handle);
  client.x.hold(handle, 0);
  assert.is(client.x.holder(), -handle);
  pair.server.resume(peer);
  for (let i = 0; i < 50; i++) {
    pair.run(2);
    pair.server.recv(peer);
  }
  assert.is(client.x.holder(), 0);
});

scenario('of several handles one that goes on is named, and none that was closed', pair => {
  const { client } = pair;
  const [first] = pair.connected();
  const [second] = pair.connected();
  client.pause(first);
  client.resume(second);
  assert.is(client.x.holder(), second);
  client.close(second);
  assert.is(client.x.holder(), 0);
  client.resume(first);
  assert.is(client.x.holder(), first);
});

test.run();

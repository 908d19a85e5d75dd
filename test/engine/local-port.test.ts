// A local port for each of several attempts: every socket is bound before it connects.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ERROR_INVALID_ARGUMENT } from '../../assembly/abi.ts';
import { DEAF, DEAF_TOO, SHUT } from '../support/attempts.ts';
import { endpoint } from '../support/bench.ts';
import { listening, type Pair, PORT, SERVER, scenario } from '../support/pair.ts';

const LOCAL = 4000;

/** A client on its way to these from the local port. */
function connecting(pair: Pair, remotes: Parameters<Pair['client']['connect']>[1], race = false): number {
  pair.listener;
  pair.client.settings = { ipv6Only: true }; // as WASI's are
  const handle = pair.client.open();
  assert.is(pair.client.x.setLocalPort(handle, LOCAL), 0);
  assert.is(pair.client.connect(handle, remotes, 250, race), 0);
  return handle;
}

for (const setup of [0, 10]) {
  for (const race of [false, true]) {
    const how = `${race ? 'in a race' : 'in turn'}, and binding takes ${setup} ms`;
    scenario(`each of several attempts comes from the local port, ${how}`, { setup }, pair => {
      const six = listening(pair.server, PORT, 8, '::1');
      const handle = connecting(pair, [SHUT, endpoint('::1', PORT)], race);
      pair.run(100);
      assert.equal(pair.client.said(handle).slice(0, 2), [
        'attempt 0',
        'attempt-failed 0 connection-refused',
      ]);
      assert.equal(pair.client.localAddress(handle), endpoint('::1', LOCAL));
      const [accepted] = pair.server.accepted(six);
      assert.equal(pair.server.remoteAddress(accepted), endpoint('::1', LOCAL));
    });

    scenario(`an attempt that cannot be bound has failed, and the next is tried, ${how}`, { setup }, pair => {
      listening(pair.client, LOCAL, 8, '0.0.0.0');
      listening(pair.server, PORT, 8, '::1');
      const handle = connecting(pair, [SERVER, endpoint('::1', PORT)], race);
      pair.run(100);
      assert.equal(pair.client.said(handle), [
        'attempt 0',
        'attempt-failed 0 address-in-use',
        'attempt 1',
        'connected 1',
      ]);
    });
  }
}

scenario('one address may have a local port too', { setup: 10 }, pair => {
  const handle = connecting(pair, [SERVER]);
  pair.run(100);
  assert.equal(pair.client.said(handle), ['attempt 0', 'connected 0']);
  assert.is(pair.client.localAddress(handle)?.port, LOCAL);
  assert.is(pair.client.x.blocks(), 0);
});

scenario('an attempt whose binding takes too long is given up for the next', { setup: 300 }, pair => {
  const handle = connecting(pair, [DEAF, SERVER]);
  pair.run(1000);
  assert.equal(pair.client.said(handle), ['attempt 0', 'attempt-timeout 0', 'attempt 1', 'connected 1']);
});

scenario('in a race the next attempt waits while the newest is being bound', { setup: 600 }, pair => {
  pair.sim.rule(DEAF.address, { answer: 'blackhole' });
  listening(pair.server, PORT, 8, '::1');
  pair.listener;
  const start = pair.time;
  const handle = connecting(pair, [DEAF, endpoint('::1', PORT)], true);
  pair.run(3000);
  const said = pair.client.happened.filter(e => e.handle === handle).map(e => `${e.time - start} ${e.text}`);
  assert.equal(said, ['0 attempt 0', '750 attempt 1', '1352 connected 1']);
});

scenario(
  'a connection that is closed while it is bound, or tried from a port, leaves nothing',
  { setup: 10 },
  pair => {
    for (let milliseconds = 0; milliseconds < 30; milliseconds += 3) {
      const handle = connecting(pair, [SHUT, DEAF, DEAF_TOO, SERVER], milliseconds % 2 === 0);
      pair.run(milliseconds);
      pair.client.close(handle);
      assert.is(pair.client.x.blocks(), 0);
    }
  },
);

scenario('what is no port is refused', ({ client }) => {
  const handle = client.open();
  assert.is(client.x.setLocalPort(handle, 65_536), -ERROR_INVALID_ARGUMENT);
  assert.is(client.x.setLocalPort(handle, 65_535), 0);
});

test.run();

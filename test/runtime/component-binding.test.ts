// The binding of a component alone, over a component played by hand: order of calls and events, and what no WASI host
// can be made to do when a test wants it.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ACCEPTED,
  BATCH_SMALL,
  ERROR_BAD_STATE,
  ERROR_CONNECTION_RESET,
  ERROR_INVALID_ARGUMENT,
  ERROR_NAME_UNRESOLVABLE,
  ERROR_NOT_SUPPORTED,
  ERROR_POOL_FULL,
  EVENT_ACCEPTED,
  EVENT_ATTEMPT,
  EVENT_BOUND,
  EVENT_END,
  EVENT_ERROR,
  EVENT_LISTENING,
  EVENT_READABLE,
  EVENT_RESOLVED,
  EVENT_STATE,
  EVENT_TIMEOUT,
  OP_LOOKUP,
  OP_READ,
  PENDING,
  STATE_CLOSED,
  STATE_FREE,
} from '../../assembly/abi.ts';
import { bindComponent } from '../../host/binding/component.ts';
import { kEvent, kHandle, type Owner } from '../../host/binding/engine.ts';
import { SendQueue } from '../../host/binding/send-queue.ts';
import type { Endpoint, Settings } from '../../host/provider/provider.ts';
import { FakeComponent } from '../support/fake-component.ts';

const THERE: Endpoint = { family: 4, address: '127.0.0.1', port: 80 };

class Listener implements Owner {
  [kHandle] = 0;
  readonly told: number[] = [];
  onEvent: (kind: number) => void = () => {};

  [kEvent](kind: number): void {
    this.told.push(kind);
    this.onEvent(kind);
  }
}

/** An engine over a component played by hand, and one handle of it. */
function opened(settings: Settings = {}) {
  const component = new FakeComponent();
  const ticks: (() => void)[] = [];
  const engine = bindComponent(component, { nextTick: callback => void ticks.push(callback), now: () => 0 });
  const owner = new Listener();
  const handle = engine.open(owner, settings);
  const turn = () => {
    const happened = engine.wait(1000);
    for (const callback of ticks.splice(0)) callback();
    return happened;
  };
  return { component, engine, owner, handle, ticks, turn };
}

test('what a command brings about is told in the next turn, of connect at once and after what is older', () => {
  const { component, engine, owner, handle, turn } = opened();
  component.happen(EVENT_BOUND, handle);
  engine.bind(handle, THERE);
  assert.equal(owner.told, []);
  component.happen(EVENT_ATTEMPT, handle);
  engine.connect(handle, [THERE], 0);
  assert.equal(owner.told, [EVENT_BOUND, EVENT_ATTEMPT]);
  component.happen(EVENT_END, handle);
  engine.end(handle);
  assert.ok(turn());
  assert.equal(owner.told, [EVENT_BOUND, EVENT_ATTEMPT, EVENT_END]);
  assert.equal(component.calls.slice(0, 2), [
    `bind ${handle} 4 80 2130706433 0 0 0 0 0`,
    `connect ${handle} 4 80 2130706433 0 0 0 0 0`,
  ]);
});

test('a server is told in the next tick that it is bound, that it listens, or that it cannot', () => {
  for (const kind of [EVENT_BOUND, EVENT_LISTENING, EVENT_ERROR]) {
    const { component, engine, owner, handle, ticks } = opened({ anyAddress: false });
    component.happen(EVENT_END, 1);
    component.happen(kind, handle);
    engine.bind(handle, THERE);
    if (kind === EVENT_LISTENING) engine.listen(handle, 5);
    assert.equal(owner.told, []);
    for (const callback of ticks.splice(0)) callback();
    assert.equal(owner.told, [kind]);
  }
});

test('a turn waits as long as it may when nothing is to be told, and else not at all', () => {
  const { component, engine, handle, turn } = opened();
  assert.not(turn());
  component.happen(EVENT_BOUND, handle);
  engine.bind(handle, THERE);
  turn();
  engine.close(handle, () => {});
  turn();
  turn();
  assert.equal(component.waits, [1000, 0, 0, 1000]);
});

test('an event that a listener’s own command brings about waits for the next turn', () => {
  const { component, engine, owner, handle, turn } = opened();
  owner.onEvent = () => {
    owner.onEvent = () => {};
    component.happen(EVENT_END, handle);
    engine.end(handle);
  };
  component.happen(EVENT_TIMEOUT, handle);
  turn();
  assert.equal(owner.told, [EVENT_TIMEOUT]);
  turn();
  assert.equal(owner.told, [EVENT_TIMEOUT, EVENT_END]);
});

test('a listener that throws costs no event', () => {
  const { component, owner, handle, turn } = opened();
  owner.onEvent = () => {
    owner.onEvent = () => {};
    throw new Error('of the listener');
  };
  component.happen(EVENT_TIMEOUT, handle);
  component.happen(EVENT_END, handle);
  assert.throws(turn, /of the listener/);
  turn();
  assert.equal(owner.told, [EVENT_TIMEOUT, EVENT_END]);
});

test('what the engine has no room for is sent first when it has, and nothing twice', () => {
  const { component, engine, handle } = opened();
  const bytes = Uint8Array.from({ length: 100_001 }, (_, i) => i % 251);
  const queue = new SendQueue([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
  const full = [-ERROR_POOL_FULL, -ERROR_POOL_FULL]; // for all of it, and for as much as a small block holds
  component.sendResults.push(ACCEPTED, ...full, ...full, PENDING);
  assert.is(engine.send(handle, queue), PENDING);
  assert.is(engine.send(handle, queue), PENDING, 'still no room');
  assert.is(engine.send(handle, queue), PENDING, 'room, but the network must be waited for');
  assert.is(engine.send(handle, queue), ACCEPTED);
  assert.equal(Uint8Array.from(component.sent), bytes);
});

test('a socket that has failed is refused with what it failed with, before its owner is told', () => {
  const { component, engine, owner, handle, turn } = opened();
  const queue = () => new SendQueue([Uint8Array.of(1)]);
  component.happen(EVENT_ERROR, handle, ERROR_CONNECTION_RESET, OP_READ);
  component.sendResults.push(-ERROR_BAD_STATE, -ERROR_BAD_STATE, -ERROR_BAD_STATE);
  assert.is(engine.send(handle, queue()), -ERROR_CONNECTION_RESET);
  assert.is(engine.sendWords(handle, new BigUint64Array(1), 1), -ERROR_CONNECTION_RESET);
  component.refusals.set('end', -ERROR_BAD_STATE);
  assert.is(engine.end(handle), PENDING, 'the error that is to be told ends it');
  turn();
  assert.equal(owner.told, [EVENT_ERROR]);
  assert.is(engine.send(handle, queue()), -ERROR_BAD_STATE);
  assert.is(engine.end(handle), -ERROR_BAD_STATE);
});

test('without a large block what a small one holds is sent, part by part', () => {
  const { component, engine, handle } = opened();
  const bytes = Uint8Array.from({ length: 5001 }, (_, i) => i % 251);
  const queue = new SendQueue([bytes]);
  component.sendResults.push(-ERROR_POOL_FULL, PENDING);
  assert.is(engine.send(handle, queue), PENDING);
  assert.is(component.sent.length, BATCH_SMALL);
  component.sendResults.push(-ERROR_POOL_FULL, ACCEPTED, -ERROR_POOL_FULL);
  assert.is(engine.send(handle, queue), PENDING, 'the second part is accepted, the rest fits in no block');
  assert.is(component.sent.length, 2 * BATCH_SMALL);
  assert.is(engine.send(handle, queue), ACCEPTED);
  assert.equal(Uint8Array.from(component.sent), bytes);
});

test('the input is taken when there is something to read, and its end and failure are reported', () => {
  const closed = Object.assign(new Error('a result'), { payload: { tag: 'closed' } });
  for (const [thrown, report] of [
    [{ tag: 'closed' }, 'input-ended'],
    [closed, 'input-ended'],
    [{ tag: 'last-operation-failed', val: {} }, 'input-failed'],
    [new Error('of the host'), 'input-failed'],
  ] as const) {
    const { component, engine, owner, handle, turn } = opened();
    const chunks: (Uint8Array | undefined)[] = [];
    owner.onEvent = () => chunks.push(engine.recv(handle));
    component.reads.push(Uint8Array.of(1, 2, 3), new Uint8Array(), { thrown });
    for (let i = 0; i < 3; i++) component.happen(EVENT_READABLE, handle);
    turn();
    turn();
    assert.equal(chunks, [Uint8Array.of(1, 2, 3)]);
    assert.equal(component.calls, [`take-input ${handle}`, `received ${handle} 3`, `${report} ${handle}`]);
  }
});

test('a stream that was taken is dropped after close and before the socket', () => {
  const { component, engine, handle } = opened();
  engine.connect(handle, [THERE], 0);
  engine.recv(handle);
  component.calls.length = 0;
  engine.close(handle, () => {});
  assert.equal(component.calls, [`close ${handle}`, `drop ${handle}`, `input-dropped ${handle}`]);
});

test('close is answered in a later turn where there was a socket, once, and the owner hears no more', () => {
  const { component, engine, owner, handle, turn } = opened();
  let closed = 0;
  engine.connect(handle, [THERE], 0);
  component.happen(EVENT_END, handle);
  assert.ok(engine.close(handle, () => closed++));
  assert.is(owner[kHandle], 0);
  assert.is(closed, 0);
  assert.ok(engine.holds());
  turn();
  turn();
  assert.is(closed, 1);
  assert.equal(owner.told, []);
  assert.not(engine.holds());
  const unused = engine.open(owner, {});
  assert.not(engine.close(unused, () => closed++));
  turn();
  assert.is(closed, 1);
});

test('a connection that a closed listener has accepted is closed', () => {
  const { component, engine, handle, turn } = opened();
  component.happen(EVENT_ACCEPTED, handle, 20_000);
  engine.close(handle, () => {});
  turn();
  assert.equal(component.calls, [`close ${handle}`, 'close 20000']);
});

test('what keeps the program alive is a socket that has begun and is referenced', () => {
  const { engine, handle } = opened();
  assert.not(engine.holds(), 'nothing has begun');
  assert.is(engine.controls(handle), undefined);
  engine.connect(handle, [THERE], 0);
  assert.ok(engine.holds());
  engine.controls(handle)?.unref?.();
  assert.not(engine.holds());
  engine.controls(handle)?.ref?.();
  assert.ok(engine.holds());
  const unreferenced = opened({ unref: true });
  unreferenced.engine.connect(unreferenced.handle, [THERE], 0);
  assert.not(unreferenced.engine.holds());
});

test('a tracer is told every event and transition with its owner, also of a handle that was closed', () => {
  const { component, engine, owner, handle, turn } = opened();
  const traced: unknown[][] = [];
  engine.trace((...event) => traced.push(event));
  component.happen(EVENT_TIMEOUT, handle);
  component.happen(EVENT_STATE, handle, STATE_CLOSED, STATE_FREE);
  engine.close(handle, () => {});
  component.happen(EVENT_STATE, handle, STATE_FREE, STATE_CLOSED);
  turn();
  assert.equal(owner.told, []);
  assert.equal(
    traced.map(([, of, kind, , , by]) => [of, kind, by === owner]),
    [
      [handle, EVENT_TIMEOUT, true],
      [handle, EVENT_STATE, true],
      [handle, EVENT_STATE, false],
    ],
  );
  engine.trace(undefined);
  assert.equal(component.calls, ['trace true', `close ${handle}`, 'trace false']);
});

test('a name is answered in a later turn, holds the program until then, and its handle is closed before', () => {
  const { component, engine, turn } = opened();
  const answers: unknown[] = [];
  engine.resolve('a.name', (...answer) => answers.push([...answer, component.calls.at(-1)]));
  const handle = Number(component.calls.at(-1)?.split(' ')[1]);
  assert.is(component.calls.at(-1), `resolve ${handle} a.name`);
  assert.ok(engine.holds());
  component.found.set(handle, [4, 0, 0x0a000001, 0, 0, 0, 0, 0, 6, 0, 0x20010db8, 0, 0, 1, 0, 0]);
  component.happen(EVENT_RESOLVED, handle, 2);
  turn();
  assert.equal(answers, [[0, ['10.0.0.1', '2001:db8::1'], `close ${handle}`]]);
  assert.not(engine.holds());
});

test('a name that fails, at once or later, or that the engine has no room for, is told so in a later turn', () => {
  const { component, engine, turn } = opened();
  const answers: unknown[] = [];
  component.refusals.set('no.room', -ERROR_POOL_FULL);
  for (const name of ['no.name', 'no.room']) engine.resolve(name, (...answer) => answers.push(answer));
  const [, handle] = component.calls[0].split(' ');
  component.happen(EVENT_ERROR, Number(handle), ERROR_NAME_UNRESOLVABLE, OP_LOOKUP);
  assert.equal(answers, []);
  turn();
  assert.equal(answers.sort(), [
    [ERROR_NAME_UNRESOLVABLE, []],
    [ERROR_POOL_FULL, []],
  ]);
  assert.not(engine.holds());
});

test('several addresses are each tried from the local port, one that is below zero by its lower bits', () => {
  const { component, engine, handle } = opened({ localPort: -1 });
  engine.connect(handle, [THERE, THERE], 0);
  assert.is(component.calls[0], `set-local-port ${handle} 65535`);
  assert.match(component.calls[1], /^connect /);
});

test('an IPv4 address in the form of IPv6 is reached over IPv4, and shown as it was asked for', () => {
  const { component, engine, handle } = opened();
  engine.connect(handle, [{ family: 6, address: '::ffff:10.0.0.1', port: 80 }], 0);
  assert.equal(component.calls, [`connect ${handle} 4 80 167772161 0 0 0 0 0`]);
  assert.equal(engine.localAddress(handle), { family: 6, address: '::ffff:127.0.0.1', port: 80 });
  const six = opened();
  six.engine.connect(six.handle, [{ family: 6, address: '::ffff:0:1', port: 80 }], 0);
  assert.match(six.component.calls[0], / 4 80 1 0/, 'whatever its spelling');
});

test('paths and descriptors are not supported, and what is no address is refused', () => {
  const { engine, handle } = opened({ path: '/a/path' });
  assert.is(engine.bind(handle, THERE), -ERROR_NOT_SUPPORTED);
  assert.is(engine.connect(handle, [THERE], 0), -ERROR_NOT_SUPPORTED);
  assert.is(engine.connect(handle, [{ ...THERE, address: 'localhost' }], 0), -ERROR_INVALID_ARGUMENT);
  assert.equal(engine.localAddress(handle), THERE);
  assert.is(engine.remoteAddress(handle), undefined);
});

test.run();

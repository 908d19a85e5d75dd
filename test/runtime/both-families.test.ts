// A server for every address over a component played by hand: what WASI hosts cannot be made to do when a test wants it.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ERROR_ADDRESS_IN_USE,
  ERROR_BAD_STATE,
  ERROR_NEW_SOCKET_LIMIT,
  ERROR_NOT_SUPPORTED,
  EVENT_ACCEPTED,
  EVENT_BOUND,
  EVENT_ERROR,
  EVENT_LISTENING,
  OP_ACCEPT,
  OP_BIND,
  OP_LISTEN,
  STATE_BINDING,
  STATE_BOUND,
  STATE_FAILED,
  STATE_LISTEN,
  STATE_STARTING,
} from '../../assembly/abi.ts';
import { bindComponent } from '../../host/binding/component.ts';
import { kEvent, kHandle, type Owner } from '../../host/binding/engine.ts';
import type { Settings } from '../../host/provider/provider.ts';
import { FakeComponent } from '../support/fake-component.ts';

/** What the component says of every local address: the port that `::` is given. */
const PORT = 80;

/** A server that was asked to listen on `::`, on a component that does nothing by itself. */
class Stage {
  readonly component = new FakeComponent();
  readonly told: number[][] = [];
  readonly accepted: number[] = [];
  readonly engine = bindComponent(this.component, { nextTick: callback => callback(), now: () => 0 });
  readonly handle: number;
  readonly owner: Owner;

  constructor(settings: Settings = { anyAddress: true }, port = 0) {
    this.owner = {
      [kHandle]: 0,
      [kEvent]: (kind, a, b) => {
        if (kind === EVENT_ACCEPTED) this.accepted.push(a);
        else this.told.push([kind, a, b]);
      },
    };
    this.handle = this.engine.open(this.owner, settings);
    assert.is(this.engine.bind(this.handle, { family: 6, address: '::', port }), 0);
  }

  get state(): number {
    return this.engine.state(this.handle);
  }

  /** The calls since this was asked last, the handles of the sockets by their order: `bind a 6 0`. */
  calls(): string[] {
    const calls = this.component.calls.splice(0);
    return calls.map(call =>
      call
        .replace(/( 0){6}$/, '')
        .replace(/ (\d{5})/, (_, handle) => ` ${String.fromCharCode(96 + Number(handle) - this.handle)}`),
    );
  }

  /** What happened to the socket that was opened as the `n`th. */
  happen(n: number, kind: number, a = 0, b = 0): void {
    this.component.happen(kind, this.handle + n, a, b);
    this.engine.wait(0);
    this.engine.wait(0);
  }

  /** As far as listening on both. */
  listening(): this {
    this.happen(1, EVENT_BOUND);
    this.happen(2, EVENT_BOUND);
    this.engine.listen(this.handle, 5);
    this.happen(1, EVENT_LISTENING);
    this.happen(2, EVENT_LISTENING);
    this.calls();
    this.told.length = 0;
    return this;
  }
}

test('both are bound to the port of the first and listen in turn, and each step is told once, when both have done it', () => {
  const stage = new Stage();
  assert.equal(stage.calls(), ['bind a 6 0']);
  assert.is(stage.state, STATE_BINDING);
  stage.happen(1, EVENT_BOUND);
  assert.equal(stage.calls(), [`bind b 4 ${PORT}`]);
  assert.equal(stage.told, []);
  assert.is(stage.engine.listen(stage.handle, 7), -ERROR_BAD_STATE);
  stage.happen(2, EVENT_BOUND);
  assert.equal(stage.told, [[EVENT_BOUND, 0, 0]]);
  assert.is(stage.state, STATE_BOUND);
  assert.is(stage.engine.listen(stage.handle, 7), 0);
  assert.is(stage.state, STATE_STARTING);
  assert.equal(stage.calls(), ['listen a']);
  stage.happen(1, EVENT_LISTENING);
  assert.equal(stage.calls(), ['listen b']);
  stage.happen(2, EVENT_LISTENING);
  assert.is(stage.state, STATE_LISTEN);
  assert.equal(stage.told, [
    [EVENT_BOUND, 0, 0],
    [EVENT_LISTENING, 0, 0],
  ]);
});

test('a port that is free for IPv6 alone is given back and another one taken, sixteen times', () => {
  const stage = new Stage();
  stage.calls();
  for (let n = 1; n < 33; n += 2) {
    stage.happen(n, EVENT_BOUND);
    assert.is(stage.calls()[0].slice(7), `4 ${PORT}`);
    stage.happen(n + 1, EVENT_ERROR, ERROR_ADDRESS_IN_USE, OP_BIND);
    assert.equal(
      stage.calls().map(call => call.replace(/ .(?= |$)/, '')),
      ['close', 'close', 'bind 6 0'],
    );
  }
  assert.equal(stage.told, []);
  stage.happen(33, EVENT_BOUND);
  stage.happen(34, EVENT_ERROR, ERROR_ADDRESS_IN_USE, OP_BIND);
  assert.equal(stage.told, [[EVENT_ERROR, ERROR_ADDRESS_IN_USE, OP_BIND]]);
  assert.is(stage.state, STATE_FAILED);
  assert.is(stage.component.live(), 1);
});

test('a port that turns out to be taken when it is listened on is changed without another word', () => {
  const stage = new Stage();
  stage.happen(1, EVENT_BOUND);
  stage.happen(2, EVENT_BOUND);
  stage.engine.listen(stage.handle, 5);
  stage.happen(1, EVENT_LISTENING);
  stage.calls();
  stage.happen(2, EVENT_ERROR, ERROR_ADDRESS_IN_USE, OP_LISTEN);
  assert.equal(stage.calls(), ['close b', 'close a', 'bind c 6 0']);
  stage.happen(3, EVENT_BOUND);
  stage.happen(4, EVENT_BOUND);
  assert.equal(stage.calls(), [`bind d 4 ${PORT}`, 'listen c']);
  stage.happen(3, EVENT_LISTENING);
  stage.happen(4, EVENT_LISTENING);
  assert.equal(
    stage.told.map(([kind]) => kind),
    [EVENT_BOUND, EVENT_LISTENING],
  );
});

test('a port that was asked for and is taken by either family fails, and nothing is left open', () => {
  for (const family of [6, 4]) {
    const stage = new Stage({ anyAddress: true }, 8080);
    if (family === 4) stage.happen(1, EVENT_BOUND);
    stage.happen(family === 6 ? 1 : 2, EVENT_ERROR, ERROR_ADDRESS_IN_USE, OP_BIND);
    assert.equal(stage.told, [[EVENT_ERROR, ERROR_ADDRESS_IN_USE, OP_BIND]]);
    assert.is(stage.component.live(), 1, 'the handle of the server');
    assert.is(stage.engine.localAddress(stage.handle), undefined);
  }
});

test('without IPv6 every address is every IPv4 address, but :: is none', () => {
  const any = new Stage({ anyAddress: true }, 8080);
  any.happen(1, EVENT_ERROR, ERROR_NOT_SUPPORTED, OP_BIND);
  assert.equal(any.calls(), ['bind a 6 8080', 'close a', 'bind b 4 8080']);
  any.happen(2, EVENT_BOUND);
  any.engine.listen(any.handle, 5);
  any.happen(2, EVENT_LISTENING);
  assert.is(any.state, STATE_LISTEN);
  any.component.open();
  any.happen(2, EVENT_ACCEPTED, any.handle + 3);
  assert.is(any.engine.localAddress(any.handle + 3)?.address, '127.0.0.1', 'as it is');

  const six = new Stage({ anyAddress: false }, 8080);
  six.happen(1, EVENT_ERROR, ERROR_NOT_SUPPORTED, OP_BIND);
  assert.equal(six.told, [[EVENT_ERROR, ERROR_NOT_SUPPORTED, OP_BIND]]);
});

test('without IPv4 the IPv6 socket is alone', () => {
  for (const operation of [OP_BIND, OP_LISTEN]) {
    const stage = new Stage();
    stage.happen(1, EVENT_BOUND);
    if (operation === OP_LISTEN) stage.happen(2, EVENT_BOUND);
    else stage.happen(2, EVENT_ERROR, ERROR_NOT_SUPPORTED, OP_BIND);
    stage.engine.listen(stage.handle, 5);
    stage.happen(1, EVENT_LISTENING);
    if (operation === OP_LISTEN) stage.happen(2, EVENT_ERROR, ERROR_NOT_SUPPORTED, OP_LISTEN);
    assert.is(stage.state, STATE_LISTEN);
    assert.is(stage.component.live(), 2);
    assert.equal(
      stage.told.map(([kind]) => kind),
      [EVENT_BOUND, EVENT_LISTENING],
    );
  }
});

test('for want of a second socket it fails, and listens on neither', () => {
  for (const operation of [OP_BIND, OP_LISTEN]) {
    const stage = new Stage();
    stage.happen(1, EVENT_BOUND);
    if (operation === OP_LISTEN) {
      stage.happen(2, EVENT_BOUND);
      stage.engine.listen(stage.handle, 5);
      stage.happen(1, EVENT_LISTENING);
    }
    stage.happen(2, EVENT_ERROR, ERROR_NEW_SOCKET_LIMIT, operation);
    assert.equal(stage.told.at(-1), [EVENT_ERROR, ERROR_NEW_SOCKET_LIMIT, operation]);
    assert.is(stage.state, STATE_FAILED);
    assert.is(stage.component.live(), 1, 'the handle of the server');
  }
});

test('connections of both are the server’s, those over IPv4 with addresses in the form of IPv6', () => {
  const stage = new Stage().listening();
  const [six, four] = [stage.component.open(), stage.component.open()];
  stage.happen(1, EVENT_ACCEPTED, six);
  stage.happen(2, EVENT_ACCEPTED, four);
  assert.equal(stage.accepted, [six, four]);
  const shown = { family: 6, address: '::ffff:127.0.0.1', port: PORT };
  assert.equal(stage.engine.localAddress(four), shown);
  assert.equal(stage.engine.localAddress(six), { family: 4, address: '127.0.0.1', port: PORT });
  stage.engine.close(four, () => {});
  assert.equal(stage.engine.localAddress(four), { family: 4, address: '127.0.0.1', port: PORT }, 'forgotten');
});

test('a connection that could not be accepted is told of, and the server listens on', () => {
  const stage = new Stage().listening();
  stage.happen(2, EVENT_ERROR, ERROR_NEW_SOCKET_LIMIT, OP_ACCEPT);
  assert.equal(stage.told, [[EVENT_ERROR, ERROR_NEW_SOCKET_LIMIT, OP_ACCEPT]]);
  assert.is(stage.state, STATE_LISTEN);
});

test('closed, it closes both, refuses what they have accepted, and holds the program until it has been told', () => {
  const stage = new Stage().listening();
  const late = stage.component.open();
  let closed = 0;
  assert.ok(stage.engine.holds());
  stage.component.happen(EVENT_ACCEPTED, stage.handle + 1, late);
  assert.ok(stage.engine.close(stage.handle, () => closed++));
  assert.is(closed, 0);
  stage.engine.wait(0);
  stage.engine.wait(0);
  assert.is(closed, 1);
  assert.equal(stage.accepted, []);
  assert.is(stage.component.live(), 0);
  assert.not(stage.engine.holds());
  assert.is(stage.owner[kHandle], 0);
});

test('unreferenced, neither of the two holds the program', () => {
  const stage = new Stage().listening();
  stage.engine.controls(stage.handle)?.unref?.();
  assert.not(stage.engine.holds());
  stage.engine.controls(stage.handle)?.ref?.();
  assert.ok(stage.engine.holds());
});

test('one socket will do for IPv6 alone, and for an address of a connection', () => {
  for (const settings of [{ anyAddress: true, ipv6Only: true }, {}]) {
    const stage = new Stage(settings, 8080);
    assert.is(stage.component.live(), 1);
    assert.is(stage.component.calls.length, 1);
  }
});

test('a port cannot be shared: the component says that it is not supported', () => {
  const { engine, owner } = new Stage();
  const handle = engine.open(owner, { reusePort: true, anyAddress: true });
  assert.is(engine.bind(handle, { family: 6, address: '::', port: 0 }), -ERROR_NOT_SUPPORTED);
});

test.run();

// Which of the runtime's sockets a handle has, while its addresses race and after.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Raws } from '../../host/binding/raws.ts';
import type { Controls, RawSocket } from '../../host/provider/provider.ts';

const HANDLE = 16384 + 7;

/** A runtime's socket that writes down what it is told. */
class FakeRaw {
  handle = HANDLE;
  readonly told: unknown[] = [];
  closed: (() => void) | undefined;
  bound: (() => void) | undefined;
  readonly typeOfService = {};
  released = false;
  readonly controls = this;

  ref() {
    this.told.push('ref');
  }
  unref() {
    this.told.push('unref');
  }
  setNoDelay(on: boolean) {
    this.told.push(on);
  }
  closing() {
    this.told.push('closing');
  }
  isClosed() {
    return this.released;
  }
  release() {
    this.released = true;
    this.closed?.();
  }
}

/** A handle with that many sockets that race, the newest last. */
function racing(count: number): { raws: Raws; all: FakeRaw[] } {
  const raws = new Raws();
  const all = Array.from({ length: count }, () => new FakeRaw());
  for (const raw of all) raws.made(HANDLE, as(raw));
  return { raws, all };
}

function as(raw: FakeRaw): RawSocket {
  return raw as unknown as RawSocket;
}

test('a handle has the socket that was made for it, until another has its slot', () => {
  const { raws, all } = racing(1);
  assert.is(raws.of(HANDLE), all[0]);
  assert.is(raws.controls(HANDLE), all[0]);
  assert.is(raws.of(HANDLE + 16384), undefined);
  all[0].handle = 0;
  assert.is(raws.of(HANDLE), undefined);
});

test('what is asked of a handle in a race is asked of each socket that goes on', () => {
  const { raws, all } = racing(3);
  all[1].handle = 0;
  const controls = raws.controls(HANDLE);
  controls?.unref?.();
  controls?.setNoDelay?.(true);
  controls?.ref?.();
  assert.equal(
    all.map(raw => raw.told),
    [['unref', true, 'ref'], [], ['unref', true, 'ref']],
  );
});

test('the newest socket of a race is asked for the type of service, and tells that it is bound', () => {
  const { raws, all } = racing(3);
  all[2].handle = 0;
  const controls = raws.controls(HANDLE) as Controls;
  const bound = () => {};
  controls.bound = bound;
  assert.equal(
    all.map(raw => raw.bound),
    [undefined, bound, undefined],
  );
  assert.is(controls.typeOfService, all[1].typeOfService);
});

test('the socket that has connected is the one of its handle, whichever was made last', () => {
  const { raws, all } = racing(3);
  raws.connected(as(all[1]));
  assert.is(raws.of(HANDLE), all[1]);
  assert.is(raws.controls(HANDLE), all[1]);
});

test('a handle that is closed in a race is closed when all its sockets are released', () => {
  const { raws, all } = racing(3);
  all[0].release();
  let closed = 0;
  assert.ok(raws.closing(HANDLE, () => closed++));
  assert.equal(
    all.map(raw => raw.told),
    [['closing'], ['closing'], ['closing']],
  );
  all[2].release();
  assert.is(closed, 0);
  all[1].release();
  assert.is(closed, 1);
  assert.is(raws.of(HANDLE), undefined);
});

test('there is nothing to wait for without a socket, or when all are released already', () => {
  assert.not(new Raws().closing(HANDLE, () => {}));
  for (const count of [1, 2]) {
    const { raws, all } = racing(count);
    for (const raw of all) raw.release();
    assert.not(raws.closing(HANDLE, () => {}));
  }
});

test.run();

// How the binding of a component reads, over a component played by hand: how often, in which order, and what it asks for.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  EVENT_CONNECTED,
  EVENT_END,
  EVENT_READABLE,
  EVENT_TIMEOUT,
  LANDING_BYTES,
} from '../../assembly/abi.ts';
import { bindComponent } from '../../host/binding/component.ts';
import { kEvent, kHandle, type Owner } from '../../host/binding/engine.ts';
import { SendQueue } from '../../host/binding/send-queue.ts';
import { FakeComponent } from '../support/fake-component.ts';

const FULL = new Uint8Array(LANDING_BYTES);
const SOME = Uint8Array.of(1, 2, 3);
const NONE = new Uint8Array();
/** Nanoseconds; the component played by hand never waits. */
const LATER = 1000;

class Reader implements Owner {
  [kHandle] = 0;
  /** Lengths of chunks, and other events by their numbers, below 0. */
  readonly told: number[] = [];
  readonly #receive: (reader: Reader) => Uint8Array | undefined;
  onChunk: () => void = () => {};

  constructor(receive: (reader: Reader) => Uint8Array | undefined) {
    this.#receive = receive;
  }

  [kEvent](kind: number): void {
    if (kind !== EVENT_READABLE) return void this.told.push(-kind);
    this.told.push(this.#receive(this)?.length ?? 0);
    this.onChunk();
  }
}

/** An engine over a component played by hand, and open handles whose owners read. */
function stage(count = 1) {
  const component = new FakeComponent();
  const engine = bindComponent(component, { nextTick: callback => callback(), now: () => 0 });
  const readers = Array.from({ length: count }, () => {
    const reader = new Reader(({ [kHandle]: handle }) => engine.recv(handle));
    engine.open(reader, {});
    engine.connect(reader[kHandle], [{ family: 4, address: '127.0.0.1', port: 80 }], 0);
    return reader;
  });
  component.calls.length = 0;
  return {
    component,
    engine,
    readers,
    /** One turn of an event loop: how many were told something. */
    turn(until = LATER): number {
      engine.poll(until);
      let told = 0;
      while (engine.tellNext()) told++;
      return told;
    },
    /** So many reads give `bytes`. */
    gives: (bytes: Uint8Array, times = 1) => {
      for (let i = 0; i < times; i++) component.reads.push(bytes);
    },
    readable: (reader: Reader) => component.happen(EVENT_READABLE, reader[kHandle]),
  };
}

test('a socket is read until nothing is there, each chunk told by itself', () => {
  const { component, readers, turn, gives, readable } = stage();
  gives(FULL, 3);
  gives(SOME);
  gives(NONE);
  readable(readers[0]);
  turn();
  assert.equal(readers[0].told, [LANDING_BYTES, LANDING_BYTES, LANDING_BYTES, 3]);
  assert.is(component.reads.length, 0);
});

test('what may find nothing asks for less than what follows a full read', () => {
  const { component, readers, turn, gives, readable } = stage();
  gives(FULL);
  gives(SOME);
  gives(NONE);
  readable(readers[0]);
  turn();
  assert.equal(component.asked, [LANDING_BYTES, LANDING_BYTES, 16384]);
});

test('reads of a turn are bounded, and the next turn goes on', () => {
  const { readers, turn, gives, readable } = stage(2);
  gives(FULL, 100);
  for (const reader of readers) readable(reader);
  turn();
  const [first, second] = readers.map(({ told }) => told.length);
  assert.is(first, 33);
  assert.is(second, 1, 'each is told of what the engine has said, whatever the others have');
  readable(readers[0]);
  turn();
  assert.is(readers[0].told.length, 66);
});

test('a listener that pauses is read no more, and what it closes neither', () => {
  for (const stop of ['pause', 'close'] as const) {
    const { component, engine, readers, turn, gives, readable } = stage(2);
    const [reader, other] = readers;
    const handle = reader[kHandle];
    reader.onChunk = () => (stop === 'pause' ? engine.pause(handle) : engine.close(handle, () => {}));
    gives(FULL, 2);
    readable(reader);
    readable(reader);
    readable(other);
    turn();
    assert.is(reader.told.length, 1);
    assert.is(other.told.length, 1);
    if (stop === 'pause') continue;
    const dropped = component.calls.filter(call => call.endsWith(` ${handle}`));
    assert.equal(
      dropped,
      ['take-input', 'close', 'drop', 'input-dropped'].map(call => `${call} ${handle}`),
    );
  }
});

test('events that came before are told after what the present socket still has', () => {
  const { component, readers, turn, gives, readable } = stage();
  gives(FULL);
  gives(SOME);
  readable(readers[0]);
  component.happen(EVENT_TIMEOUT, readers[0][kHandle]);
  turn();
  assert.equal(readers[0].told, [LANDING_BYTES, 3, -EVENT_TIMEOUT]);
});

test('readiness for nothing is told to nobody', () => {
  const { readers, turn, gives, readable } = stage();
  gives(NONE);
  readable(readers[0]);
  turn();
  assert.equal(readers[0].told, []);
});

test('the engine is told what was received before it waits, and before it is asked', () => {
  const { component, engine, readers, turn, gives, readable } = stage(2);
  const [a, b] = readers.map(reader => reader[kHandle]);
  gives(FULL);
  gives(SOME);
  gives(NONE);
  gives(SOME);
  gives(NONE);
  readers.forEach(readable);
  turn();
  const told = () => component.calls.filter(call => call.startsWith('received'));
  assert.equal(told(), [`received ${a} ${LANDING_BYTES + 3}`]);
  engine.bytesReceived(b);
  assert.equal(told(), [`received ${a} ${LANDING_BYTES + 3}`, `received ${b} 3`]);
  gives(SOME);
  readable(readers[0]);
  turn();
  component.happen(EVENT_CONNECTED, a);
  turn();
  assert.equal(told().slice(2), [`received ${a} 3`]);
});

test('an end that a read meets is reported once, behind the bytes before it', () => {
  const { component, readers, turn, gives, readable } = stage();
  const handle = readers[0][kHandle];
  gives(SOME);
  component.reads.push({ thrown: { tag: 'closed' } });
  readable(readers[0]);
  readable(readers[0]);
  turn();
  assert.equal(component.calls, [`take-input ${handle}`, `received ${handle} 3`, `input-ended ${handle}`]);
  component.happen(EVENT_END, handle);
  turn();
  assert.equal(readers[0].told, [3, -EVENT_END]);
});

test('after a write, the answer is looked for before anybody waits', () => {
  const { component, engine, readers, turn, gives, readable } = stage();
  const [reader] = readers;
  reader.onChunk = () => engine.send(reader[kHandle], new SendQueue([SOME]));
  gives(SOME, 2);
  readable(reader);
  turn();
  assert.equal(reader.told, [3], 'not in the turn of the write');
  component.waits.length = 0;
  turn();
  assert.equal(reader.told, [3, 3]);
  assert.equal(component.waits, [], 'it was there');
  gives(NONE, 16);
  turn();
  assert.equal(component.waits, [LATER], 'it was not');
  const { length } = component.reads;
  turn();
  assert.is(component.reads.length, length, 'only a write is answered');
});

test('a peer that does not answer at once is looked at no longer than it is worth', () => {
  const { component, engine, readers, turn, gives } = stage();
  const [handle] = readers.map(reader => reader[kHandle]);
  const looks = () => {
    const { length } = component.asked;
    engine.send(handle, new SendQueue([SOME]));
    turn();
    return component.asked.length - length;
  };
  engine.recv(handle);
  assert.equal(Array.from({ length: 6 }, looks), [16, 16, 16, 16, 1, 1]);
  for (let i = 0; i < 62; i++) looks();
  assert.is(looks(), 16, 'it is tried again');
  for (let i = 0; i < 4; i++) looks();
  gives(SOME);
  assert.is(looks(), 2, 'an answer, and what may be behind it');
  for (let round = 0; round < 3; round++) {
    assert.equal([looks(), looks(), looks()], [16, 16, 16]);
    gives(SOME);
    looks();
  }
});

test('answers that are always there keep others waiting for some turns at most', () => {
  const { component, engine, readers, turn, gives, readable } = stage();
  const [reader] = readers;
  reader.onChunk = () => engine.send(reader[kHandle], new SendQueue([SOME]));
  gives(SOME, 100);
  readable(reader);
  for (let i = 0; i < 40; i++) turn();
  assert.ok(component.waits.length >= 3, `${component.waits.length} waits`);
});

test('nobody looks for an answer while something is to be told, or the loop does not wait', () => {
  const { component, engine, readers, turn, gives } = stage();
  const [reader] = readers;
  engine.recv(reader[kHandle]);
  engine.send(reader[kHandle], new SendQueue([SOME]));
  gives(SOME);
  turn(0);
  assert.is(component.reads.length, 1);
});

test.run();

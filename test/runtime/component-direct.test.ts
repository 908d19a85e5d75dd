// Writes beside the stream, on a component played by hand that takes them or does not: what Node's kernel would have to
// be filled up for, and the moments that no kernel gives.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ACCEPTED,
  BATCH_MAX,
  ERROR_BAD_STATE,
  ERROR_CONNECTION_RESET,
  ERROR_POOL_FULL,
  ERROR_SEND_PENDING,
  EVENT_CONNECTED,
  EVENT_ERROR,
  EVENT_ROOM,
  EVENT_SENT,
  OP_WRITE,
  PENDING,
} from '../../assembly/abi.ts';
import { bindComponent } from '../../host/binding/component.ts';
import { createNet } from '../../host/index.ts';
import { directMembers } from '../../host/net/direct.ts';
import { FakeComponent } from '../support/fake-component.ts';

/** Connected sockets over a component played by hand. */
async function connected() {
  const component = new FakeComponent();
  const { nextTick } = process;
  const engine = bindComponent(component, { nextTick, now: () => 0 });
  let exit = () => {};
  const onExit = (callback: () => void) => {
    const before = exit;
    exit = () => {
      before();
      callback();
    };
  };
  const net = createNet(engine, {
    nextTick,
    onExit,
    lookup: () => assert.unreachable(),
    startTimer: () => () => {},
    snapshot: () => ({ runInAsyncScope: callback => callback() }),
    // All of a test's synchronous parts are ticks of their own.
    socketMembers: directMembers(engine, { nextTick, onExit, tick: () => tick }),
  });
  let tick = 0;
  const socket = net.connect(80, '127.0.0.1');
  const other = net.connect(80, '127.0.0.1');
  const log: string[] = [];
  for (const event of ['drain', 'finish', 'error', 'close']) socket.on(event, () => log.push(event));
  await nextTurn();
  const handles = component.calls.map(call => Number(/^connect (\d+)/.exec(call)?.[1]));
  const happen = async (kind: number, a = 0, b = 0, handle = handles[0]) => {
    component.happen(kind, handle, a, b);
    tick++;
    engine.poll(0);
    while (engine.tellNext());
    await nextTurn();
    tick++;
  };
  for (const handle of handles) await happen(EVENT_CONNECTED, 0, 0, handle);
  const sent = () => String.fromCharCode(...component.sent);
  return { component, socket, other, log, happen, sent, exit: () => exit() };
}

const bytes = (text: string) => Buffer.from(text);

test('the first write of a tick goes at once, the others when it ends, in one', async () => {
  const { component, socket, sent } = await connected();
  for (const word of ['one ', 'two ', 'three']) assert.ok(socket.write(bytes(word)));
  assert.is(sent(), 'one ');
  assert.is(socket.bytesWritten, 13);
  await nextTurn();
  assert.is(sent(), 'one two three');
  assert.is(component.sends, 2);
});

test('what is gathered is sent before it is too much, and says so as soon as the network does not take it', async () => {
  const { component, socket, log, happen } = await connected();
  const chunk = Buffer.alloc(4096, 1);
  socket.write(chunk);
  component.sendResults.push(PENDING);
  let written = 1;
  while (socket.write(chunk)) written++;
  written++;
  assert.ok(written * 4096 <= BATCH_MAX + 4096);
  assert.is(component.sent.length, written * 4096);
  assert.ok(socket.writableNeedDrain);
  assert.is(socket.writableLength, (written - 1) * 4096);
  await happen(EVENT_SENT);
  assert.equal(log, ['drain']);
  assert.is(socket.writableLength, 0);
  assert.is(socket.bytesWritten, written * 4096);
});

test('a write that the network does not take at once is the stream’s, and what follows waits behind it', async () => {
  const { component, socket, happen, sent } = await connected();
  component.sendResults.push(PENDING);
  assert.ok(socket.write(bytes('held, ')));
  assert.is(socket.writableLength, 6);
  socket.write(bytes('waiting, '));
  socket.write('text');
  assert.is(socket.writableLength, 19);
  await nextTurn();
  assert.is(sent(), 'held, ');
  await happen(EVENT_SENT);
  assert.is(sent(), 'held, waiting, text');
  assert.is(socket.writableLength, 0);
  assert.is(socket.bytesWritten, 19);
});

test('a large write that is taken in part goes on where it was, wherever it lies in its memory', async () => {
  for (const from of [0, 3, 8]) {
    const { component, socket, log, happen } = await connected();
    const large = Uint8Array.from({ length: 3 * BATCH_MAX + 13 }, (_, i) => i % 251).subarray(from);
    component.sendResults.push(0, PENDING);
    assert.not(socket.write(large));
    assert.is(socket.writableLength, large.length);
    await happen(EVENT_SENT);
    assert.equal(Uint8Array.from(component.sent), large.slice());
    assert.equal(log, ['drain']);
  }
});

test('a write of one send goes from where it lies, and is as it was when there was no room for it', async () => {
  for (const [from, to] of [
    [0, BATCH_MAX],
    [8, 20_008],
    [8, 20_007],
    [3, 20_003],
  ]) {
    const { component, socket, happen } = await connected();
    const lies = Uint8Array.from({ length: BATCH_MAX }, (_, i) => i % 251);
    const write = lies.subarray(from, to);
    const written = write.slice();
    assert.ok(socket.write(write));
    assert.equal(Uint8Array.from(component.sent), written);
    assert.is(component.sentFrom === lies.buffer, from % 8 === 0 && write.length % 8 === 0);
    component.sendResults.push(-ERROR_POOL_FULL, -ERROR_POOL_FULL);
    assert.is(socket.write(write), write.length < socket.writableHighWaterMark);
    await happen(EVENT_ROOM);
    assert.equal(Uint8Array.from(component.sent.slice(write.length)), written);
  }
});

test('a large write waits behind what was gathered, when the network does not take that at once', async () => {
  const { component, socket, other, log, happen } = await connected();
  const large = Buffer.alloc(20_000, 'l');
  socket.write(bytes('a'));
  socket.write(bytes('b'));
  component.sendResults.push(PENDING, -ERROR_SEND_PENDING);
  assert.not(socket.write(large));
  component.sendResults.length = 0;
  assert.is(component.sent.length, 2);
  assert.is(socket.bytesWritten, 20_002);
  await happen(EVENT_SENT);
  assert.equal(log, ['drain']);
  assert.equal(Buffer.from(component.sent), Buffer.concat([bytes('ab'), large]));
  other.write('text');
  assert.is(component.sent.length, 20_006);
});

test('what was gathered is not shut in by a cork behind it', async () => {
  const { component, socket, happen, sent } = await connected();
  socket.write(bytes('a'));
  socket.write(bytes('b'));
  component.sendResults.push(PENDING);
  socket.cork();
  socket.write(bytes('c'));
  socket.write(bytes('d'));
  socket.uncork();
  await nextTurn();
  assert.is(sent(), 'ab');
  await happen(EVENT_SENT);
  assert.is(sent(), 'abcd');
});

test('with no room in the engine, bytes are kept as they were and sent when there is', async () => {
  const { component, socket, other, happen, sent } = await connected();
  component.sendResults.push(-ERROR_POOL_FULL);
  socket.write(bytes('first, '));
  socket.write(bytes('second'));
  other.write(bytes('another, '));
  assert.is(sent(), 'another, ');
  await happen(EVENT_ROOM);
  assert.is(sent(), 'another, first, second');
});

test('a write that fails destroys the socket with its error', async () => {
  for (const result of [PENDING, -ERROR_BAD_STATE]) {
    const { component, socket, log, happen } = await connected();
    const errors: NodeJS.ErrnoException[] = [];
    socket.on('error', error => errors.push(error));
    component.sendResults.push(result);
    socket.write(bytes('lost'));
    if (result === PENDING) await happen(EVENT_ERROR, ERROR_CONNECTION_RESET, OP_WRITE);
    await nextTurn();
    assert.is(log[0], 'error');
    assert.equal(
      errors.map(({ syscall }) => syscall),
      ['write'],
    );
  }
});

test('what was gathered goes out when the program ends, and later writes at once', async () => {
  const { socket, sent, exit } = await connected();
  socket.write(bytes('a'));
  socket.write(bytes('b'));
  exit();
  assert.is(sent(), 'ab');
  socket.write(bytes('c'));
  assert.is(sent(), 'abc');
});

test('sockets that write in turns have their own bytes', async () => {
  const { component, socket, other } = await connected();
  const sent = new Map<number, string>();
  component.send = (handle, words, length) => {
    const text = Buffer.from(words.buffer, words.byteOffset, length).toString();
    sent.set(handle, (sent.get(handle) ?? '') + text);
    return ACCEPTED;
  };
  for (const word of ['a', 'b', 'c']) {
    socket.write(bytes(`1${word}`));
    socket.write(bytes(`1${word}${word}`));
    other.write(bytes(`2${word}`));
    other.write(bytes(`2${word}${word}`));
  }
  await nextTurn();
  assert.equal([...sent.values()], ['1a1aa1b1bb1c1cc', '2a2aa2b2bb2c2cc']);
});

test.run();

// What is written is not lost: not by leaving at once, not by trusting a write's callback, not by ending. Programs
// run in processes of their own, on node:net and on ours, and the peer in this one counts what arrives.
import { once } from 'node:events';
import nodeNet from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { implementation, implementationName } from '../support/implementation.ts';
import { comparing } from '../support/recorded.ts';
import { Xorshift } from '../support/xorshift.ts';
import { exiting, FLOOD, flooding, killed } from './programs/acknowledging.ts';
import { leaving, serving } from './programs/leaving.ts';
import { type Arrival, Peer, type PeerOptions } from './programs/peer.ts';
import { PatternWriter } from './programs/program.ts';
import { bundled, type Ended, start } from './programs/run.ts';

const ours = implementationName();
const net = await implementation();
const main = await bundled('main');

/** The programs whose peer does more than read. */
const ANSWERS: Record<string, PeerOptions['answers']> = {
  'writes in a data listener, then exit': 'with a byte',
  'writes in an end listener, then exit': 'and ends',
  'writes of a server that answers, then exit': 'asks',
};

interface Outcome {
  how: Ended['how'];
  arrivals: Arrival[];
}

for (const name of Object.keys(leaving)) {
  const look = () => left('node:net', name);
  comparing(`nothing that node:net delivers is lost: ${name}`, look, async theirs => {
    neverLess(theirs, await left(ours, name));
  });
}

for (const name of Object.keys(serving)) {
  const look = () => served('node:net', name);
  comparing(`nothing that node:net delivers is lost: ${name}`, look, async theirs => {
    neverLess(theirs, await served(ours, name));
  });
}

for (const [name, { bytes }] of exiting) {
  test(`all bytes arrive of ${name}`, async () => {
    const { arrivals } = await left(ours, name);
    assert.equal(arrivals, [{ bytes, wrongAt: -1, ended: 'end' }]);
  });
}

for (const name of Object.keys(flooding)) {
  test(`no callback runs before the kernel has the bytes: ${name}`, async () => {
    const peer = new Peer({ paused: true });
    try {
      const { ended } = start(main, ours, [name, await peer.listen()]);
      const { how, out, err } = await ended;
      assert.is(how, 'SIGKILL', err);
      const acknowledged = Number(out);
      assert.ok(acknowledged < FLOOD, `${acknowledged} bytes acknowledged that nobody has read`);
      peer.release();
      const [{ bytes, wrongAt }] = await peer.over();
      assert.is(wrongAt, -1);
      assert.ok(bytes >= acknowledged, `${acknowledged} bytes acknowledged, ${bytes} delivered`);
    } finally {
      peer.close();
    }
  });
}

for (const name of Object.keys(killed)) {
  test(`what was acknowledged arrives from a program that is killed ${name}`, async () => {
    const peer = new Peer();
    try {
      const { how, out, err } = await start(main, ours, [name, await peer.listen()]).ended;
      assert.is(how, 'SIGKILL', err);
      const [{ bytes, wrongAt }] = await peer.over();
      assert.is(wrongAt, -1);
      assert.ok(bytes >= Number(out), `${Number(out)} bytes acknowledged, ${bytes} delivered`);
    } finally {
      peer.close();
    }
  });
}

for (const length of [1000, 20_000, 3_000_000]) {
  test(`a buffer of ${length} bytes may be used again when its write has called back`, async () => {
    const peer = new Peer({ paused: true });
    try {
      const socket = net.connect(await peer.listen(), '127.0.0.1');
      await once(socket, 'connect');
      const writer = new PatternWriter(socket);
      setImmediate(() => peer.release());
      for (let i = 0; i < 5; i++) {
        const bytes = writer.next(length);
        await new Promise(resolve => socket.write(bytes, resolve));
        bytes.fill(255); // no byte of the pattern
      }
      socket.end();
      assert.equal(await peer.over(), [{ bytes: 5 * length, wrongAt: -1, ended: 'end' }]);
    } finally {
      peer.close();
    }
  });
}

for (const seed of [1, 2, 3, 4, 5]) {
  test(`writes of random sizes and an end in the same tick: all of it arrives before FIN, seed ${seed}`, () =>
    endsAfter(seed, w => w.socket.end()));
  test(`writes of random sizes and a last chunk: all of it arrives before FIN, seed ${seed}`, () =>
    endsAfter(seed, w => w.socket.end(w.next(seed))));
  test(`writes of random sizes and destroySoon: all of it arrives before FIN, seed ${seed}`, () =>
    endsAfter(seed, w => w.socket.destroySoon()));
}

test.run();

/** Runs a program that connects; what has arrived when it and its connections are over. */
async function left(on: string, name: string): Promise<Outcome> {
  const peer = new Peer({ answers: ANSWERS[name] });
  try {
    const { how } = await start(main, on, [name, await peer.listen()]).ended;
    return { how, arrivals: await peer.over() };
  } finally {
    peer.close();
  }
}

/** The same for a program that listens. */
async function served(on: string, name: string): Promise<Outcome> {
  const peer = new Peer({ answers: ANSWERS[name] });
  try {
    const { firstLine, ended } = start(main, on, [name]);
    const socket = nodeNet.connect({ port: Number(await firstLine), host: '127.0.0.1', allowHalfOpen: true });
    peer.take(socket);
    const { how } = await ended;
    return { how, arrivals: await peer.over() };
  } finally {
    peer.close();
  }
}

function neverLess(theirs: Outcome, our: Outcome): void {
  assert.is(our.how, theirs.how, 'how the process ended');
  assert.is(our.arrivals.length, theirs.arrivals.length, 'connections');
  for (const [i, arrival] of our.arrivals.sort(byBytes).entries()) {
    const { bytes, ended, wrongAt } = theirs.arrivals.sort(byBytes)[i];
    assert.is(wrongAt, -1, 'a byte that is not the one written, with node:net');
    assert.is(arrival.wrongAt, -1, 'a byte that is not the one written');
    assert.ok(arrival.bytes >= bytes, `${arrival.bytes} bytes arrived, ${bytes} with node:net`);
    assert.is(arrival.ended, ended, 'how the connection ended');
  }
}

function byBytes(a: Arrival, b: Arrival): number {
  return a.bytes - b.bytes;
}

/** Writes chunks of 1 byte to 512 KiB, several at a time, to a peer that begins to read late. */
async function endsAfter(seed: number, end: (writer: PatternWriter) => void): Promise<void> {
  const random = new Xorshift(seed);
  const peer = new Peer({ paused: true });
  try {
    const socket = net.connect(await peer.listen(), '127.0.0.1');
    await once(socket, 'connect');
    const writer = new PatternWriter(socket);
    for (let i = 0; i < 40; i++) writer.write(1 + random.below(1 << (1 + random.below(19))));
    end(writer);
    const closed = once(socket, 'close');
    setImmediate(() => peer.release());
    assert.equal(await peer.over(), [{ bytes: writer.written, wrongAt: -1, ended: 'end' }]);
    await closed;
  } finally {
    peer.close();
  }
}

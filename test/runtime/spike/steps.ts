// Every point of a socket's life at which it may be closed. After each the engine must hold nothing; that no
// step traps shows that pollables go before streams and streams before the socket.
import * as engine from 'wasi-net:engine/engine@0.1.0';
import * as abi from '../../../assembly/abi.ts';
import { startLookup } from './names.ts';
import type { Peers } from './ports.ts';
import { print } from './print.ts';
import { close, connectTo, expect, loopback, release, settle, startConnect, startRace } from './socket.ts';
import { next, turn, until } from './turns.ts';

interface Life {
  readonly handle: number;
  readonly stream?: engine.InputStream;
}

/** Each step leaves behind the handle and, where it was taken, the stream. */
const STEPS: Record<string, (peers: Peers) => Life> = {
  opened: () => ({ handle: engine.open() }),
  bound: () => bound(),
  listening: () => listening(),
  'listening, with a connection that waits': () => withVisitor(() => undefined),
  accepted: () => withVisitor(handle => release(handle)),
  'accepted and taken': () => withVisitor(handle => release(handle, engine.takeInput(handle))),
  connecting: peers => ({ handle: startConnect(peers.silent) }),
  'connecting, looked at once': peers => {
    const handle = startConnect(peers.silent);
    engine.wait(0);
    return { handle };
  },
  'racing, with attempts set aside': peers => {
    const life = { handle: startRace([peers.deaf, peers.deaf, peers.deaf], 10) };
    for (let i = 0; i < 5; i++) turn(10);
    return life;
  },
  'connected by a race': peers => {
    const handle = startRace([peers.deaf, peers.deaf, peers.silent], 10);
    until(handle, abi.EVENT_CONNECTED);
    return { handle };
  },
  connected: peers => ({ handle: connectTo(peers.silent) }),
  'connected, resumed': peers => resumed({ handle: connectTo(peers.silent) }),
  taken: peers => taken(peers.silent),
  'taken, resumed and polled': peers => polled(resumed(taken(peers.silent))),
  'taken, with something to read': peers => readable(resumed(taken(peers.talker))),
  'not taken, with something to read': peers => readable(resumed({ handle: connectTo(peers.talker) })),
  'taken, something read': peers => {
    const life = readable(resumed(taken(peers.talker)));
    const bytes = streamOf(life).read(1);
    engine.received(life.handle, bytes.length);
    return life;
  },
  'taken, paused again': peers => {
    const life = readable(resumed(taken(peers.talker)));
    engine.pause(life.handle);
    return polled(life);
  },
  'in the middle of a send': peers => sending({ handle: connectTo(peers.sluggish) }),
  'taken, in the middle of a send': peers => sending(resumed(taken(peers.sluggish))),
  'ended in the middle of a send': peers => ended(sending({ handle: connectTo(peers.sluggish) })),
  'after our end': peers => ended({ handle: connectTo(peers.silent) }),
  'taken, after our end': peers => ended(resumed(taken(peers.silent))),
  'after our end was accepted': peers => finished(ended({ handle: connectTo(peers.silent) })),
  'taken, after our end was accepted': peers => finished(ended(resumed(taken(peers.silent)))),
  'after the end of the peer': peers => peerEnded({ handle: connectTo(peers.ender) }),
  'taken, after the end of the peer': peers => peerEnded(taken(peers.ender)),
  'taken, the end of the peer not told': peers => readable(resumed(taken(peers.ender))),
  'after both ends': peers => finished(ended(peerEnded({ handle: connectTo(peers.ender) }))),
  'taken, after both ends': peers => finished(ended(peerEnded(taken(peers.ender)))),
  refused: peers => failed({ handle: startConnect(peers.nobody) }, abi.ERROR_CONNECTION_REFUSED),
  reset: peers => failed(provoked(resumed({ handle: connectTo(peers.resetter) }))),
  'taken, reset': peers => takenFailure(provoked(resumed(taken(peers.resetter)))),
  'looking a name up': () => ({ handle: startLookup('localhost') }),
  'with the addresses of a name': () => {
    const handle = startLookup('localhost');
    until(handle, abi.EVENT_RESOLVED);
    return { handle };
  },
  'with an idle deadline': peers => {
    const handle = connectTo(peers.silent);
    engine.setTimeout(handle, 60_000);
    return { handle };
  },
};

/** Closes at each step and returns the names of the steps that were taken. */
export function killAtEachStep(peers: Peers): object {
  for (const [name, live] of Object.entries(STEPS)) {
    print({ step: name });
    try {
      const { handle, stream } = live(peers);
      if (stream) {
        engine.inputDropped(handle);
        expect(engine.state(handle) !== abi.STATE_FREE, true, 'input-dropped before close changes nothing');
      }
      close(handle, stream);
      // Nothing may hang for a peer that does not read; now it does, and what lingers comes to its end.
      release(connectTo(peers.starter));
      settle(handle);
      engine.close(handle);
      expect(engine.live(), 0, 'live');
      expect(engine.blocks(), 0, 'blocks');
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`);
    }
  }
  return { steps: Object.keys(STEPS).length, live: engine.live(), blocks: engine.blocks() };
}

function taken(port: number): Life {
  const handle = connectTo(port);
  const stream = engine.takeInput(handle);
  let second: unknown;
  try {
    engine.takeInput(handle);
  } catch (error) {
    second = (error as { payload?: unknown }).payload;
  }
  expect(second, abi.ERROR_NO_INPUT, 'a second take-input');
  expect(engine.recv(handle, 1).length, 0, 'recv after take-input');
  return { handle, stream };
}

function resumed(life: Life): Life {
  expect(engine.resume(life.handle), abi.ACCEPTED, 'resume');
  return life;
}

function polled(life: Life): Life {
  engine.wait(0);
  return life;
}

function readable(life: Life): Life {
  until(life.handle, abi.EVENT_READABLE);
  return life;
}

/** Sends to somebody who does not read, until the network takes no more. */
export function sending(life: Life): Life {
  const words = new BigUint64Array(abi.BATCH_MAX / 8);
  for (let i = 0; i < 1000; i++) {
    const result = engine.send(life.handle, words, abi.BATCH_MAX);
    if (result === abi.PENDING) {
      // The network may only have been slow to take it: pending for good is what is wanted.
      const event = next(life.handle, 50);
      if (event === undefined) return life;
      expect(event.kind, abi.EVENT_SENT, 'event');
    } else expect(result, abi.ACCEPTED, 'send');
  }
  throw new Error('the network takes everything');
}

function ended(life: Life): Life {
  expect(engine.end(life.handle), abi.PENDING, 'end');
  return life;
}

function finished(life: Life): Life {
  until(life.handle, abi.EVENT_FINISHED);
  return life;
}

/** Reads until the peer's end; a stream that was taken says so by throwing, and we pass that on. */
function peerEnded(life: Life): Life {
  resumed(life);
  for (;;) {
    const event = next(life.handle);
    if (event?.kind === abi.EVENT_END) return life;
    if (event?.kind !== abi.EVENT_READABLE) throw new Error(`event ${event?.kind}`);
    if (!life.stream) while (engine.recv(life.handle, 4096).length > 0);
    else if (!readToEnd(life)) engine.inputEnded(life.handle);
  }
}

/** Reads what is there; false when the stream is at its end or has failed. */
function readToEnd(life: Life): boolean {
  try {
    for (;;) {
      const bytes = streamOf(life).read(4096);
      if (bytes.length === 0) return true;
      engine.received(life.handle, bytes.length);
    }
  } catch {
    return false;
  }
}

function streamOf({ stream }: Life): engine.InputStream {
  if (stream === undefined) throw new Error('nothing was taken');
  return stream;
}

/** Gives the resetter its first byte. */
function provoked(life: Life): Life {
  engine.send(life.handle, new BigUint64Array(1), 1);
  return life;
}

/** Waits for the failure; recv must be asked, since that is what meets it. */
function failed(life: Life, error?: number): Life {
  for (;;) {
    const event = next(life.handle);
    if (event === undefined) throw new Error('no failure');
    if (event.kind === abi.EVENT_READABLE) engine.recv(life.handle, 4096);
    if (event.kind !== abi.EVENT_ERROR) continue;
    if (error !== undefined) expect(event.a, error, 'error');
    expect(engine.state(life.handle), abi.STATE_FAILED, 'state');
    return life;
  }
}

function takenFailure(life: Life): Life {
  for (;;) {
    const event = next(life.handle);
    if (event === undefined) throw new Error('no failure');
    if (event.kind === abi.EVENT_ERROR) return life;
    if (event.kind === abi.EVENT_READABLE && !readToEnd(life)) engine.inputFailed(life.handle);
  }
}

function bound(): Life {
  const handle = engine.open();
  engine.bind(handle, loopback(0));
  until(handle, abi.EVENT_BOUND);
  return { handle };
}

function listening(): Life {
  const life = bound();
  engine.listen(life.handle, 16);
  until(life.handle, abi.EVENT_LISTENING);
  return life;
}

/** A listener that we connected to ourselves; `use` gets the accepted handle. */
function withVisitor(use: (accepted: number) => void): Life {
  const life = listening();
  const visitor = connectTo(engine.localAddress(life.handle)[1]);
  const accepted = until(life.handle, abi.EVENT_ACCEPTED).a;
  use(accepted);
  if (engine.state(accepted) !== abi.STATE_FREE) release(accepted);
  release(visitor);
  return life;
}

// `wasi-net/trace`: the engine's state machine as it goes, told to listeners or printed, and the handles in use.
// Watching changes nothing, and nothing that happens is left out.
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import net from 'wasi-net';
import { live, onTransition } from 'wasi-net/trace';
import { assertNoHandles } from '../support/handles.ts';
import { within } from '../support/within.ts';
import { Xorshift } from '../support/xorshift.ts';
import { bundled, start } from './programs/run.ts';

/** Transitions of each socket and server, as `FROM => TO`, from when it is called until `stop`. */
class Watch {
  readonly #seen = new Map<unknown, [from: string, to: string, time: number][]>();
  readonly stop: () => void;

  constructor() {
    this.stop = onTransition((socket, from, to, time) => {
      const known = this.#seen.get(socket);
      if (known) known.push([from, to, time]);
      else this.#seen.set(socket, [[from, to, time]]);
    });
  }

  /** The states that a socket has gone through, the first one left included. */
  states(socket: unknown): string {
    const seen = this.#seen.get(socket) ?? [];
    return [...seen.slice(0, 1).map(([from]) => from), ...seen.map(([, to]) => to)].join(' ');
  }

  get all(): [from: string, to: string, time: number][][] {
    return [...this.#seen.values()];
  }

  /** Whose transitions were seen. */
  get sockets(): unknown[] {
    return [...this.#seen.keys()];
  }
}

/** A test that leaves nobody watching, and no handle. */
function watching(sentence: string, run: (watch: Watch) => Promise<void>): void {
  test(sentence, async () => {
    const watch = new Watch();
    try {
      await within('watched', () => run(watch));
    } finally {
      watch.stop();
    }
    await assertNoHandles();
  });
}

watching(
  'a client that ends first goes from CLOSED to ENDED by FIN-WAIT-1 and FIN-WAIT-2, its peer by CLOSE-WAIT and LAST-ACK',
  async watch => {
    const { client, accepted, server } = await connected();
    client.resume().end('hello');
    accepted.resume();
    await Promise.all([once(client, 'close'), once(accepted, 'close'), once(server, 'close')]);
    assert.is(watch.states(client), 'FREE CLOSED CONNECTING ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 ENDED FREE');
    assert.is(watch.states(accepted), 'FREE ESTABLISHED CLOSE-WAIT LAST-ACK ENDED FREE');
    assert.is(watch.states(server), 'FREE CLOSED BINDING BOUND STARTING LISTEN FREE');
  },
);

watching('a client whose peer ends first goes by CLOSE-WAIT and LAST-ACK', async watch => {
  const { client, accepted } = await connected();
  client.resume();
  accepted.resume().end();
  await Promise.all([once(client, 'close'), once(accepted, 'close')]);
  assert.is(watch.states(client), 'FREE CLOSED CONNECTING ESTABLISHED CLOSE-WAIT LAST-ACK ENDED FREE');
  assert.is(watch.states(accepted), 'FREE ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 ENDED FREE');
});

watching('a connection that is refused goes from CONNECTING to FAILED', async watch => {
  const client = net.connect('/nobody/listens/here');
  client.on('error', () => {});
  await once(client, 'close').catch(() => once(client, 'close'));
  assert.is(watch.states(client), 'FREE CLOSED CONNECTING FAILED FREE');
});

watching(
  'a connection that is reset goes from ESTABLISHED to FAILED, and one that is destroyed to FREE',
  async watch => {
    const { client, accepted } = await connected();
    client.resume().on('error', () => {});
    accepted.resetAndDestroy();
    await new Promise(resolve => client.once('close', resolve));
    assert.is(watch.states(client), 'FREE CLOSED CONNECTING ESTABLISHED FAILED FREE');
    assert.match(watch.states(accepted), /^FREE ESTABLISHED (RELEASING )?FREE$/);
  },
);

watching('a socket that only has a timeout is CLOSED until it is destroyed', async watch => {
  const socket = new net.Socket().setTimeout(60_000);
  socket.destroy();
  await once(socket, 'close');
  assert.is(watch.states(socket), 'FREE CLOSED FREE');
});

watching('times are those of a clock that never goes back', async watch => {
  const before = performance.now();
  const { client, accepted } = await connected();
  client.resume().end();
  accepted.resume();
  await Promise.all([once(client, 'close'), once(accepted, 'close')]);
  for (const transitions of watch.all) {
    const times = transitions.map(([, , time]) => time);
    assert.equal(
      times,
      times.slice().sort((a, b) => a - b),
    );
    assert.ok(times[0] >= before && times[times.length - 1] <= performance.now());
  }
});

watching(
  'each transition begins where the one before has ended, from FREE to FREE, whatever happens',
  async watch => {
    const random = new Xorshift(3);
    const server = net.createServer(socket => void socket.on('error', () => {}).pipe(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const closed = Array.from({ length: 200 }, () => {
      const socket = net.connect(port, '127.0.0.1').resume();
      socket.on('error', () => {});
      const acts = [() => socket.end('x'), () => socket.destroy(), () => socket.resetAndDestroy()];
      const act = acts[random.below(acts.length)];
      if (random.below(2) === 0) socket.on('connect', act);
      else setImmediate(act);
      return new Promise(resolve => socket.on('close', resolve));
    });
    await Promise.all(closed);
    server.close();
    await once(server, 'close');
    for (const transitions of watch.all) {
      let state = 'FREE';
      for (const [from, to] of transitions) {
        assert.is(from, state);
        state = to;
      }
      assert.is(state, 'FREE');
    }
    assert.ok(watch.sockets.includes(server));
  },
);

watching('six thousand sockets destroyed in one listener are all told of, in order', async watch => {
  const COUNT = 6000;
  const sockets = Array.from({ length: COUNT }, () => new net.Socket().setTimeout(60_000));
  const { client, accepted } = await connected();
  accepted.resume();
  client.on('data', () => {
    for (const socket of sockets) socket.destroy();
    client.end();
  });
  accepted.write('now');
  await Promise.all([once(client, 'close'), once(accepted, 'close')]);
  for (const socket of sockets) assert.is(watch.states(socket), 'FREE CLOSED FREE');
});

watching('a listener is told nothing more once it is stopped, and others go on', async watch => {
  let told = 0;
  const stop = onTransition(() => told++);
  const { client, accepted } = await connected();
  const before = told;
  stop();
  stop();
  client.resume().end();
  accepted.resume();
  await Promise.all([once(client, 'close'), once(accepted, 'close')]);
  assert.ok(before > 0);
  assert.is(told, before);
  assert.match(watch.states(client), /FREE$/);
});

watching('a listener of transitions that throws costs the program no event', async () => {
  const caught: string[] = [];
  const onCaught = (error: Error): void => void caught.push(error.message);
  process.on('uncaughtException', onCaught);
  const stop = onTransition((_socket, _from, to) => {
    if (to === 'ESTABLISHED' || to === 'CLOSE-WAIT') throw new Error(to);
  });
  try {
    const { client, accepted } = await connected();
    client.resume().end('hello');
    accepted.resume();
    await Promise.all([once(client, 'close'), once(accepted, 'close')]);
  } finally {
    stop();
    process.off('uncaughtException', onCaught);
  }
  assert.equal(caught.sort(), ['CLOSE-WAIT', 'ESTABLISHED', 'ESTABLISHED']);
});

test('live counts servers, clients, accepted sockets and timeouts, and nothing that is gone', async () => {
  const start = live();
  const plain = new net.Socket();
  assert.is(live(), start, 'a socket that does nothing needs no handle');
  const timed = new net.Socket().setTimeout(60_000);
  assert.is(live(), start + 1);
  const { client, accepted, server } = await connected(false);
  assert.is(live(), start + 4);
  server.close();
  assert.is(live(), start + 3);
  client.destroy();
  timed.destroy();
  plain.destroy();
  assert.is(live(), start + 1);
  accepted.resume();
  await once(accepted, 'close');
  assert.is(live(), start);
});

// ---- WASI_NET_TRACE

const STATES =
  'FREE|CLOSED|BINDING|BOUND|STARTING|LISTEN|CONNECTING|ESTABLISHED|FIN-WAIT-1|FIN-WAIT-2|CLOSE-WAIT|LAST-ACK|' +
  'ENDED|FAILED|RELEASING';
const EVENTS =
  'attempt|attempt-failed|attempt-timeout|connected|readable|sent|finished|end|timeout|error|bound|listening|' +
  'accepted|room';
const TRANSITION = new RegExp(`^\\d+\\.\\d+ h\\d+ (${STATES}) => (${STATES})$`);
const EVENT = new RegExp(`^\\d+\\.\\d+ h\\d+ (${EVENTS})( .*)?$`);

test('WASI_NET_TRACE=1 prints every transition and event with its time on stderr, and the program is the same', async () => {
  const main = await bundled('main');
  const traced = await start(main, 'wasi-net', ['a conversation'], { env: { WASI_NET_TRACE: '1' } }).ended;
  const quiet = await start(main, 'wasi-net', ['a conversation'], { env: { WASI_NET_TRACE: '' } }).ended;
  assert.equal([traced.how, traced.out], [0, 'hello\n']);
  assert.equal([quiet.how, quiet.out, quiet.err], [0, 'hello\n', '']);
  const lines = traced.err.trimEnd().split('\n');
  for (const line of lines) assert.ok(TRANSITION.test(line) || EVENT.test(line), line);
  const count = (text: RegExp): number => lines.filter(line => text.test(line)).length;
  assert.is(count(/CLOSED => CONNECTING/), 1);
  assert.is(count(/=> ESTABLISHED/), 2);
  assert.is(count(/=> LISTEN/), 1);
  assert.is(count(/=> FREE/), 3);
  for (const event of ['attempt', 'connected', 'readable', 'finished', 'end', 'listening', 'accepted']) {
    assert.ok(count(new RegExp(` ${event}\\b`)) > 0, `${event} is missing`);
  }
  const times = lines.map(line => Number.parseFloat(line));
  assert.equal(
    times,
    times.slice().sort((a, b) => a - b),
  );
});

test.run();

interface Connected {
  client: Socket;
  accepted: Socket;
  server: Server;
}

/** A connection between two sockets of ours; its server listens no more unless told to go on. */
async function connected(closeServer = true): Promise<Connected> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'connect')]);
  if (closeServer) server.close();
  return { client, accepted, server };
}

// A small fuzz of the engine: random commands and readiness on many handles of two engines over a faulty
// network. A model of each stream says what may arrive, what was accepted, and which handles live.
import * as assert from 'uvu/assert';
import {
  ACCEPTED,
  BATCH_MAX,
  EVENT_ACCEPTED,
  EVENT_CONNECTED,
  EVENT_END,
  EVENT_FINISHED,
  EVENT_READABLE,
  EVENT_SENT,
  STATE_FREE,
} from '../../assembly/abi.ts';
import { STREAM_CLOSED, STREAM_FAILED } from '../../host/provider/provider.ts';
import { type Bench, endpoint, type Happened } from './bench.ts';
import type { Build } from './builds.ts';
import { closeAll, nothingLeft, Pair, PORT, SERVER } from './pair.ts';
import { Xorshift } from './xorshift.ts';

/** What is known of one handle. */
interface Model {
  handle: number;
  /** Bytes given to `send` or `lend`, and whether the last of them are still pending. */
  given: number;
  pending: boolean;
  received: number;
  /** Closed with a send pending: what was not handed over is lost. */
  dirty: boolean;
  /** The other end, where it is known. */
  partner: Model | undefined;
}

const NOWHERE = endpoint('10.0.0.7', 7);
const buffer = new Uint8Array(BATCH_MAX);

export class Fuzz {
  readonly #pair: Pair;
  readonly #random: Xorshift;
  readonly #waits: boolean;
  readonly #models = new Map<Bench, Map<number, Model>>();
  /** Clients by their port: how the server's end finds the other. */
  readonly #byPort = new Map<number, Model>();
  /** Handles of the past, for commands that come too late. */
  readonly #stale: number[] = [0, -1, 16385];
  readonly #listener: number;
  received = 0;

  constructor(build: Build, seed: number) {
    this.#random = new Xorshift(seed);
    this.#waits = seed % 3 === 0;
    this.#pair = new Pair(build, this.#network(seed));
    this.#pair.sim.rule(NOWHERE.address, { answer: 'blackhole' });
    this.#listener = this.#pair.listener;
    for (const bench of this.#benches) {
      this.#models.set(bench, new Map());
      bench.onEvent = event => this.#onEvent(bench, event);
      bench.names.answers.set('a.name', [{ wait: 2 }, '10.0.0.1', { wait: 5 }, '::1']);
    }
    this.#modelOf(this.#pair.server, this.#listener);
  }

  /** One random thing, and whatever follows from it at once. */
  step(): void {
    const bench = this.#benches[this.#random.below(2)];
    this.#act(bench, this.#handle(bench));
    for (let i = this.#random.below(4); i > 0; i--) this.#pair.sim.step(1000);
    this.#look();
    for (const each of this.#benches) this.#check(each);
  }

  /** Closes everything; nothing may be left. */
  finish(): void {
    const { client, server } = this.#pair;
    client.onEvent = undefined;
    server.onEvent = ({ kind, handle }) => {
      if (kind === EVENT_READABLE) this.#receive(server, handle);
    };
    closeAll(client);
    for (const handle of server.opened) server.resume(handle);
    this.#settle();
    closeAll(server);
    this.#settle();
    for (const bench of this.#benches) nothingLeft(bench);
  }

  #settle(): void {
    do this.#look();
    while (this.#pair.sim.step());
  }

  get #benches(): Bench[] {
    return [this.#pair.client, this.#pair.server];
  }

  #network(seed: number): object {
    const often = () => (this.#random.below(2) === 0 ? 0 : this.#random.below(30) / 100);
    return {
      seed,
      waits: this.#waits,
      latency: [0, this.#random.below(10)],
      chunk: 1 + this.#random.below(3000),
      sendBuffer: 1 + this.#random.below(40_000),
      receiveWindow: 1 + this.#random.below(40_000),
      setup: this.#random.below(2) * this.#random.below(20),
      connectTimeout: 500,
      sockets: this.#random.below(4) === 0 ? 12 : 1000,
      faults: {
        refuse: often(),
        blackhole: often(),
        unreachable: often(),
        reset: often(),
        partial: often(),
        finDelay: this.#random.below(2) * 20,
      },
    };
  }

  /** A handle that lives, mostly. */
  #handle(bench: Bench): number {
    if (this.#random.below(12) === 0) return this.#stale[this.#random.below(this.#stale.length)];
    const known = [...(this.#models.get(bench)?.keys() ?? [])];
    return known.length === 0 ? 0 : known[this.#random.below(known.length)];
  }

  #act(bench: Bench, handle: number): void {
    const random = this.#random;
    const acts: (() => void)[] = [
      () => this.#open(bench),
      () => this.#open(bench),
      () => this.#resolve(bench),
      () => bench.x.setLocalPort(handle, random.below(3)),
      () => bench.connect(handle, this.#remotes(3), random.below(60)),
      () => bench.connect(handle, this.#remotes(6), random.below(30), true),
      () => bench.bind(handle, random.below(3)),
      () => bench.listen(handle, random.below(4)),
      () => this.#send(bench, handle),
      () => this.#send(bench, handle),
      () => this.#send(bench, handle),
      () => this.#lend(bench, handle),
      () => bench.resume(handle),
      () => bench.resume(handle),
      () => bench.pause(handle),
      () => this.#receive(bench, handle),
      () => bench.setTimeout(handle, random.below(2) * random.below(40)),
      () => bench.refresh(handle),
      () => bench.notify(handle, random.below(16)),
      () => bench.x.setKeepAlive(handle, random.below(2), 1000, 0, 0),
      () => random.below(3) === 0 && bench.end(handle),
      () => random.below(4) === 0 && this.#close(bench, handle),
      () => random.below(8) === 0 && this.#abort(bench, handle),
      () => random.below(6) === 0 && bench.takeInput(handle),
      () => bench.x.turn(),
    ];
    acts[random.below(acts.length)]();
    bench.done(0);
  }

  #remotes(most: number): (typeof SERVER)[] {
    const choice = [
      SERVER,
      SERVER,
      SERVER,
      NOWHERE,
      endpoint('127.0.0.1', PORT + 1),
      endpoint('10.1.1.1', 1),
    ];
    return Array.from(
      { length: 1 + this.#random.below(most) },
      () => choice[this.#random.below(choice.length)],
    );
  }

  #open(bench: Bench): void {
    if ((this.#models.get(bench)?.size ?? 0) < 30) this.#modelOf(bench, bench.open());
  }

  #resolve(bench: Bench): void {
    if ((this.#models.get(bench)?.size ?? 0) < 30) this.#modelOf(bench, bench.resolve('a.name'));
  }

  #send(bench: Bench, handle: number): void {
    const count = this.#random.below([200, 5000, BATCH_MAX + 2][this.#random.below(3)]);
    this.#give(bench, handle, count, bytes => bench.send(handle, bytes));
  }

  #lend(bench: Bench, handle: number): void {
    const count = this.#random.below(100_000);
    this.#give(bench, handle, count, bytes => bench.lend(handle, bytes));
  }

  #give(bench: Bench, handle: number, count: number, send: (bytes: Uint8Array) => number): void {
    const model = this.#find(bench, handle);
    const from = model?.given ?? 0;
    const before = model?.pending ?? false;
    if (model) {
      // Before the call: an acceptance may be told from within it.
      model.given += count;
      model.pending = true;
    }
    const result = send(streamOf(handle, from, count));
    if (!model) return assert.ok(result < 0);
    if (result < 0) {
      model.given -= count;
      model.pending = before;
    } else if (result === ACCEPTED) {
      model.pending = false;
    }
    this.#checkCount(bench, model);
  }

  /** Reads by `recv`, or from a stream that was taken. */
  #receive(bench: Bench, handle: number): void {
    const max = this.#random.below(3) === 0 ? this.#random.below(100) : BATCH_MAX;
    const model = this.#find(bench, handle);
    if (!model || !bench.taken.has(handle)) return this.#got(model, bench.recv(handle, max));
    const count = bench.raw(handle).read(buffer, max);
    if (count === STREAM_CLOSED) bench.x.inputEnded(handle);
    else if (count === STREAM_FAILED) bench.x.inputFailed(handle);
    else {
      bench.x.received(handle, count);
      this.#got(model, buffer.subarray(0, count));
    }
  }

  /** Bytes arrive as they were sent, and none that were not. */
  #got(model: Model | undefined, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (!model) throw new Error('bytes for a handle that is closed');
    const { partner } = model;
    for (let i = 0; partner && i < bytes.length; i++) {
      if (bytes[i] !== byteAt(partner.handle, model.received + i)) assert.unreachable('a wrong byte');
    }
    model.received += bytes.length;
    this.received += bytes.length;
    if (partner) assert.ok(model.received <= partner.given, 'more has arrived than was sent');
  }

  #close(bench: Bench, handle: number): void {
    if (handle === this.#listener && bench === this.#pair.server) return;
    const model = this.#find(bench, handle);
    // Two ends that wait for each other's output, with nobody to read it, would wait for ever.
    if (model?.pending && this.#waits && bench === this.#pair.server) return;
    if (model?.pending) model.dirty = true;
    this.#models.get(bench)?.delete(handle);
    this.#stale.push(handle);
    bench.close(handle);
    if (bench.taken.has(handle)) bench.dropInput(handle);
    if (!this.#waits) assert.is(bench.x.state(handle), STATE_FREE);
  }

  #abort(bench: Bench, handle: number): void {
    const model = this.#find(bench, handle);
    if (!model || handle === this.#listener) return;
    model.dirty = true;
    if (bench.remoteAddress(handle)) bench.raw(handle).reset();
    this.#close(bench, handle);
  }

  #onEvent(bench: Bench, { kind, handle, a, text }: Happened): void {
    const model = this.#find(bench, handle);
    if (!model) throw new Error(`h${handle} of the ${bench.name} is closed and says ${text}`);
    if (kind === EVENT_CONNECTED) this.#byPort.set(bench.localAddress(handle)?.port ?? 0, model);
    else if (kind === EVENT_ACCEPTED) this.#onAccepted(bench, a);
    else if (kind === EVENT_READABLE && this.#random.below(4) > 0) this.#receive(bench, handle);
    else if (kind === EVENT_SENT) model.pending = false;
    if (kind === EVENT_SENT || kind === EVENT_FINISHED) this.#checkCount(bench, model);
    if (kind !== EVENT_END || !model.partner || model.partner.dirty) return;
    assert.is(model.received, model.partner.given, 'the FIN came before the last byte');
  }

  #onAccepted(bench: Bench, child: number): void {
    const model = this.#modelOf(bench, child);
    model.partner = this.#byPort.get(bench.remoteAddress(child)?.port ?? 0);
    if (model.partner) model.partner.partner = model;
  }

  #checkCount(bench: Bench, { handle, given, pending }: Model): void {
    if (!pending) assert.is(Number(bench.x.bytesSent(handle)), given, 'bytes sent');
  }

  #check(bench: Bench): void {
    if (!this.#waits) assert.is(bench.x.live(), this.#models.get(bench)?.size);
  }

  /** Engines that wait look whether something is ready. */
  #look(): void {
    for (const bench of this.#benches) if (bench.waits) bench.look();
  }

  #modelOf(bench: Bench, handle: number): Model {
    const model = { handle, given: 0, pending: false, received: 0, dirty: false, partner: undefined };
    this.#models.get(bench)?.set(handle, model);
    return model;
  }

  #find(bench: Bench, handle: number): Model | undefined {
    return this.#models.get(bench)?.get(handle);
  }
}

function streamOf(handle: number, from: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) bytes[i] = byteAt(handle, from + i);
  return bytes;
}

/** Every stream has bytes of its own. */
function byteAt(handle: number, index: number): number {
  return (handle * 7 + index * 31 + (index >> 8)) & 255;
}

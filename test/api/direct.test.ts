// The members of a Socket that go beside its stream, which guests have, held against node:net on this runtime: every
// scenario of the API must have the trace that it has there.
import { AsyncResource } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import dns from 'node:dns';
import nodeNet from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bindCore } from '../../host/binding/core.ts';
import type { CoreRuntime } from '../../host/binding/engine.ts';
import { SendQueue } from '../../host/binding/send-queue.ts';
import { createNet } from '../../host/index.ts';
import type { HostRuntime } from '../../host/net/context.ts';
import { directMembers } from '../../host/net/direct.ts';
import { onNode } from '../../host/runtime/here.ts';
import { RELEASE } from '../support/builds.ts';
import type { Net } from '../support/implementation.ts';
import { comparing } from '../support/recorded.ts';
import { traceOf } from '../support/scenario.ts';
import { scenarios } from './traces/scenarios.ts';

/** Turns of the event loop in which a peer of this process may still learn that its connection is gone. */
const TURNS = 200;

let tick = 0;
const onExit = (callback: () => void) => process.on('exit', callback);
const runtime: HostRuntime & CoreRuntime = {
  nextTick: process.nextTick,
  onExit,
  lookup: dns.lookup as HostRuntime['lookup'],
  hints: dns,
  startTimer(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  },
  allocate: length => Buffer.allocUnsafe(length),
  view: (memory, from, length) => Buffer.from(memory, from, length),
  snapshot: () => new AsyncResource('wasi-net'),
  channels: {
    client: channel('net.client.socket'),
    server: channel('net.server.socket'),
    listenStart: channel('tracing:net.server.listen:asyncStart'),
    listenEnd: channel('tracing:net.server.listen:asyncEnd'),
    listenError: channel('tracing:net.server.listen:error'),
  },
  classes: { ...nodeNet },
  familyDefaults: onNode.familyDefaults(),
  ...onNode.speech(),
};

const engine = bindCore(RELEASE.module, onNode.provider(), runtime);
/** Bytes that went beside the stream: the scenarios shall not pass for having none. */
let direct = 0;
const directEngine = Object.assign(engine, {
  sendWords(handle: number, words: BigUint64Array, length: number): number {
    direct += length;
    return engine.send(
      handle,
      new SendQueue([new Uint8Array(words.buffer, words.byteOffset, length).slice()]),
    );
  },
});
const ours = createNet(engine, {
  ...runtime,
  socketMembers: directMembers(directEngine, {
    nextTick: process.nextTick,
    onExit,
    // Numbered as gathering numbers them here: one that nothing has asked about may be the one before.
    tick() {
      process.nextTick(() => tick++);
      return tick;
    },
  }),
}) as unknown as Net;

for (const scenario of scenarios) {
  comparing(
    scenario.name,
    () => traceOf(scenario, nodeNet),
    async expected => {
      const actual = await traceOf(scenario, ours).catch((failure: Error) => failure.message);
      assert.equal(actual, expected);
      for (let turn = 0; engine.live() > 0 && turn < TURNS; turn++) await nextTurn();
      assert.is(engine.live(), 0, 'handles in use');
    },
  );
}

test('the scenarios send beside the stream', () => {
  assert.ok(direct > 1000, `${direct} bytes`);
});

test.run();

// What the built modules promise of themselves: fixed memory that adds up, size, and nothing imported but WASI.
import { readFileSync } from 'node:fs';
import { componentWit } from '@bytecodealliance/jco-transpile/wasm-tools';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ARENA_BYTES,
  BATCH_MAX,
  BATCH_SMALL,
  EVENT_WORDS,
  LANDING_BYTES,
  LARGE_BLOCKS,
  MAX_ASIDE,
  MAX_EVENTS,
  MAX_SOCKETS,
  SLOT_BITS,
  SMALL_BLOCKS,
} from '../../assembly/abi.ts';
import { createSimulation } from '../../host/provider/sim.ts';
import { Bench } from '../support/bench.ts';
import { BUILDS } from '../support/builds.ts';

const PAGE = 65536;
const PAGES = 570;
const LARGEST = 24 * 1024;
/** Two a socket, one for each attempt set aside, and the timer of a wait. */
const POLLABLES = 2 * MAX_SOCKETS + MAX_ASIDE + 1;
const WASI = /^wasi:(sockets|io|clocks)\/[a-z-]+@0\.2\.0$/;

const { Module } = (
  globalThis as unknown as {
    WebAssembly: { Module: { imports(module: object): { module: string; name: string; kind: string }[] } };
  }
).WebAssembly;

/** The addresses of assembly/layout.ts, which only asc can compile. */
function layout(): Record<string, number> {
  const text = readFileSync('assembly/layout.ts', 'utf8');
  const found = [...text.matchAll(/^export const (\w+): (?:usize|u32) = (\w+);$/gm)];
  return Object.fromEntries(found.map(([, name, value]) => [name, Number(value)]));
}

for (const { name, module } of BUILDS) {
  test(`the memory has ${PAGES} pages and never grows (${name})`, () => {
    const { x } = new Bench(module, createSimulation());
    assert.is(x.memory.buffer.byteLength, PAGES * PAGE);
    assert.throws(() => (x.memory as unknown as { grow(pages: number): void }).grow(1));
    assert.is(x.memory.buffer.byteLength, PAGES * PAGE);
  });

  test(`nothing is imported but functions of wasi:sockets, wasi:io and wasi:clocks (${name})`, () => {
    const imports = Module.imports(module);
    assert.ok(imports.length > 10);
    for (const { module: from, kind, name: what } of imports) {
      assert.match(from, WASI, what);
      assert.is(kind, 'function');
    }
  });

  test(`the zones that the host uses lie where the layout has them (${name})`, () => {
    const { x } = new Bench(module, createSimulation());
    const { RING, LANDING, ARENA } = layout();
    assert.equal([x.ring(), x.landing(), x.arena()], [RING, LANDING, ARENA]);
    assert.ok(x.acting() < RING);
  });
}

test('the regions of the layout follow each other, each as large as what it holds, up to the end', () => {
  const at = layout();
  const regions: [from: number, bytes: number, to: number][] = [
    [at.RING, 16 + MAX_EVENTS * EVENT_WORDS * 4, at.LANDING],
    [at.LANDING, LANDING_BYTES, at.ARENA],
    [at.ARENA, ARENA_BYTES, at.POLL_IDS],
    [at.POLL_IDS, POLLABLES * 4, at.POLL_OWNERS],
    [at.POLL_OWNERS, POLLABLES * 4, at.TABLE],
    [at.TABLE, MAX_SOCKETS * at.RECORD_BYTES, at.TIMERS],
    [at.TIMERS, MAX_SOCKETS * 2 * 32, at.SMALL_POOL],
    [at.SMALL_POOL, SMALL_BLOCKS * BATCH_SMALL, at.LARGE_POOL],
    [at.LARGE_POOL, LARGE_BLOCKS * BATCH_MAX, at.MEMORY_END],
  ];
  for (const [from, bytes, to] of regions) assert.ok(from + bytes <= to, `0x${from.toString(16)}`);
  for (const [from, bytes, to] of regions.slice(5)) assert.is(from + bytes, to, `0x${from.toString(16)}`);
  assert.is(at.MEMORY_END, PAGES * PAGE);
  assert.is(MAX_SOCKETS, 2 ** SLOT_BITS);
  assert.ok(ARENA_BYTES >= MAX_EVENTS * EVENT_WORDS * 4, 'all events fit the arena at once');
  assert.ok(ARENA_BYTES >= POLLABLES * 4, 'and so does the list of a poll');
});

test('the statics of the engine end before the event ring', () => {
  const wat = readFileSync('dist/engine.debug.wat', 'utf8');
  const ends = [...wat.matchAll(/__heap_base i32 \(i32\.const (\d+)\)/g)].map(m => Number(m[1]));
  const segments = [...wat.matchAll(/^ \(data \$?\S* \(i32\.const (\d+)\)/gm)].map(m => Number(m[1]));
  assert.ok(segments.length > 0);
  for (const address of [...ends, ...segments]) assert.ok(address < layout().RING, String(address));
});

test('the release engine is small', () => {
  const bytes = readFileSync('dist/engine.wasm').length;
  assert.ok(bytes <= LARGEST, `${bytes} bytes`);
});

test('the component asks for WASI 0.2.0 and gives the engine and the hashes, nothing else', async () => {
  const wit = await componentWit(readFileSync('dist/engine.component.wasm'));
  const world = /world root \{([^}]*)\}/.exec(wit)?.[1] ?? '';
  const imports = [...world.matchAll(/^ {2}import (\S+);/gm)].map(m => m[1]);
  const exports = [...world.matchAll(/^ {2}export (\S+);/gm)].map(m => m[1]);
  assert.ok(imports.length > 0);
  for (const name of imports) assert.match(name, WASI);
  assert.equal(exports, ['wasi-net:engine/engine@0.1.0', 'wasi-net:hashes/hashes@0.1.0']);
});

test.run();

// The memory of a component, read and written, and functions in it that lose their text.
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withNativeFunctions } from '../../../host/cli/build/quickjs-sources.ts';
import { unsigned, withModules, withSections } from '../../../host/cli/build/wasm/binary.ts';
import { DATA, dataOf, memoryOf } from '../../../host/cli/build/wasm/memory.ts';

declare const WebAssembly: { validate(bytes: Uint8Array): boolean };

const MODULE = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** One memory, of one page or more. */
const MEMORY = [5, 3, 1, 0, 1];

/** Where the texts begin, and what QuickJS has of each function: its kind, its neighbours, its text. */
const TEXTS = 4096;
const RECORDS = 64;
const RECORD = 96;
const [KIND, NEXT, PREVIOUS, LENGTH, TEXT] = [3, 8, 12, 76, 88];

test('the modules of a component are rewritten in place, and go on to be valid', () => {
  const component = readFileSync('dist/engine.component.wasm');
  const sizes: number[] = [];
  const same = withModules(component, module => {
    assert.ok(WebAssembly.validate(module));
    sizes.push(module.length);
    return withSections(module, ({ body }) => body);
  });
  assert.ok(
    sizes.some(size => size > 10_000),
    `${sizes}`,
  );
  const again: number[] = [];
  withModules(same, module => {
    assert.ok(WebAssembly.validate(module));
    again.push(module.length);
    return module;
  });
  assert.is(again.length, sizes.length);
});

test('a memory is the same when it was written and read', () => {
  const memory = new Uint8Array(3_000_000);
  for (let at = 0; at < memory.length; at += 1 + ((at * 7919) % 4001))
    memory.fill((at % 255) + 1, at, at + (at % 13));
  memory[memory.length - 1] = 1;
  const data = dataOf(memory);
  assert.ok(data.length < memory.length);
  assert.equal(memoryOf(data), memory);
  assert.ok(WebAssembly.validate(moduleOf(memory)));
});

test('few zeros do not part a segment, and many do', () => {
  const memory = new Uint8Array(100);
  memory.set([1, 0, 0, 2], 10);
  memory[60] = 3;
  assert.equal([...dataOf(memory)], [2, 0, 0x41, 10, 0x0b, 4, 1, 0, 0, 2, 0, 0x41, 60, 0x0b, 1, 3]);
});

test('there are never more segments than runtimes take', () => {
  const memory = new Uint8Array(2_000_000);
  for (let at = 0; at < memory.length; at += 15) memory[at] = 1;
  assert.ok(WebAssembly.validate(moduleOf(memory)));
  assert.equal(memoryOf(dataOf(memory)), memory.subarray(0, memory.lastIndexOf(1) + 1));
});

test('segments of other kinds stay as they are', () => {
  assert.is(memoryOf(Uint8Array.of(1, 1, 2, 5, 6)), undefined);
});

const LONG = 'a'.repeat(40);
const BUILTINS = [`function known(){return "${LONG}"}`, `class Some extends Other{method(){"${LONG}"}}`];
const PROGRAM = `function own(){return "${LONG}"}"lib/x.js"(exports){exports.x="${LONG}"}"GET"(request){"${LONG}"}`;

test('functions of built-ins, and what the bundler has put around modules, are native', () => {
  const sources = [
    BUILTINS[0],
    BUILTINS[1],
    `method(){"${LONG}"}`,
    `"lib/x.js"(exports){exports.x="${LONG}"}`,
    `function own(){return "${LONG}"}`,
    `"GET"(request){"${LONG}"}`,
    `function unknown(){return "${LONG}"}`,
  ];
  assert.equal(textsAfter(sources, BUILTINS, PROGRAM), [
    'function known() { [native code] }',
    'class Some extends Other{ [native code] }',
    'function method() { [native code] }',
    'function () { [native code] }',
    ...sources.slice(4),
  ]);
});

test('what is no text of a function stays, however like one it is', () => {
  const memory = memoryWith(['', BUILTINS[0], '']);
  for (const [what, offset] of Object.entries({ KIND, NEXT, PREVIOUS, LENGTH, TEXT })) {
    const changed = memory.slice();
    changed[RECORDS + RECORD + offset] += 4;
    assert.equal(nativeMemory(changed), changed, `another ${what}`);
  }
  assert.not.equal(nativeMemory(memory), memory);
});

test.run();

/** What `toString` of functions with these sources gives. */
function textsAfter(sources: string[], builtins: string[], program: string): string[] {
  const memory = nativeMemory(memoryWith(sources), builtins, program);
  const view = new DataView(memory.buffer, memory.byteOffset);
  return sources.map((_, at) => {
    const [length, start] = [LENGTH, TEXT].map(field => view.getUint32(RECORDS + at * RECORD + field, true));
    return Buffer.from(memory.subarray(start, start + length)).toString();
  });
}

function nativeMemory(memory: Uint8Array, builtins = BUILTINS, program = PROGRAM): Uint8Array {
  let after: Uint8Array | undefined;
  withSections(withNativeFunctions(moduleOf(memory), builtins, program), ({ id, body }) => {
    if (id === DATA) after = memoryOf(body);
    return body;
  });
  return after as Uint8Array;
}

function memoryWith(sources: string[]): Uint8Array {
  const memory = Buffer.alloc(65_536);
  let at = TEXTS;
  const record = (index: number) => RECORDS + ((index + sources.length) % sources.length) * RECORD;
  sources.forEach((source, index) => {
    memory[record(index) + KIND] = 1;
    memory.writeUInt32LE(record(index + 1) + NEXT, record(index) + NEXT);
    memory.writeUInt32LE(record(index - 1) + NEXT, record(index) + PREVIOUS);
    memory.writeUInt32LE(source.length, record(index) + LENGTH);
    memory.writeUInt32LE(at, record(index) + TEXT);
    at += memory.write(source, at) + 1;
  });
  // A last byte, so that nothing is cut off behind the texts.
  memory[memory.length - 1] = 1;
  return new Uint8Array(memory);
}

function moduleOf(memory: Uint8Array): Uint8Array {
  const data = dataOf(memory);
  return Buffer.from([...MODULE, ...MEMORY, DATA, ...unsigned(data.length), ...data]);
}

// The hashes of the engine's component (wit/hashes.wit) for the built-ins on Node: its core module, whose other imports
// nothing calls here.

import { readFileSync } from 'node:fs';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  cabi_realloc(from: number, oldSize: number, align: number, size: number): number;
}
type Call = (...values: number[]) => number;

const { WebAssembly } = globalThis as Any;
// biome-ignore lint/suspicious/noExplicitAny: the project's types leave out the browser's
type Any = any;

const module = new WebAssembly.Module(readFileSync('dist/engine.component.core.wasm'));
const imports: Record<string, Record<string, () => number>> = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] = () => 0;
}
const exports = new WebAssembly.Instance(module, imports).exports as Exports & Record<string, Call>;
const { memory, cabi_realloc: allocate } = exports;

/** Calls a function with numbers and lists of bytes; gives the list that it returns. */
function call(name: string, ...values: (number | Uint8Array)[]): Uint8Array {
  const flat = values.flatMap(value => {
    if (typeof value === 'number') return [value];
    const at = allocate(0, 0, 1, value.length);
    new Uint8Array(memory.buffer, at, value.length).set(value);
    return [at, value.length];
  });
  const [at, length] = new Uint32Array(
    memory.buffer,
    exports[`wasi-net:hashes/hashes@0.1.0#${name}`](...flat),
    2,
  );
  return new Uint8Array(memory.buffer, at, length).slice();
}

export const compress = (...values: [number, Uint8Array, Uint8Array]) => call('compress', ...values);
export const derive = (...values: [number, Uint8Array, Uint8Array, Uint8Array, number]) =>
  call('derive', ...values);

// Joins a guest component and the engine component into one that imports nothing but WASI.
// The work is done by compose.wasm: wac-graph behind four plain exports (source: composer/, rebuilt by
// scripts/build-composer.mjs). It imports nothing, so it can touch nothing but the bytes it is given.
import { readFile } from 'node:fs/promises';

// The types of this project leave out the browser's, and Node's own do not have it.
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object): Promise<{ readonly exports: object }>;
};

interface Composer {
  readonly memory: { readonly buffer: ArrayBuffer };
  reserve(length: number): number;
  compose(guest: number, guestLength: number, engine: number, engineLength: number): number;
  result_pointer(): number;
  result_length(): number;
}

let compiled: Promise<object> | undefined;

/**
 * Satisfies the guest's `wasi-net:` imports: the engine's interface with the engine, the mirror package
 * `wasi-net:io` with the real `wasi:io`. Imports of both on one semver track become one import.
 * The result exports what the guest exports.
 *
 * @param guest a component, for example made by componentize-qjs
 * @param engine the engine component
 * @param artefact where compose.wasm lies, if not beside this file
 * @throws Error when one of them is no component, or their interfaces differ; the message says which
 */
export async function compose(
  guest: Uint8Array,
  engine: Uint8Array,
  artefact: URL | string = new URL('./compose.wasm', import.meta.url),
): Promise<Uint8Array> {
  compiled ??= readFile(artefact).then(bytes => WebAssembly.compile(bytes));
  // An instance serves one composition: the composer never frees, and a trap leaves nothing behind.
  const instance = await WebAssembly.instantiate(await compiled);
  const composer = instance.exports as Composer;
  const place = (bytes: Uint8Array): [number, number] => {
    const pointer = composer.reserve(bytes.length);
    new Uint8Array(composer.memory.buffer, pointer, bytes.length).set(bytes);
    return [pointer, bytes.length];
  };
  const result = () =>
    new Uint8Array(composer.memory.buffer, composer.result_pointer(), composer.result_length());

  let composed = 0;
  try {
    composed = composer.compose(...place(guest), ...place(engine));
  } catch (trap) {
    throw new Error(`the composer failed: ${new TextDecoder().decode(result())}`, { cause: trap });
  }
  if (composed === 0) throw new Error(`cannot compose: ${new TextDecoder().decode(result())}`);
  return result().slice();
}

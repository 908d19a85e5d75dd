// The part of the WebAssembly JavaScript API that the binding uses, typed here so that no runtime's or
// browser's typings are needed to compile or to use this package. https://webassembly.github.io/spec/js-api/

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
/** A compiled module; opaque. */
export interface WasmModule {
  readonly [Symbol.toStringTag]?: string;
}
export interface WasmInstance {
  readonly exports: Record<string, unknown>;
}

interface WasmApi {
  Module: new (bytes: Uint8Array) => WasmModule;
  Instance: new (module: WasmModule, imports: Record<string, Record<string, unknown>>) => WasmInstance;
}

const api = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;

/** Compiles the engine; synchronous, for it is small. */
export function compile(bytes: Uint8Array): WasmModule {
  return new api.Module(bytes);
}

export function instantiate(
  module: WasmModule,
  imports: Record<string, Record<string, unknown>>,
): WasmInstance {
  return new api.Instance(module, imports);
}

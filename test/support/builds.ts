// The two builds of the engine: debug with its asserts, and the release that ships.
import { readFileSync } from 'node:fs';
import { compile, type WasmModule } from '../../host/binding/webassembly.ts';

export interface Build {
  readonly name: string;
  readonly module: WasmModule;
}

export const DEBUG = build('debug', 'dist/engine.debug.wasm');
export const RELEASE = build('release', 'dist/engine.wasm');
export const BUILDS: readonly Build[] = [DEBUG, RELEASE];

function build(name: string, path: string): Build {
  return { name, module: compile(readFileSync(path)) };
}

// Tests written in AssemblyScript (test/assembly) of AssemblyScript: compiled here together with the modules
// under test, asserts on. Every exported function is one test, its name the sentence; each runs in an instance
// of its own, since the modules keep their state in fixed memory.
import { readdirSync } from 'node:fs';
import { test } from 'uvu';
import { compile, instantiate, type WasmMemory } from '../../host/binding/webassembly.ts';

// By a variable: the compiler's own typings would put AssemblyScript's globals among TypeScript's.
const compilerName: string = 'assemblyscript/asc';
const asc: Compiler = (await import(compilerName)).default;

interface Compiler {
  main(
    args: string[],
    options: { writeFile(name: string, contents: string | Uint8Array): void },
  ): Promise<{ error: Error | null; stderr: object }>;
}

const FOLDER = 'test/assembly';
const entries = readdirSync(FOLDER)
  .filter(name => name.endsWith('.ts') && name !== 'random.ts')
  .sort()
  .map(name => `${FOLDER}/${name}`);

for (const entry of entries) {
  const module = compile(await binaryOf(entry));
  for (const name of testsOf(module)) test(`${sentence(name)} (${entry})`, () => run(module, name));
}
test.run();

async function binaryOf(entry: string): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([entry, '--config', `${FOLDER}/asconfig.json`, '-o', 'out.wasm'], {
    writeFile(name: string, contents: string | Uint8Array) {
      if (name === 'out.wasm') binary = contents as Uint8Array;
    },
  });
  if (error || !binary) throw new Error(`${entry} does not compile\n${stderr.toString()}`);
  return binary;
}

function testsOf(module: object): string[] {
  const { Module } = (globalThis as unknown as { WebAssembly: { Module: WasmModuleApi } }).WebAssembly;
  return Module.exports(module)
    .filter(e => e.kind === 'function')
    .map(e => e.name);
}

interface WasmModuleApi {
  exports(module: object): { name: string; kind: string }[];
}

function run(module: object, name: string): void {
  const { exports } = instantiate(module, {
    env: {
      abort(message: number, file: number, line: number) {
        const { buffer } = exports.memory as WasmMemory;
        throw new Error(`${textAt(buffer, message) || 'assertion failed'}, ${textAt(buffer, file)}:${line}`);
      },
    },
  });
  (exports[name] as () => void)();
}

/** A string of AssemblyScript: UTF-16, its length in bytes before it. */
function textAt(memory: ArrayBuffer, at: number): string {
  if (at === 0) return '';
  const [bytes] = new Uint32Array(memory, at - 4, 1);
  return String.fromCharCode(...new Uint16Array(memory, at, bytes >> 1));
}

/** `aTimerFires` reads `a timer fires`. */
function sentence(name: string): string {
  return name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}

// Which `net` the tests of the API are run on: ours, or what WASI_NET_IMPL names. With
// WASI_NET_IMPL=node:net the suite compares node:net with itself, which is how the harness proves
// that a difference it reports is never noise of its own.
import type nodeNet from 'node:net';

/** The surface under test: the shape of Node's own module. */
export type Net = typeof nodeNet;

/** The runtime that this runs on. */
export function runtimeName(): 'node' | 'deno' {
  return 'deno' in process.versions ? 'deno' : 'node';
}

/** What the runtime's command line says to run an ES module that is given as text. */
export function evaluating(program: string): string[] {
  return runtimeName() === 'deno' ? ['eval', program] : ['--input-type=module', '--eval', program];
}

/** The module specifier under test, 'wasi-net' unless WASI_NET_IMPL says otherwise. */
export function implementationName(): string {
  return process.env.WASI_NET_IMPL || 'wasi-net';
}

/** The `net` under test. Rejects as `import()` does when the module cannot be loaded. */
export async function implementation(): Promise<Net> {
  // A variable, so that neither the bundler nor the compiler asks for a build of ours.
  const name: string = implementationName();
  const module = await import(name);
  return module.default ?? module;
}

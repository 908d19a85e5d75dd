// From a program's source to the component that Wasmtime runs. To bundle it is quick, and says what the rest, which
// takes long, would be made of: the key of a cache.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { compose } from '../compose/compose.ts';
import { bundle } from './bundle.ts';
import { GUESTS, type GuestName } from './guests.ts';
import { modulesOf } from './modules.ts';
import { Parts } from './parts.ts';

export interface BuildOptions {
  readonly entry: string;
  readonly guest: GuestName;
  readonly minify: boolean;
  /** The folder in which the package was built. */
  readonly dist: string;
  /** Told what is being done. */
  readonly step?: (name: string) => void;
}

/** A program that was bundled. */
export interface Prepared {
  /** Of all that the component is made of, versions included. */
  readonly key: string;
  make(): Promise<Uint8Array>;
}

/** @throws Failure that says what is wrong with the source */
export async function prepareProgram(options: BuildOptions): Promise<Prepared> {
  const { entry, guest, minify, dist, step = () => {} } = options;
  const version = await GUESTS[guest].version();
  step(`bundling ${entry}`);
  const parts = new Parts(dist);
  const modules = modulesOf(await bundle(entry, minify), parts.modules());
  const wit = parts.wit();
  const engine = parts.engine();
  const { main, others } = modules;
  const makers = [parts.composer, parts.command].map(file => readFileSync(file));
  return {
    key: keyOf([guest, version, main, ...[...others].flat(), wit, engine, ...makers]),
    async make() {
      step('making the component');
      const component = await GUESTS[guest].component(modules, wit, minify);
      step('composing it with the engine');
      return compose(component, engine, parts.composer);
    },
  };
}

function keyOf(inputs: (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:`).update(input);
  return hash.digest('hex').slice(0, 32);
}

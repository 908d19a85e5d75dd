// From a program's source to the component that Wasmtime runs. To bundle it is quick, and says what the rest, which
// takes long, would be made of: the key of a cache.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compose } from '../compose/compose.ts';
import { guestWit } from '../compose/guest-wit.ts';
import { Failure } from '../failure.ts';
import { GuestParts } from './builtins.ts';
import { bundle } from './bundle.ts';
import type { GuestName } from './guests.ts';
import { quickjsComponent } from './quickjs.ts';

export interface BuildOptions {
  readonly entry: string;
  readonly guest: GuestName;
  readonly minify: boolean;
  /** The folder in which the parts of the package lie. */
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

export async function prepareProgram(options: BuildOptions): Promise<Prepared> {
  const { entry, guest, minify, dist, step = () => {} } = options;
  if (guest !== 'quickjs') throw new Failure('the guest starlingmonkey cannot be built yet');
  step(`bundling ${entry}`);
  const code = await bundle({ entry, parts: new GuestParts(join(dist, 'guest')), minify });
  const text = (name: string) => readFileSync(join(dist, 'guest', name), 'utf8');
  const wit = `${text('guest.wit')}\n${guestWit(text('engine.wit'), text('mirror.wit'))}`;
  const engine = readFileSync(join(dist, 'engine.component.wasm'));
  const composer = join(dist, 'compose.wasm');
  return {
    key: keyOf([guest, versionOf('componentize-qjs'), code, wit, engine, readFileSync(composer)]),
    async make() {
      step('making the component');
      const component = await quickjsComponent(code, wit);
      step('composing it with the engine');
      return compose(component, engine, composer);
    },
  };
}

function keyOf(inputs: (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:`).update(input);
  return hash.digest('hex').slice(0, 32);
}

function versionOf(name: string): string {
  return createRequire(import.meta.url)(`${name}/package.json`).version;
}

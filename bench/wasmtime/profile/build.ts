// Builds a program of wasi-net that tells at its end, on standard error, what its functions took.

import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GuestParts } from '../../../host/cli/build/builtins.ts';
import { bundle } from '../../../host/cli/build/bundle.ts';
import { quickjsComponent } from '../../../host/cli/build/quickjs.ts';
import { compose } from '../../../host/cli/compose/compose.ts';
import { guestWit } from '../../../host/cli/compose/guest-wit.ts';
import { cachedFile } from '../cache.ts';
import type { ProgramName } from '../tasks.ts';
import { instrumented, REPORT } from './instrument.ts';

const DIST = resolve('dist');

/** The path of the component. What its lines are lines of is written to `folder`. */
export async function profiledComponent(name: ProgramName, folder: string): Promise<string> {
  const entry = join(folder, `${name}.entry.ts`);
  const program = resolve(`bench/wasmtime/programs/${name}.ts`);
  const told = `process.on('exit', () => console.error(globalThis[Symbol.for('${REPORT}')]()));`;
  writeFileSync(entry, `${told}\nimport ${JSON.stringify(program)};\n`);
  const parts = new GuestParts(join(DIST, 'guest'));
  const code = await bundle({ entry, parts, minify: false });
  writeFileSync(join(folder, `${name}.js`), code);
  const text = (file: string) => readFileSync(join(DIST, 'guest', file), 'utf8');
  const wit = `${text('guest.wit')}\n${guestWit(text('engine.wit'), text('mirror.wit'))}`;
  const engine = readFileSync(join(DIST, 'engine.component.wasm'));
  return cachedFile(`profiled-${name}.wasm`, [code, wit, engine], async path => {
    const component = await quickjsComponent(instrumented(code), wit);
    writeFileSync(path, await compose(component, engine, join(DIST, 'compose.wasm')));
  });
}

// Builds a program of wasi-net that tells at its end, on standard error, what its functions took.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bundle } from '../../../host/cli/build/bundle.ts';
import { type Modules, modulesOf } from '../../../host/cli/build/modules.ts';
import { Parts } from '../../../host/cli/build/parts.ts';
import { quickjs } from '../../../host/cli/build/quickjs.ts';
import { compose } from '../../../host/cli/compose/compose.ts';
import { cachedFile } from '../cache.ts';
import type { ProgramName } from '../tasks.ts';
import { instrumented, REPORT } from './instrument.ts';

/** The path of the component. What its lines are lines of is written to `folder`. */
export async function profiledComponent(name: ProgramName, folder: string): Promise<string> {
  const entry = join(folder, `${name}.entry.ts`);
  const program = resolve(`bench/wasmtime/programs/${name}.ts`);
  const told = `process.on('exit', () => console.error(globalThis[Symbol.for('${REPORT}')]()));`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(entry, `${told}\nimport ${JSON.stringify(program)};\n`);
  const parts = new Parts('dist');
  const modules = modulesOf(await bundle(entry, false), parts.modules());
  keep(modules, join(folder, name));
  const wit = parts.wit();
  const engine = parts.engine();
  const inputs = [modules.main, ...modules.others.values(), wit, engine, readFileSync(parts.composer)];
  return cachedFile(`profiled-${name}.wasm`, inputs, async path => {
    const component = await quickjs.component(instrumented(modules), wit, false);
    writeFileSync(path, await compose(component, engine, parts.composer));
  });
}

function keep({ others }: Modules, folder: string): void {
  for (const [path, text] of others) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

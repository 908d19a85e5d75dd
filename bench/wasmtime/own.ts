// Builds the programs on wasi-net, in QuickJS.

import { readFileSync, writeFileSync } from 'node:fs';
import { bundle } from '../../host/cli/build/bundle.ts';
import { compose } from '../../host/cli/compose/compose.ts';
import { guestWit } from '../../host/cli/compose/guest-wit.ts';
import { cachedFile } from './cache.ts';
import { packageVersion } from './packages.ts';
import type { ProgramName } from './tasks.ts';

/** The path of the component. */
export async function ownComponent(name: ProgramName): Promise<string> {
  const jsSource = await bundle(`bench/wasmtime/programs/${name}.ts`);
  const text = (path: string) => readFileSync(path, 'utf8');
  const wit = `${text('host/wasmtime/guest.wit')}\n${guestWit(text('wit/engine.wit'), text('host/cli/compose/mirror.wit'))}`;
  const engine = readFileSync('dist/engine.component.wasm');
  const version = packageVersion('componentize-qjs');
  return cachedFile(`own-${name}.wasm`, [version, jsSource, wit, engine], async path => {
    const { componentize } = await import('componentize-qjs');
    const witPath = `${path}.wit`;
    writeFileSync(witPath, wit);
    const { component } = await componentize({ witPath, jsSource, world: 'guest', sync: true });
    writeFileSync(path, await compose(component, engine, 'host/cli/compose/compose.wasm'));
  });
}

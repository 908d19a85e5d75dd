// A program with QuickJS in it: small, quick to start.

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { asFiles } from './files.ts';
import type { Guest } from './guests.ts';
import { PROGRAM } from './modules.ts';
import { withNativeFunctions } from './quickjs-sources.ts';

const PACKAGE = 'componentize-qjs';

/**
 * What was freed is still in memory, and would be in the component: for a moment buffers of these sizes, so many of
 * each, take its place, and leave zeros.
 */
const FILLING = [
  [380, 400],
  [60, 3700],
  [40, 2000],
  [8, 32_000],
];
const FILL = `{
  const filled = [];
  for (const [count, size] of ${JSON.stringify(FILLING)})
    for (let i = 0; i < count; i++) filled.push(new ArrayBuffer(size));
}`;

export const quickjs: Guest = {
  async version() {
    return createRequire(import.meta.url)(`${PACKAGE}/package.json`).version;
  },

  async component(modules, wit, minify) {
    const { componentize } = await import('componentize-qjs');
    const { main, others } = modules;
    const component = await asFiles(modules, async (folder, path) => {
      const witPath = join(folder, 'guest.wit');
      writeFileSync(witPath, wit);
      const options = { witPath, jsSource: main + FILL, jsPath: path, moduleRoot: folder };
      return (await componentize({ ...options, world: 'guest', sync: true })).component;
    });
    const { [PROGRAM]: program, ...builtins } = Object.fromEntries(others);
    const texts = Object.values(builtins);
    return withNativeFunctions(component, minify ? [...texts, program] : texts, program);
  },
};

// A program with QuickJS in it: small, quick to start.

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { asFiles } from './files.ts';
import type { Guest } from './guests.ts';

const PACKAGE = 'componentize-qjs';

export const quickjs: Guest = {
  async version() {
    return createRequire(import.meta.url)(`${PACKAGE}/package.json`).version;
  },

  async component(modules, wit) {
    const { componentize } = await import('componentize-qjs');
    return asFiles(modules, async (folder, path) => {
      const witPath = join(folder, 'guest.wit');
      writeFileSync(witPath, wit);
      const { component } = await componentize({
        witPath,
        jsSource: modules.main,
        jsPath: path,
        moduleRoot: folder,
        world: 'guest',
        sync: true,
      });
      return component;
    });
  },
};

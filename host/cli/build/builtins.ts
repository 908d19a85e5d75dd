// Node's built-in modules in a guest's program: each is a file of dist/guest, given to the program as CommonJS, for
// that is what `require` and `import` of Node's own both agree with.

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { globalsNamedIn } from '../../wasmtime/builtins/table.ts';

const NAMESPACE = 'built-in';

/** The files that a guest is given beside its program. */
export class GuestParts {
  readonly folder: string;
  readonly #names: ReadonlySet<string>;

  constructor(folder: string) {
    this.folder = resolve(folder);
    this.#names = new Set(JSON.parse(readFileSync(join(folder, 'builtins.json'), 'utf8')) as string[]);
  }

  path(name: string): string {
    return join(this.folder, `${name}.mjs`);
  }

  /** The name of the built-in that `specifier` stands for. */
  named(specifier: string): string | undefined {
    const name = specifier.replace(/^node:/, '');
    return this.#names.has(name) ? name : undefined;
  }

  /** Gives a program its built-ins, and notes in `used` which, and the parts with the globals that it names. */
  plugin(used: Set<string>): Plugin {
    return {
      name: 'built-ins',
      setup: ({ onResolve, onLoad }) => {
        onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z_]+)?$/ }, ({ path }) => {
          const name = this.named(path);
          if (name === undefined) return undefined;
          used.add(name);
          return { path: name, namespace: NAMESPACE };
        });
        onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
          if (path.startsWith(this.folder)) return undefined;
          for (const part of globalsNamedIn(await readFile(path, 'utf8'))) used.add(part);
          return undefined;
        });
        onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
          contents: `module.exports = require(${JSON.stringify(this.path(path))}).default;`,
          resolveDir: this.folder,
        }));
      },
    };
  }
}

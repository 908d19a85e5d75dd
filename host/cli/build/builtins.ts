// Node's built-in modules in a program: each is a module of dist/guest, which was evaluated before the program. The
// program has them as CommonJS, for that is what `require` and `import` of Node's own both agree with.

import type { Plugin } from 'esbuild';
import { ABSENT, BUILTINS } from '../../wasmtime/builtins/table.ts';

/** Node has these only with `node:` before the name; without, they are packages. */
const PREFIXED = ['sqlite'];
const NAMESPACE = 'built-in';

/** What a program that was bundled with them needs before its own text (host/wasmtime/modules.ts). */
export const IMPORTS = "import { builtin as __builtin, require } from './modules.mjs';";

/** The built-ins of which a program uses some. */
export class Builtins {
  readonly #used = new Set<string>();

  get used(): string[] {
    return [...this.#used].sort();
  }

  readonly plugin: Plugin = {
    name: 'built-ins',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^[-\w:/]+$/ }, ({ path }) => {
        if (PREFIXED.includes(path)) return undefined;
        const name = path.replace(/^node:/, '');
        if (!Object.hasOwn(BUILTINS, name) && !Object.hasOwn(ABSENT, name)) return undefined;
        this.#used.add(name);
        return { path: name, namespace: NAMESPACE };
      });
      onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: `module.exports = __builtin(${JSON.stringify(path)});`,
      }));
    },
  };
}

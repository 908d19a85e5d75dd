// The modules of a guest: parts of dist/guest, the bundled program, and the first of all, which puts them together. What
// is at the top level of all these runs while the component is made.

import type { Bundle } from './bundle.ts';

const PROGRAM = 'program.mjs';

export interface Modules {
  /** The text of the first module, and the name of its file. */
  readonly main: string;
  readonly file: string;
  /** The others, each with its path beside it. */
  readonly others: ReadonlyMap<string, string>;
}

export function modulesOf(bundle: Bundle, parts: ReadonlyMap<string, string>): Modules {
  const builtins = bundle.builtins.map((name, at) => ({ name, local: `builtin${at}` }));
  const main = [
    ...['lowered', 'early', 'globals'].map(name => `import './${name}.mjs';`),
    `import { start } from './start.mjs';`,
    ...bundle.globals.map(name => `import './${name}.mjs';`),
    ...builtins.map(({ name, local }) => `import ${local} from './${name}.mjs';`),
    `import { give, load } from './${PROGRAM}';`,
    `give({ ${builtins.map(({ name, local }) => `'${name}': ${local}`).join(', ')} });`,
    `export const run = start(load);`,
  ];
  return {
    main: `${main.join('\n')}\n`,
    file: 'main.mjs',
    others: new Map([...parts, [PROGRAM, bundle.code]]),
  };
}

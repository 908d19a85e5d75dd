// The modules of a guest: parts of dist/guest, the bundled program with what its stacks are made of, and the first of all,
// which puts them together. What is at the top level of all these runs while the component is made.

import type { Bundle } from './bundle.ts';
import { programMap } from './map.ts';

/** The module of the program itself. */
export const PROGRAM = 'program.mjs';
const STACKS = 'describe-program.mjs';
/** In this order: promises, what packages look for while they load, and the other globals. */
const FIRST = ['lowered', 'stacks', 'early', 'globals'];

export interface Modules {
  /** The text of the first module, and the name of its file. */
  readonly main: string;
  readonly file: string;
  /** The others, each with its path beside it. */
  readonly others: ReadonlyMap<string, string>;
}

export function modulesOf(bundle: Bundle, parts: ReadonlyMap<string, string>): Modules {
  const builtins = bundle.builtins.map((name, at) => ({ name, local: `builtin${at}` }));
  const file = 'main.mjs';
  const main = [
    ...FIRST.map(name => `import './${name}.mjs';`),
    `import './${STACKS}';`,
    `import { start } from './start.mjs';`,
    ...bundle.globals.map(name => `import './${name}.mjs';`),
    ...builtins.map(({ name, local }) => `import ${local} from './${name}.mjs';`),
    `import { give } from './modules.mjs';`,
    `import { load } from './${PROGRAM}';`,
    `give({ ${builtins.map(({ name, local }) => `'${name}': ${local}`).join(', ')} });`,
    `export const run = start(load);`,
  ];
  const hidden = [file, 'start.mjs', ...withImports(['lowered.mjs', 'stacks.mjs'], parts)];
  const { sources, mappings } = programMap(bundle.code, bundle.map);
  const described = [PROGRAM, hidden, sources, mappings].map(value => JSON.stringify(value)).join(', ');
  const stacks = `import { describeProgram } from './stacks.mjs';\ndescribeProgram(${described});\n`;
  return {
    main: `${main.join('\n')}\n`,
    file,
    others: new Map([...parts, [PROGRAM, bundle.code], [STACKS, stacks]]),
  };
}

/** Modules of dist/guest and all that they import. */
function withImports(files: readonly string[], parts: ReadonlyMap<string, string>): Set<string> {
  const found = new Set(files);
  for (const module of found) {
    for (const [, path] of (parts.get(module) ?? '').matchAll(/\b(?:from|import)\s*"\.\/([^"]+)"/g))
      found.add(path);
  }
  return found;
}

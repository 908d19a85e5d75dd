// asc transform: AssemblyScript cannot spell `package:name/interface@version#function`, so every export that
// wit/engine.wit declares is renamed to it before optimisation. What the WIT does not name stays as it is.
import { readFileSync } from 'node:fs';

const wit = readFileSync(new URL('../wit/engine.wit', import.meta.url), 'utf8');
const [, name, version] = /^package ([\w:-]+)@([\d.]+);/m.exec(wit);
const [, face] = /^interface ([\w-]+) \{/m.exec(wit);

/** Functions of the interface, as WIT spells them. */
export const functions = [...wit.matchAll(/^ {2}([a-z][a-z-]*): func/gm)].map(m => m[1]);
/** What stands before a function's name in the core module's exports. */
export const prefix = `${name}/${face}@${version}#`;

export default class Names {
  afterCompile(module) {
    for (const kebab of functions) {
      const camel = kebab.replace(/-(.)/g, (_, c) => c.toUpperCase());
      module.removeExport(camel);
      module.addFunctionExport(`assembly/exports/${camel}`, prefix + kebab);
    }
  }
}

// asc transform: AssemblyScript cannot spell `package:name/interface@version#function`, so every export that
// wit/engine.wit or wit/hashes.wit declares is renamed to it before optimisation. What the WIT does not name stays as it
// is.
import { readFileSync } from 'node:fs';

/** The contracts, and the files that export them. */
const engine = contract('engine', 'assembly/exports');
const hashes = contract('hashes', 'assembly/hashes/exports');

/** Functions of the engine's interface, as WIT spells them. */
export const { functions, prefix } = engine;

export default class Names {
  afterCompile(module) {
    for (const { functions, prefix, source } of [engine, hashes]) {
      for (const kebab of functions) {
        const camel = kebab.replace(/-(.)/g, (_, c) => c.toUpperCase());
        const internal = `${source}/${camel}`;
        if (!module.getFunction(internal)) continue;
        module.removeExport(camel);
        module.addFunctionExport(internal, prefix + kebab);
      }
    }
  }
}

function contract(file, source) {
  const wit = readFileSync(new URL(`../wit/${file}.wit`, import.meta.url), 'utf8');
  const [, name, version] = /^package ([\w:-]+)@([\d.]+);/m.exec(wit);
  const [, face] = /^interface ([\w-]+) \{/m.exec(wit);
  const functions = [...wit.matchAll(/^ {2}([a-z][a-z-]*): func/gm)].map(m => m[1]);
  return { functions, prefix: `${name}/${face}@${version}#`, source };
}

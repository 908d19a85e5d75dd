// What is wrong with a program's source, one line each: where it is, or for what cannot be found the imports that led
// there.

import { isBuiltin } from 'node:module';
import type { Message, Metafile } from 'esbuild';
import { REFUSED } from '../../wasmtime/builtins/table.ts';
import { Failure } from '../failure.ts';

const UNRESOLVED = /^Could not resolve "(.*)"/;
/** More of them say no more. */
const MOST = 10;

/** The specifiers that could not be resolved. */
export function unresolved(errors: readonly Message[]): Set<string> {
  return new Set(errors.flatMap(({ text }) => UNRESOLVED.exec(text)?.[1] ?? []));
}

/** @param chainTo the files from the entry to the one that wants a specifier */
export function failureOf(
  errors: readonly Message[],
  chainTo: (specifier: string) => readonly string[],
): Failure {
  const lines = errors.map(error => {
    const specifier = UNRESOLVED.exec(error.text)?.[1];
    if (specifier === undefined) return `${place(error)}${error.text}`;
    const chain = [...chainTo(specifier), specifier].map(withoutModules).join(' → ');
    const name = specifier.replace(/^node:/, '');
    const why = REFUSED[name] ? ` (${REFUSED[name]})` : '';
    if (isBuiltin(specifier)) return `a guest has no ${name}${why}: ${chain}`;
    const own = error.location && !error.location.file.includes('node_modules/');
    return own ? `${place(error)}cannot find ${specifier}` : `cannot find ${specifier}: ${chain}`;
  });
  return new Failure([...new Set(lines)].slice(0, MOST));
}

/** The shortest way of imports from the entry to a module, itself left out. */
export function chain({ inputs }: Metafile, entry: string, target: string): string[] {
  const before = new Map<string, string | undefined>([[entry, undefined]]);
  for (const file of before.keys()) {
    if (file === target) break;
    for (const { path } of inputs[file]?.imports ?? []) if (!before.has(path)) before.set(path, file);
  }
  const files: string[] = [];
  for (let file = before.get(target); file !== undefined; file = before.get(file)) files.unshift(file);
  return files;
}

function place({ location }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ` : '';
}

/** A package's file as the package calls it. */
function withoutModules(path: string): string {
  return path.replace(/^.*node_modules\//, '');
}

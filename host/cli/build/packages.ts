// The files that say how a module is meant: the package.json and the tsconfig.json above it.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

/** The text of the nearest file of that name, in the folder of `path` or above. */
export function nearest(path: string, name: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = join(folder, name);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    if (folder === dirname(folder)) return undefined;
  }
}

/** How Node would load a file: by its ending, else by its package; undefined where its syntax decides. */
export function declaredFormat(path: string): 'cjs' | 'esm' | undefined {
  const ending = extname(path);
  if (/^\.m[jt]s$/.test(ending)) return 'esm';
  if (/^\.c[jt]s$/.test(ending)) return 'cjs';
  const { type } = JSON.parse(nearest(path, 'package.json') ?? '{}') as { type?: string };
  if (type === 'module') return 'esm';
  return type === 'commonjs' ? 'cjs' : undefined;
}

// Components that were made before, each under the key of all that it was made of.

import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, prepareProgram } from './program.ts';

/** The path of the program's component in `folder`, made now if it is not there. */
export async function cachedProgram(options: BuildOptions, folder: string): Promise<string> {
  const prepared = await prepareProgram(options);
  const path = resolve(folder, `${prepared.key}.wasm`);
  if (existsSync(path)) return path;
  const bytes = await prepared.make();
  mkdirSync(folder, { recursive: true });
  // Renamed into place, since another run may look for it at this moment.
  const made = join(folder, `${prepared.key}.${process.pid}`);
  writeFileSync(made, bytes);
  renameSync(made, path);
  return path;
}

// Programs for guests, as `wasi-net build` makes them, kept in .cache until something that they are made of changes.

import { cachedProgram } from '../../host/cli/build/cache.ts';

/** The path of the component that `wasi-net build entry` makes. */
export function guestProgram(entry: string): Promise<string> {
  return cachedProgram({ entry, guest: 'quickjs', minify: false, dist: 'dist' }, '.cache/guests');
}

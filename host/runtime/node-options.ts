// What NODE_OPTIONS says of family selection, for Deno, which has no such options of its own but hands them on in
// this variable to a program that is started as Node's.

import type { InitialFamilyDefaults } from '../net/defaults.ts';

const SELECTION = '--network-family-autoselection';
const NO_SELECTION = '--no-network-family-autoselection';
const TIMEOUT = '--network-family-autoselection-attempt-timeout';

/** The defaults that `options` names. The last word on each counts. */
export function familyDefaultsIn(options: string): InitialFamilyDefaults {
  const defaults: { autoSelectFamily?: boolean; autoSelectFamilyAttemptTimeout?: number } = {};
  const words = options.split(/[\s=]+/);
  for (const [i, word] of words.entries()) {
    const name = word.replace('-enable-', '-').replaceAll('_', '-');
    if (name === SELECTION || name === NO_SELECTION) defaults.autoSelectFamily = name === SELECTION;
    const milliseconds = Number(words[i + 1]);
    if (name === TIMEOUT && milliseconds > 0) defaults.autoSelectFamilyAttemptTimeout = milliseconds;
  }
  return defaults;
}

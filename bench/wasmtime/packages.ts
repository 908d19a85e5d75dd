// The installed packages that programs are built of.

import { readFileSync } from 'node:fs';

/** Read as a file: not every package lets itself be asked. */
export function packageVersion(name: string): string {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
}

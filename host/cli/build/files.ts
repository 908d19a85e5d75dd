// Modules as files, for as long as they are made into a component.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Modules } from './modules.ts';

/** @param use is given the folder and the path of the first module in it */
export async function asFiles<Result>(
  { main, file, others }: Modules,
  use: (folder: string, path: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  try {
    for (const [name, text] of [[file, main] as const, ...others]) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await use(folder, join(folder, file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

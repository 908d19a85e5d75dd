// The modules of a program as a component with QuickJS in it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Modules } from './modules.ts';

export async function quickjsComponent({ main, file, others }: Modules, wit: string): Promise<Uint8Array> {
  const { componentize } = await import('componentize-qjs');
  const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  try {
    const witPath = join(folder, 'guest.wit');
    writeFileSync(witPath, wit);
    const moduleRoot = join(folder, 'modules');
    for (const [path, text] of [[file, main] as const, ...others]) {
      mkdirSync(dirname(join(moduleRoot, path)), { recursive: true });
      writeFileSync(join(moduleRoot, path), text);
    }
    const { component } = await componentize({
      witPath,
      jsSource: main,
      jsPath: join(moduleRoot, file),
      moduleRoot,
      world: 'guest',
      sync: true,
    });
    return component;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// The module of a program as a component with QuickJS in it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function quickjsComponent(jsSource: string, wit: string): Promise<Uint8Array> {
  const { componentize } = await import('componentize-qjs');
  const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  try {
    const witPath = join(folder, 'guest.wit');
    const jsPath = join(folder, 'program.js');
    writeFileSync(witPath, wit);
    writeFileSync(jsPath, jsSource);
    const { component } = await componentize({
      witPath,
      jsSource,
      jsPath,
      moduleRoot: folder,
      world: 'guest',
      sync: true,
    });
    return component;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

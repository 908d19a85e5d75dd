// node:http and undici against a server of node:http.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import { stories } from './programs/http.ts';
import { compare } from './stage/compare.ts';

compare('http', stories, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  const stop = async () => rmSync(folder, { recursive: true });
  return { given: { path: join(folder, 'http.sock') }, stop };
});

test.run();

// What node:net of Node shows, which is what ours shall show on every runtime. On Node a test looks for itself.
// Elsewhere it reads what a Node process, running the same file before, has written down (WASI_NET_RECORD).
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import { runtimeName } from './implementation.ts';

const file = process.env.WASI_NET_RECORD;
const elsewhere = runtimeName() !== 'node';
const seen: Record<string, unknown> = file && elsewhere ? JSON.parse(readFileSync(file, 'utf8')) : {};

if (file && !elsewhere) process.on('exit', () => writeFileSync(file, JSON.stringify(seen)));

/** A test that is given what `look` sees on Node. */
export function comparing<T>(
  name: string,
  look: () => Promise<T>,
  compare: (expected: T) => Promise<void>,
): void {
  test(name, async () => {
    if (!elsewhere) seen[name] = await look();
    else if (!(name in seen)) throw new Error('Node has not recorded this');
    if (elsewhere || !file) await compare(seen[name] as T);
  });
}

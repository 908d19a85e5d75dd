// The shared tests of the API on another runtime. What they compare with node:net is compared with what a Node, of
// the version that the runtime says it is, records just before. Each file is a test, of the sentences in it.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { forNode } from '../../scripts/bundling.mjs';

/** Longer than any file takes on a busy machine, in milliseconds. */
const LIMIT_MS = 200_000;

export interface Runtime {
  readonly name: string;
  readonly binary: string;
  /** What its command line says before the program. */
  readonly args: readonly string[];
  /** The Node whose behaviour it shall have. */
  readonly node: string;
  /** By file: sentences that do not hold, each with the limit of the runtime that is why. */
  readonly differences: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Runs files of test/api. With `records` they compare, and Node runs them first. */
export async function suiteOn(
  runtime: Runtime,
  files: readonly string[],
  { records }: { records: boolean },
): Promise<void> {
  const { name, binary, args, node, differences } = runtime;
  const folder = `.cache/test-${name}`;
  mkdirSync(folder, { recursive: true });
  const entryPoints = files.map(file => `test/api/${file}.test.ts`);
  await build({ entryPoints, outdir: folder, outbase: 'test/api', ...forNode });
  for (const file of files) {
    const bundle = `${folder}/${file}.test.mjs`;
    test(`test/api/${file}.test.ts holds on ${name}, but for its limits`, async () => {
      const record = resolve(folder, `${file}.json`);
      if (records) await failing(node, ['--expose-gc', bundle], record);
      const failed = await failing(binary, [...args, bundle], record);
      assert.equal(failed.sort(), Object.keys(differences[file] ?? {}).sort(), 'what holds is no limit');
    });
  }
}

/** Runs a bundle of tests to its end; the sentences that fail. */
async function failing(binary: string, args: readonly string[], record: string): Promise<string[]> {
  const env = { ...process.env, WASI_NET_RECORD: record, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' };
  const options = { env, timeout: LIMIT_MS, maxBuffer: 2 ** 26 };
  const text = await new Promise<string>(resolve => {
    execFile(binary, args, options, (_error, out, err) => resolve(`${out}\n${err}`));
  });
  const total = Number(/Total:\s+(\d+)/.exec(text)?.[1] ?? 0);
  const passed = Number(/Passed:\s+(\d+)/.exec(text)?.[1] ?? 0);
  const failed = [...text.matchAll(/^\s*FAIL\s+"(.*)"$/gm)].map(([, sentence]) => sentence);
  assert.ok(total > 0 && passed + failed.length === total, text);
  return failed;
}

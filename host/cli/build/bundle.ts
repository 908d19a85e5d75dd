// A program and all that it imports as one module for a guest. Built-ins that it uses are evaluated while the component
// is made, its own modules when it starts.

import { resolve } from 'node:path';
import { type BuildFailure, type BuildOptions, build } from 'esbuild';
import { Failure } from '../failure.ts';
import type { GuestParts } from './builtins.ts';
import { lowerAsync } from './lowering.ts';

export interface BundleOptions {
  readonly entry: string;
  readonly parts: GuestParts;
  readonly minify: boolean;
}

/** The text of the module, which exports `run`. */
export async function bundle({ entry, parts, minify }: BundleOptions): Promise<string> {
  const used = new Set<string>();
  await join({ entry, parts, minify }, [], used);
  const joined = await join({ entry, parts, minify }, [...used].sort(), used);
  return lowerAsync(joined, minify);
}

async function join({ entry, parts }: BundleOptions, builtins: string[], used: Set<string>): Promise<string> {
  const part = (name: string) => JSON.stringify(parts.path(name));
  const contents = [
    `import ${part('globals')};`,
    `import { start } from ${part('start')};`,
    ...builtins.map(name => `import ${part(name)};`),
    `export const run = start(() => import(${JSON.stringify(resolve(entry))}));`,
  ].join('\n');
  try {
    const { outputFiles } = await build({
      ...JOINING,
      stdin: { contents, resolveDir: process.cwd(), loader: 'js', sourcefile: 'start' },
      plugins: [parts.plugin(used)],
    });
    return outputFiles[0].text;
  } catch (error) {
    throw new Failure(messages(error as BuildFailure));
  }
}

const JOINING = {
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['main', 'module'],
  conditions: ['node'],
  target: 'es2022',
  external: ['wasi:*', 'wasi-net:*'],
  define: { global: 'globalThis' },
  logLevel: 'silent',
} as const satisfies BuildOptions;

function messages({ errors }: BuildFailure): string[] {
  return errors.map(({ text, location }) =>
    location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text,
  );
}

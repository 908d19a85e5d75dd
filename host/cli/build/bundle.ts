// A program and all that it imports as one module, without the built-ins: they are evaluated while the component is
// made, the program when it starts.

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BuildFailure, type BuildOptions, type BuildResult, build, type Plugin } from 'esbuild';
import { globalsNamedIn } from '../../wasmtime/builtins/table.ts';
import { Failure } from '../failure.ts';
import { Builtins, IMPORTS } from './builtins.ts';
import { type Lowered, lower } from './lowering.ts';
import { withOwnNames } from './names.ts';
import { ownValues, shownPath } from './own-values.ts';
import { declaredFormat } from './packages.ts';
import { chain, failureOf, unresolved } from './problems.ts';

export interface Bundle extends Lowered {
  /** The built-ins that it uses. */
  readonly builtins: string[];
  /** The parts with the globals that it names. */
  readonly globals: string[];
}

/** Short lines make short work of finding a position in one. */
const LINE_LIMIT = 200;

type Format = 'cjs' | 'esm';

/**
 * The module exports `load`, which evaluates the program; host/wasmtime/modules.ts must have been given its built-ins.
 *
 * @throws Failure that says what is wrong with the source
 */
export async function bundle(entry: string, minify: boolean): Promise<Bundle> {
  if (!statSync(entry, { throwIfNoEntry: false })?.isFile()) throw new Failure(`there is no file ${entry}`);
  const path = resolve(entry);
  const builtins = new Builtins();
  const declared = declaredFormat(path);
  let joined = await join(path, declared ?? 'esm', [builtins.plugin]);
  const { format } = joined.metafile.inputs[shownPath(path)];
  if (!declared && format !== 'esm') joined = await join(path, 'cjs', [builtins.plugin]);
  const { text } = joined.outputFiles[0];
  const lowered = await lower(withOwnNames(text, './modules.mjs'), {
    helpers: './lowered.mjs',
    minify,
    lineLimit: LINE_LIMIT,
  });
  return { ...lowered, builtins: builtins.used, globals: globalsNamedIn(text) };
}

type Joined = BuildResult<{ metafile: true; write: false }>;

/** An ES module runs within a microtask, CommonJS before all of them. node: lib/internal/modules/run_main.js */
async function join(entry: string, format: Format, plugins: Plugin[]): Promise<Joined> {
  const file = JSON.stringify(entry);
  const load = format === 'esm' ? `Promise.resolve().then(() => import(${file}))` : `{ require(${file}); }`;
  const options: BuildOptions & { metafile: true; write: false } = {
    ...JOINING,
    stdin: {
      contents: `export const load = () => ${load};`,
      resolveDir: process.cwd(),
      sourcefile: 'wasi-net:start',
    },
    plugins: [...plugins, ownValues(entry)],
  };
  try {
    return await build(options);
  } catch (error) {
    throw await explained((error as BuildFailure).errors, entry, options);
  }
}

const JOINING = {
  banner: { js: IMPORTS },
  bundle: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['main', 'module'],
  conditions: ['node'],
  target: 'es2022',
  supported: { 'dynamic-import': false },
  define: { global: 'globalThis' },
  sourcemap: 'inline',
  sourcesContent: false,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Bundles once more without what could not be found, to learn who wants it. */
async function explained(
  errors: BuildFailure['errors'],
  entry: string,
  options: BuildOptions,
): Promise<Failure> {
  const missing = unresolved(errors);
  if (missing.size === 0) return failureOf(errors, () => []);
  const without: Plugin = {
    name: 'without what is missing',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path }) =>
        missing.has(path) ? { path, namespace: 'missing' } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'missing' }, () => ({ contents: '' }));
    },
  };
  try {
    const { metafile } = await build({
      ...options,
      metafile: true,
      plugins: [without, ...(options.plugins ?? [])],
    });
    return failureOf(errors, specifier => chain(metafile, shownPath(entry), `missing:${specifier}`));
  } catch (error) {
    return failureOf([...errors, ...(error as BuildFailure).errors], () => []); // something else is wrong, too
  }
}

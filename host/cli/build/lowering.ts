// The second pass over a program: `async` functions become generators over the guest's own promises
// (host/wasmtime/loop/async-function.ts). It only works on the whole: the helper is one for all.

import { transform } from 'esbuild';

/** `code` of one module, with a source map as its last line. */
export async function lowerAsync(code: string, minify: boolean): Promise<string> {
  const lowered = await transform(code, {
    loader: 'js',
    format: 'esm',
    target: 'es2022',
    supported: { 'async-await': false, 'async-generator': false, 'for-await': false },
    legalComments: 'none',
    keepNames: false,
  });
  const own = withOwnAsync(lowered.code);
  if (!minify) return own;
  const { code: small } = await transform(own, {
    loader: 'js',
    format: 'esm',
    target: 'es2022',
    minify: true,
    keepNames: true,
    legalComments: 'none',
  });
  return small;
}

const HELPER = /^var __async = \(__this, __arguments, generator\) => \{\n[\s\S]*?\n\};\n/m;
const OWN = "var __async = (...args) => globalThis[Symbol.for('wasi-net async function')](...args);\n";

/** The bundler's helper for `async` functions gives way to the guest's own. */
function withOwnAsync(code: string): string {
  if (!/\b__async\(/.test(code)) return code;
  if (!HELPER.test(code)) throw new Error('this esbuild lowers async functions in a way that is not known');
  return code.replace(HELPER, OWN);
}

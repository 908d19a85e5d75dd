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

/** A helper of the bundler's: a statement at the start of the text, on one or more lines. */
const HELPER = /^var __(async|asyncGenerator|await|forAwait|yieldStar) = [\s\S]*?;\n(?=[^\s}])/gm;
const USED = /\b__(async|asyncGenerator|await|forAwait|yieldStar)\(/g;

/** The bundler's helpers give way to the guest's own, each found when it is first called. */
function withOwnAsync(code: string): string {
  const used = new Set(Array.from(code.matchAll(USED), match => match[1]));
  const own = code.replace(HELPER, (_helper, name: string) => {
    used.delete(name);
    return `var __${name} = function(...args) {
  __${name} = globalThis[Symbol.for('wasi-net async')]['${name}'];
  return new.target ? new __${name}(...args) : __${name}(...args);
};\n`;
  });
  if (used.size > 0) throw new Error('this esbuild lowers async functions in a way that is not known');
  return own;
}

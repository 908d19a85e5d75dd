// A program and all that it imports as one module for a guest. Two passes: the first joins the modules, the second turns
// `async` functions into generators over the guest's own promises (host/wasmtime/loop), which only works on a whole.

import { resolve } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';

const GUEST = resolve('host/wasmtime');
const PACKAGES: Record<string, string> = {
  stream: 'readable-stream',
  events: 'events/events.js',
  buffer: 'buffer/index.js',
  string_decoder: 'string_decoder/lib/string_decoder.js',
};

export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import ${JSON.stringify(resolve(GUEST, 'globals/globals.ts'))};
import { start } from ${JSON.stringify(resolve(GUEST, 'start.ts'))};
import 'node:net';
export const run = start(() => import(${JSON.stringify(resolve(entry))}));`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main', 'module'],
    conditions: ['node', 'require', 'default'],
    target: 'es2022',
    external: ['wasi:*', 'wasi-net:*'],
    define: { global: 'globalThis' },
    sourcemap: 'inline',
    sourcesContent: false,
    plugins: [builtins],
    logLevel: 'warning',
  });
  const { code } = await transform(outputFiles[0].text, {
    loader: 'js',
    format: 'esm',
    target: 'es2022',
    supported: { 'async-await': false, 'async-generator': false, 'for-await': false },
    legalComments: 'none',
  });
  return withOwnAsync(code);
}

/** The bundler's helper for `async` functions gives way to the guest's own. */
function withOwnAsync(code: string): string {
  const helper = /^var __async = \(__this, __arguments, generator\) => \{\n[\s\S]*?\n\};\n/m;
  return code.replace(
    helper,
    "var __async = (...args) => globalThis[Symbol.for('wasi-net async function')](...args);\n",
  );
}

const builtins: Plugin = {
  name: 'builtins',
  setup({ onResolve }) {
    onResolve({ filter: /^(node:)?[a-z_]+\/?$/ }, ({ path }) => {
      const name = path.replace(/^node:/, '').replace(/\/$/, '');
      if (name === 'process') return { path: resolve(GUEST, 'process-module.ts') };
      if (name === 'net') return { path: resolve('host/runtime/wasmtime.ts') };
      const source = PACKAGES[name];
      if (source)
        return {
          path: resolve('node_modules', source) + (source === 'readable-stream' ? '/lib/ours/index.js' : ''),
        };
      return undefined;
    });
  },
};

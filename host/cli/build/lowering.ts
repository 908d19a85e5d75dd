// The last passes over a module: its `async` functions become generators over the guest's own promises
// (host/wasmtime/lowered.ts), and white space goes, since the engine keeps the text of each function, nested ones again
// and again. Positions stay known by the source map.

import { type TransformOptions, transform } from 'esbuild';
import { asWritten } from './as-written.ts';

export interface Lowering {
  /** How the module imports what replaces `async` code. */
  readonly helpers: string;
  /** Whether names go, too; functions and classes keep theirs. */
  readonly minify: boolean;
  /** Wraps lines that are longer. */
  readonly lineLimit?: number;
}

export interface Lowered {
  readonly code: string;
  /** A source map, of the sources of the map that the code brought. */
  readonly map: string;
}

/** What esbuild calls by these names, and what host/wasmtime/lowered.ts has for it. */
const HELPERS: Readonly<Record<string, string>> = {
  __async: 'runAsync',
  __asyncGenerator: 'makeAsyncGenerator',
  __await: 'Awaited',
  __forAwait: 'asyncIteratorOf',
  __yieldStar: 'delegate',
};

const PLAIN = {
  loader: 'js',
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  sourcesContent: false,
} as const satisfies TransformOptions;

const GENERATORS = {
  ...PLAIN,
  supported: { 'async-await': false, 'async-generator': false, 'for-await': false },
} as const satisfies TransformOptions;

/** @param code of a module, with a source map as its last line if there is one */
export async function lower(code: string, { helpers, minify, lineLimit }: Lowering): Promise<Lowered> {
  const generators = await transform(code, { ...GENERATORS, sourcemap: 'inline' });
  const known = await helpersOf(GENERATORS);
  return transform(withOwnHelpers(withNames(asWritten(generators.code)), helpers, known), {
    ...PLAIN,
    ...(minify ? { minify: true, keepNames: true } : { minifyWhitespace: true }),
    lineLimit,
    sourcemap: 'external',
  });
}

const BODY = /\b__async(?:Generator)?\d*\(.*, function\* \([^()]*\) \{$/;
/** Where a function's name is on the line of its body, and on the line before. */
const NAMED = [/(?<![\w$])([A-Za-z_$][\w$]*) = .*=> __async/, /(?<![\w$])([A-Za-z_$][\w$]*)\(.*\) \{$/];

/**
 * Bodies of async functions get names, which stacks show. They are put at ends of lines, where they change no position
 * that a source map has; nothing calls them by these.
 */
function withNames(code: string): string {
  const lines = code.split('\n');
  return lines
    .map((line, at) => {
      if (!line.endsWith(') {') || !BODY.test(line)) return line;
      const name = NAMED[0].exec(line)?.[1] ?? NAMED[1].exec(lines[at - 1] ?? '')?.[1];
      return name ? line.replace(/\(([^()]*)\) \{$/, (_, own: string) => `${name}$async(${own}) {`) : line;
    })
    .join('\n');
}

/** Has all of the helpers. */
const SAMPLE = 'async function* f() { await 0; for await (const x of f()); yield* f(); } async () => {};';

/** What the bundler declares, by name. A program may have others of these names, from another tool or an older bundler. */
async function helpersOf(options: TransformOptions): Promise<Map<string, RegExp>> {
  const { code } = await transform(SAMPLE, options);
  const found = new Map<string, RegExp>();
  for (const helper of Object.keys(HELPERS)) {
    const declared = new RegExp(`^var ${helper} = (?:.*;|[^\\n]*\\{\\n[^]*?\\n\\};)$`, 'm').exec(code);
    if (!declared) throw new Error(`this esbuild has another ${helper} than the one that is known`);
    found.set(helper, textLike(declared[0]));
  }
  return found;
}

/** That text, and the same where names have numbers behind them: the program has these names too. */
function textLike(declared: string): RegExp {
  const escaped = declared.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  const names = escaped.replace(/\b[A-Za-z_]\w*/g, '$&\\d*');
  return new RegExp(`^${names.replace(/__\w+\\d\*/, '($&)')}\n`, 'm');
}

/** The code with the bundler's helpers replaced by imports; its lines stay where they are. */
function withOwnHelpers(code: string, from: string, helpers: ReadonlyMap<string, RegExp>): string {
  let own = code;
  for (const [helper, declared] of helpers) {
    own = own.replace(declared, (lines: string, name: string) => {
      const rest = '\n'.repeat(lines.split('\n').length - 1);
      return `import { ${HELPERS[helper]} as ${name} } from ${JSON.stringify(from)};${rest}`;
    });
  }
  return own;
}

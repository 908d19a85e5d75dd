// What a module knows of itself: `__filename`, `__dirname`, `import.meta` and `require.main`. A guest sees no files, and
// the paths of the machine that built it are nobody's business: the folder that the build was started in is `/`.

import { readFileSync } from 'node:fs';
import { dirname, posix, relative } from 'node:path';
import { type BuildFailure, build, type Plugin } from 'esbuild';

const ASKED = /\b(__filename|__dirname|import\.meta|require\.main)\b/;

export function ownValues(entry: string): Plugin {
  return {
    name: 'own values',
    setup({ onLoad }) {
      onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!ASKED.test(text)) return undefined;
        try {
          const { outputFiles } = await build({
            entryPoints: [path],
            define: valuesOf(shownPath(path), path === entry),
            platform: 'neutral', // any other has a value for process.env.NODE_ENV
            outdir: dirname(path),
            allowOverwrite: true,
            write: false,
            sourcemap: 'inline',
            sourcesContent: false,
            logLevel: 'silent',
          });
          return { contents: outputFiles[0].text, loader: 'js' };
        } catch (error) {
          return { errors: (error as BuildFailure).errors };
        }
      });
    },
  };
}

/** The path of a file as the program and its stacks show it. */
export function shownPath(path: string): string {
  return relative(process.cwd(), path).replaceAll('\\', '/');
}

function valuesOf(shown: string, isEntry: boolean): Record<string, string> {
  const path = posix.join('/', shown);
  const meta = {
    url: `file://${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}`,
    filename: path,
    dirname: posix.dirname(path),
    main: isEntry,
  };
  const members = Object.entries(meta).map(([name, value]) => [`import.meta.${name}`, JSON.stringify(value)]);
  return {
    ...Object.fromEntries(members),
    'import.meta': JSON.stringify(meta),
    __filename: JSON.stringify(meta.filename),
    __dirname: JSON.stringify(meta.dirname),
    'require.main': isEntry ? 'module' : 'undefined',
  };
}

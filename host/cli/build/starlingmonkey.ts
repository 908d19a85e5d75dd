// A program with StarlingMonkey, that is SpiderMonkey, in it: larger, and faster where much is computed.

import { Failure } from '../failure.ts';
import { asFiles } from './files.ts';
import type { Guest } from './guests.ts';
import type { Modules } from './modules.ts';

const PACKAGE = '@bytecodealliance/componentize-js';
/** Newer ones have calls that take seven to a hundred times as long. */
const VERSION = '0.20.0';

/** What its own bindings give differs from what QuickJS's do; each has a part of dist/guest around it. */
const ADAPTED: Readonly<Record<string, string>> = {
  'wasi-net:engine/engine@0.1.0': 'engine',
  'wasi:clocks/monotonic-clock@0.2.12': 'monotonic-clock',
  'wasi:clocks/wall-clock@0.2.12': 'wall-clock',
};
const FOLDER = 'starlingmonkey/';

export const starlingmonkey: Guest = {
  async version() {
    return (await componentizer()).version;
  },

  async component(modules, wit) {
    const { componentize } = await componentizer();
    return asFiles(adapted(modules), async (_folder, sourcePath) => {
      // The WIT as text: to read it as a file fails.
      const options = { sourcePath, witWorld: wit, worldName: 'guest', disableFeatures: UNUSED };
      const { component } = await componentize(options);
      return component;
    });
  },
};

const UNUSED: ('http' | 'fetch-event')[] = ['http', 'fetch-event'];

async function componentizer(): Promise<typeof import('@bytecodealliance/componentize-js')> {
  try {
    return await import(PACKAGE);
  } catch {
    throw new Failure(`the guest starlingmonkey needs another package: npm install ${PACKAGE}@${VERSION}`);
  }
}

function adapted({ main, file, others }: Modules): Modules {
  const texts = [...others].map(
    ([path, text]) => [path, path.startsWith(FOLDER) ? text : redirected(text)] as const,
  );
  return { main: `import './${FOLDER}bindings.mjs';\n${main}`, file, others: new Map(texts) };
}

/** All modules that import from outside are in one folder, but for those that adapt. */
function redirected(text: string): string {
  return text.replace(/(from ?)"(wasi[-\w]*:[^"]+)"/g, (all, from: string, name: string) =>
    Object.hasOwn(ADAPTED, name) ? `${from}"./${FOLDER}${ADAPTED[name]}.mjs"` : all,
  );
}

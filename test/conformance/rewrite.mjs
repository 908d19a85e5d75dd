// Tests as copies in which `net` is another name: for Bun, and for ES modules on Deno, where no hook reaches. Of
// the suite only `common` and the tests that are run are copied; the fixtures are linked.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FACADE = fileURLToPath(new URL('hook/facade.cjs', import.meta.url));
const NET = /(\brequire\(\s*|\bfrom\s+|\bimport\(\s*)(['"])(?:node:)?net\2/g;

/** The rewritten copy of `test` in the folder `copies`, which is prepared when it is new. */
export function rewritten(test, suite, copies) {
  if (!existsSync(copies)) prepare(suite, copies);
  const copy = join(copies, test);
  mkdirSync(dirname(copy), { recursive: true });
  rewrite(join(suite, test), copy);
  return copy;
}

function prepare(suite, copies) {
  cpSync(join(suite, 'common'), join(copies, 'common'), { recursive: true });
  for (const name of readdirSync(join(copies, 'common'))) {
    const file = join(copies, 'common', name);
    if (/\.m?js$/.test(name)) rewrite(file, file);
  }
  symlinkSync(join(suite, 'fixtures'), join(copies, 'fixtures'));
  writeFileSync(join(copies, 'package.json'), '{"type":"commonjs"}\n');
}

function rewrite(from, to) {
  const source = readFileSync(from, 'utf8');
  writeFileSync(
    to,
    source.replace(NET, (_, before) => before + JSON.stringify(FACADE)),
  );
}

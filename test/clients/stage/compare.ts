// Runs a program twice, once on node:net and once on the implementation under test, at both ends each time, and
// makes a test of every story: its actors have seen the same, in the same order.
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { forNode } from '../../../scripts/bundling.mjs';
import { implementationName } from '../../support/implementation.ts';
import { outcomeOf } from './outcome.ts';
import type { Given, Line, Stories } from './story.ts';

/** How long a program may take in all, in milliseconds. Nothing in a passing one depends on it. */
const GUARD_MS = 60_000;

/** A server that the programs need beside themselves. */
export interface Backdrop {
  given: Given;
  stop(): Promise<void>;
}

/** How a program went: its transcript, story by story and actor by actor. */
interface Told {
  seen: Map<string, Record<string, string[]>>;
  code: number | null;
  err: string;
}

/** Tests the stories of `test/clients/programs/NAME.ts`; `backdrop` is started anew for each implementation. */
export function compare(name: string, stories: Stories, backdrop?: () => Promise<Backdrop>): void {
  let theirs: Told;
  let ours: Told;
  test.before(async () => {
    const bundle = await bundled(name);
    const tell = (net: string) => told(bundle, net, backdrop);
    [theirs, ours] = await Promise.all([tell('node:net'), tell(implementationName())]);
    rmSync(bundle);
  });
  for (const story of Object.keys(stories)) {
    test(story, () => {
      const expected = theirs.seen.get(story);
      assert.ok(expected, `nothing was seen on node:net\n${theirs.err}`);
      assert.equal(ours.seen.get(story), expected, ours.err);
    });
  }
  test(`the program ends by itself, and without a complaint, as on node:net`, () => {
    assert.equal([theirs.code, theirs.err], [0, '']);
    assert.equal([ours.code, ours.err], [0, '']);
  });
}

/** A program that runs the stories; in the package, so that it finds what it imports. */
async function bundled(name: string): Promise<string> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const outfile = `${folder}${name}-${process.pid}.mjs`;
  const contents = `import { stories } from './programs/${name}.ts';
    import { tell } from './stage/story.ts';
    tell(stories);`;
  await build({ ...forNode, stdin: { contents, resolveDir: 'test/clients' }, outfile, outExtension: {} });
  return outfile;
}

async function told(bundle: string, net: string, backdrop?: () => Promise<Backdrop>): Promise<Told> {
  const scene = await backdrop?.();
  try {
    return await run(bundle, net, scene?.given ?? {});
  } finally {
    await scene?.stop();
  }
}

async function run(bundle: string, net: string, given: Given): Promise<Told> {
  const env = { ...process.env, WASI_NET_IMPL: net };
  const args = [...underneath(net), bundle, JSON.stringify(given)];
  const { code, out, err } = await outcomeOf(args, env, GUARD_MS);
  return { seen: transcript(out), code, err };
}

/** What puts `net` under a program and all that it imports. */
function underneath(net: string): string[] {
  return net === 'node:net' ? [] : ['--import', `${net}/register`];
}

/** What a program has printed, story by story and actor by actor. */
export function transcript(out: string): Told['seen'] {
  const seen: Told['seen'] = new Map();
  for (const text of out.split('\n').filter(Boolean)) {
    const [story, actor, line]: Line = JSON.parse(text);
    const actors = seen.get(story) ?? {};
    seen.set(story, actors);
    actors[actor] ??= [];
    actors[actor].push(line);
  }
  return seen;
}

// Runs the stories of a client in real Wasmtime and on Node 26, and makes a test of each: its actors have seen the same,
// in the same order. The client and all that it imports are as npm has them.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { forNode } from '../../../scripts/bundling.mjs';
import { type Backdrop, transcript } from '../../clients/stage/compare.ts';
import type { Stories } from '../../clients/stage/story.ts';
import { guestProgram } from '../../support/guest.ts';
import { type Ended, type Running, startGuest, startNode } from '../../support/running.ts';

const FOLDER = '.cache/guests/clients';
const INSTEAD = 'test/wasmtime/clients/instead';
const GUEST_LACKS = /^node:(fs)$|support\/(implementation)\.ts$|stage\/(broker)\.ts$/;
const NODE_LACKS = /stage\/(broker)\.ts$/;

/**
 * Tests the stories of `test/clients/programs/NAME.ts` but for those `without`, each of which a guest cannot play for
 * the reason that is given; `backdrop` is started anew for both.
 */
export function compareInGuest(
  name: string,
  stories: Stories,
  backdrop: () => Promise<Backdrop>,
  without: Record<string, string> = {},
): void {
  let theirs: Ended;
  let ours: Ended;
  test.before(async () => {
    const played = Object.keys(stories).filter(story => !Object.hasOwn(without, story));
    const node = await joined(name, played, 'node', NODE_LACKS);
    const guest = await guestProgram(await joined(name, played, 'guest', GUEST_LACKS));
    theirs = await told(args => startNode(node, args, { WASI_NET_IMPL: 'node:net' }), backdrop);
    ours = await told(args => startGuest(guest, args), backdrop);
  });
  for (const story of Object.keys(stories)) {
    if (Object.hasOwn(without, story)) continue;
    test(`${story}: in Wasmtime as on Node`, () => {
      const expected = transcript(theirs.out).get(story);
      assert.ok(expected, `nothing was seen on Node\n${theirs.err}`);
      assert.equal(transcript(ours.out).get(story), expected, ours.err);
    });
  }
  test('the program ends by itself, and without a complaint', () => {
    assert.equal([theirs.code, theirs.err], [0, '']);
    assert.equal([ours.code, ours.err], [0, '']);
  });
  test('what is left out is a story that there is', () => {
    for (const story of Object.keys(without)) assert.ok(Object.hasOwn(stories, story), story);
  });
}

/** The program as one module, with built-ins and packages outside; modules that match are those of `INSTEAD`. */
async function joined(name: string, played: string[], host: string, replaced: RegExp): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const outfile = `${FOLDER}/${name}-${host}.mjs`;
  const contents = `import { stories } from './programs/${name}.ts';
    import { tell } from './stage/story.ts';
    tell(Object.fromEntries(${JSON.stringify(played)}.map(story => [story, stories[story]])));`;
  const plugin: Plugin = {
    name: 'replaced',
    setup({ onResolve }) {
      onResolve({ filter: replaced }, ({ path }) => {
        const file = replaced.exec(path)?.slice(1).find(Boolean);
        return { path: resolve(INSTEAD, `${file}.ts`) };
      });
    },
  };
  const stdin = { contents, resolveDir: 'test/clients' };
  await build({ ...forNode, stdin, outfile, outExtension: {}, sourcemap: false, plugins: [plugin] });
  return outfile;
}

async function told(start: (args: string[]) => Running, backdrop: () => Promise<Backdrop>): Promise<Ended> {
  const { given, stop } = await backdrop();
  try {
    return await start([JSON.stringify(given)]).ended;
  } finally {
    await stop();
  }
}

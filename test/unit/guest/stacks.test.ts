// Stacks of a guest's engines, as they are shown.
import { encode } from '@jridgewell/sourcemap-codec';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { shownFrames } from '../../../host/wasmtime/stacks/frames.ts';
import { Positions } from '../../../host/wasmtime/stacks/positions.ts';

/** Line n, columns 1 and 11 of the program are line 10 n, columns 1 and 2 of its source; line 3 is in no source. */
const MAPPINGS = [1, 2, 3].map(line =>
  encode([
    line === 3
      ? []
      : [
          [0, 0, 10 * line - 1, 0],
          [10, 0, 10 * line - 1, 1],
        ],
  ]),
);
const PROGRAM = {
  file: 'program.mjs',
  hidden: ['main.mjs', 'lowered.mjs', 'shared-LOOP.mjs'],
  positions: new Positions(['app.ts'], MAPPINGS.join(';')),
};

const shown = (stack: string, most = 10) =>
  shownFrames(stack, PROGRAM, most).map(line => line.replace('    at ', ''));

test('frames of the program name its sources', () => {
  const stack = `    at inner (/program.mjs:1:1)
    at <anonymous> (/program.mjs:2:15)
    at src/app.ts (/program.mjs:2:1)
    at load (/program.mjs:3:1)
    at run (/main.mjs:1:1)
`;
  assert.equal(shown(stack), ['inner (app.ts:10:1)', 'app.ts:20:2', 'app.ts:20:1']);
});

test('frames of built-ins go by the names of modules, those of the engine have no place', () => {
  const stack = `    at forEach (native)
    at emit (/events.mjs:7:8)
    at <anonymous> (/stream/promises.mjs:1:2)
    at parse (/shared-ABC.mjs:3:4)
    at odd (missing)
    at <input>:1:3
`;
  assert.equal(shown(stack), [
    'forEach (<anonymous>)',
    'emit (node:events:7:8)',
    'node:stream/promises:1:2',
    'parse (node:internal/ABC:3:4)',
    'odd (<anonymous>)',
    '<input>:1:3',
  ]);
});

test('an async function that has begun is one frame, and one that goes on begins the stack', () => {
  const begun = `    at inner$async (/program.mjs:1:1)
    at next (native)
    at step (/lowered.mjs:1:1)
    at runAsync (/lowered.mjs:2:1)
    at inner (/program.mjs:1:11)
    at outer (/program.mjs:2:1)
`;
  assert.equal(shown(begun), ['inner (app.ts:10:1)', 'outer (app.ts:20:1)']);
  const going = `    at inner$async (/program.mjs:1:1)
    at throw (native)
    at step (/lowered.mjs:1:1)
    at drain (/shared-LOOP.mjs:2:1)
    at run (/main.mjs:1:1)
`;
  assert.equal(shown(going), ['inner (app.ts:10:1)']);
});

test("a program's own generators are frames of it", () => {
  const stack = `    at steps (/program.mjs:1:1)
    at next (native)
    at all (/program.mjs:2:1)
`;
  assert.equal(shown(stack), ['steps (app.ts:10:1)', 'next (<anonymous>)', 'all (app.ts:20:1)']);
});

test('no more frames are shown than the limit', () => {
  const stack = '    at inner (/program.mjs:1:1)\n'.repeat(20);
  assert.is(shown(stack, 4).length, 4);
  assert.equal(shown(stack, 0), []);
});

test('frames of SpiderMonkey are the same', () => {
  const stack = `inner@program.mjs:1:1
outer/<@program.mjs:2:15
@program.mjs:2:1
emit@events.mjs:7:8
run@main.mjs:1:1
export_run@/a/machine/sources/initializer.js:818:35
`;
  assert.equal(shown(stack), ['inner (app.ts:10:1)', 'app.ts:20:2', 'app.ts:20:1', 'emit (node:events:7:8)']);
});

test.run();

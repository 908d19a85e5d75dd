// Random operations against invariants: no trap, nothing used after it was dropped, every byte in its place,
// every FIN after the last byte, every handle accounted for, and nothing left at the end.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BUILDS } from '../support/builds.ts';
import { Fuzz } from '../support/fuzz.ts';

const SEEDS = 30;
const STEPS = 500;

for (const build of BUILDS) {
  test(`${SEEDS} times ${STEPS} random operations break nothing (${build.name})`, () => {
    let received = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      try {
        const fuzz = new Fuzz(build, seed);
        for (let i = 0; i < STEPS; i++) fuzz.step();
        fuzz.finish();
        received += fuzz.received;
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
    assert.ok(received > 1_000_000, `${received} bytes`);
  });
}

test.run();

// Deno: the tests of the API that every runtime shares.
import { test } from 'uvu';
import { suiteOn } from '../support/suite-on.ts';
import { deno } from './deno/deno.ts';

const FILES = [
  ...['blocked', 'bulk', 'echo', 'handles', 'lessons'],
  ...['limits', 'options', 'promises', 'racing', 'reviewed', 'trace'],
];

await suiteOn(deno, FILES, { records: false });

test.run();

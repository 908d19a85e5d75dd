// Deno: what ours does there is what node:net does on the Node that Deno says it is.
import { test } from 'uvu';
import { suiteOn } from '../support/suite-on.ts';
import { deno } from './deno/deno.ts';

await suiteOn(deno, ['contexts', 'failures', 'forms', 'losing-nothing', 'traces'], { records: true });

test.run();

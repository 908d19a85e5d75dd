// Deno: the tests of the API that every runtime shares.
import { test } from 'uvu';
import { limits } from '../../host/runtime/limits.ts';
import { needTool } from '../../scripts/fetch-tools.mjs';
import { suiteOn } from '../support/suite-on.ts';
import { differences } from './deno/differences.ts';

await suiteOn(
  {
    name: 'deno',
    binary: needTool('deno'),
    args: ['run', '--allow-all', '--quiet', '--no-lock', '--v8-flags=--expose-gc'],
    node: needTool('node-26'),
    differences,
    limits: limits.deno,
  },
  {
    compare: ['contexts', 'traces', 'failures', 'forms', 'losing-nothing'],
    alone: [
      'blocked',
      'bulk',
      'echo',
      'handles',
      'lessons',
      'limits',
      'options',
      'racing',
      'reviewed',
      'trace',
    ],
  },
);

test.run();

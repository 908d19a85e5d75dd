// Deno, as the shared tests run on it.
import { needTool } from '../../../scripts/fetch-tools.mjs';
import type { Runtime } from '../../support/suite-on.ts';
import { differences } from './differences.ts';

export const deno: Runtime = {
  name: 'deno',
  binary: needTool('deno'),
  args: ['run', '--allow-all', '--quiet', '--no-lock', '--v8-flags=--expose-gc'],
  node: needTool('node-26'),
  differences,
};

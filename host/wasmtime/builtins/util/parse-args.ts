// util.parseArgs: npm's @pkgjs/parseargs, whose errors are made Node's.

import { parseArgs as parse } from '@pkgjs/parseargs';
import { coded } from '../errors.ts';

export function parseArgs(config?: object): object {
  try {
    return parse(config);
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (typeof code !== 'string') throw error;
    throw coded(TypeError, code, message);
  }
}

// url.domainToASCII and url.domainToUnicode.

import punycode from 'punycode/punycode.js';
import { nodeError } from '../errors.ts';
import { URL } from './whatwg.ts';

/** The host as a URL has it; empty where it cannot be one. */
function hostOf(domain: string): string {
  return URL.parse(`ws://${domain}`)?.hostname ?? '';
}

export function domainToASCII(...args: [domain?: unknown]): string {
  if (args.length === 0) throw nodeError('ERR_MISSING_ARGS', 'domain');
  return hostOf(`${args[0]}`);
}

export function domainToUnicode(...args: [domain?: unknown]): string {
  if (args.length === 0) throw nodeError('ERR_MISSING_ARGS', 'domain');
  return punycode.toUnicode(hostOf(`${args[0]}`));
}

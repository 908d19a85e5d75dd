// node:tls and node:https, at both ends.
import { test } from 'uvu';
import { stories } from './programs/tls.ts';
import { compare } from './stage/compare.ts';

compare('tls', stories);

test.run();

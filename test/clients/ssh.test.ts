// ssh2, client and server.
import { test } from 'uvu';
import { stories } from './programs/ssh.ts';
import { compare } from './stage/compare.ts';

compare('ssh', stories);

test.run();

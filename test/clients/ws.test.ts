// ws, client and server, on node:http and node:https.
import { test } from 'uvu';
import { stories } from './programs/ws.ts';
import { compare } from './stage/compare.ts';

compare('ws', stories);

test.run();

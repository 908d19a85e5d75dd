// mysql2, client and server.
import { test } from 'uvu';
import { stories } from './programs/mysql.ts';
import { compare } from './stage/compare.ts';

compare('mysql', stories);

test.run();

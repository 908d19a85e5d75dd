// The client pg against Debian's PostgreSQL.
import { test } from 'uvu';
import { stories } from './programs/postgres.ts';
import { compare } from './stage/compare.ts';
import { postgres } from './stage/postgres.ts';

compare('postgres', stories, postgres);

test.run();

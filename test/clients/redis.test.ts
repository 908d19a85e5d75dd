// The client ioredis against Debian's redis-server.
import { test } from 'uvu';
import { stories } from './programs/redis.ts';
import { compare } from './stage/compare.ts';
import { redis } from './stage/redis.ts';

compare('redis', stories, redis);

test.run();

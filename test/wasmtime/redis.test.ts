// The client ioredis in real Wasmtime, against Debian's redis-server.
import { test } from 'uvu';
import { stories } from '../clients/programs/redis.ts';
import { redis } from '../clients/stage/redis.ts';
import { compareInGuest } from './clients/compare.ts';
import { overTcp } from './clients/over-tcp.ts';

compareInGuest('redis', stories, overTcp(redis));

test.run();

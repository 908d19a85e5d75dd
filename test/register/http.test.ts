// http, https and http2 on wasi-net, by way of wasi-net/register: what a program sees is what it sees on node:net.
import { test } from 'uvu';
import { compare } from './run.ts';

compare('http.mjs', 14);

test.run();

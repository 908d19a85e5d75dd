// tls on wasi-net, by way of wasi-net/register: what a program sees is what it sees on node:net.
import { test } from 'uvu';
import { compare } from './run.ts';

compare('tls-client.mjs', 30);
compare('tls-server.mjs', 20);

test.run();

// Work on sockets, on jco-std's net: the package has its core apart from the way the imports are had, and takes a u64
// as whatever the guest has for it.

import { Buffer } from 'node:buffer';
import { getArguments } from 'wasi:cli/environment@0.2.12';
import { now } from 'wasi:clocks/monotonic-clock@0.2.12';
import * as instanceNetwork from 'wasi:sockets/instance-network@0.2.12';
import * as ipNameLookup from 'wasi:sockets/ip-name-lookup@0.2.12';
import * as tcpCreateSocket from 'wasi:sockets/tcp-create-socket@0.2.12';
import { createNet } from '@bytecodealliance/jco-std/wasi/0.2.x/node/24.x.x/net/core';
import type { Net } from '../../row.ts';
import { runArguments } from '../work/work.ts';
import { print } from './print.ts';

/** It writes with calls that take no more. wit: output-stream.blocking-write-and-flush */
const MOST_AT_ONCE = 4096;

Object.assign(globalThis, { Buffer, performance: { now: () => now() / 1e6 } });
/** Its types know of bigints alone. */
const u64 = Number as unknown as (value: number) => bigint;
const net = createNet({ instanceNetwork, ipNameLookup, tcpCreateSocket, u64 });

export const run = {
  run(): Promise<void> {
    return new Promise(over => {
      const [, ...args] = getArguments();
      runArguments(net as unknown as Net, args, MOST_AT_ONCE, line => {
        print(line);
        over();
      });
    });
  },
};

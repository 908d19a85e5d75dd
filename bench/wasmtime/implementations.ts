// What is compared in Wasmtime. Each has the same programs, as far as its API allows.

import { fileURLToPath } from 'node:url';
import type { Implementation } from '../suite.ts';
import { wasmtimeCommand } from './cache.ts';
import { jcoComponent } from './jco-std/build.ts';
import { ownComponent } from './own.ts';
import { missingRust, rustComponent } from './rust/build.ts';
import type { ProgramName } from './tasks.ts';

export interface Program {
  /** What runs it; its arguments come after. */
  command: string[];
  /** The file whose size counts. */
  file: string;
}

export interface GuestImplementation extends Implementation {
  /** The rows in which it is known to hang. */
  hangs?: readonly string[];
  /** Why it cannot be had here, in one line. */
  missing?(): string | undefined;
  /** Builds it if need be. */
  program(name: ProgramName): Promise<Program>;
}

/** Without what takes more than a net. */
const OF_NET_ALONE = [
  'receive',
  'send-64k',
  'writes-4k',
  'ping-pong-64',
  'ping-pong-1k',
  'sockets-1000',
  'start-hello',
  'start-net',
  'size-hello',
  'size-net',
];

export const OURS: GuestImplementation = {
  name: 'wasi-net',
  program: name => inWasmtime(ownComponent(name)),
};

export const JCO_STD: GuestImplementation = {
  name: 'jco-std',
  rows: [...OF_NET_ALONE, 'sockets-promises'],
  // It reads with calls that block: while one socket is silent nothing else goes on.
  hangs: ['sockets-promises'],
  program: name => inWasmtime(jcoComponent(name)),
};

export const RUST: GuestImplementation = {
  name: 'Rust',
  rows: OF_NET_ALONE,
  missing: missingRust,
  program: name => inWasmtime(rustComponent(name)),
};

export const NATIVE: GuestImplementation = {
  name: 'node:net',
  rows: [
    ...OF_NET_ALONE.filter(name => !name.startsWith('size')),
    'sockets-promises',
    'pg-10000',
    'ioredis-1000',
  ],
  async program(name) {
    const file = fileURLToPath(new URL(`wasmtime/programs/${name}.mjs`, import.meta.url));
    return { command: [process.execPath, file], file };
  },
};

async function inWasmtime(built: Promise<string>): Promise<Program> {
  const file = await built;
  return { command: await wasmtimeCommand(file), file };
}

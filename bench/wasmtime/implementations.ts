// What is compared in Wasmtime. Each has the same programs, as far as its API allows.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedProgram } from '../../host/cli/build/cache.ts';
import type { GuestName } from '../../host/cli/build/guests.ts';
import type { Implementation } from '../suite.ts';
import { FOLDER, wasmtimeCommand } from './cache.ts';
import { jcoComponent } from './jco-std/build.ts';
import { profiledComponent } from './profile/build.ts';
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
  /** Builds it if need be; with a folder for a profile one that records it, where that can be. */
  program(name: ProgramName, profile?: string): Promise<Program>;
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
  program: inWasmtime((name, profile) =>
    profile === undefined ? ownComponent(name, 'quickjs') : profiledComponent(name, profile),
  ),
};

export const STARLINGMONKEY: GuestImplementation = {
  name: 'StarlingMonkey',
  program: inWasmtime(name => ownComponent(name, 'starlingmonkey')),
};

export const JCO_STD: GuestImplementation = {
  name: 'jco-std',
  rows: [...OF_NET_ALONE, 'sockets-promises'],
  // It reads with calls that block: while one socket is silent nothing else goes on.
  hangs: ['sockets-promises'],
  program: inWasmtime(jcoComponent),
};

export const RUST: GuestImplementation = {
  name: 'Rust',
  rows: OF_NET_ALONE,
  missing: missingRust,
  program: inWasmtime(rustComponent),
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

/** On wasi-net, as its command builds it. */
function ownComponent(name: ProgramName, guest: GuestName): Promise<string> {
  const entry = `bench/wasmtime/programs/${name}.ts`;
  return cachedProgram({ entry, guest, minify: false, dist: resolve('dist') }, FOLDER);
}

/** Programs that `build` makes: the path of a component. Each is asked for once. */
function inWasmtime(build: (name: ProgramName, profile?: string) => Promise<string>) {
  const known = new Map<string, Promise<Program>>();
  const made = async (name: ProgramName, profile?: string) => {
    const file = await build(name, profile);
    return { command: await wasmtimeCommand(file), file };
  };
  return (name: ProgramName, profile?: string) => {
    const key = `${name} ${profile}`;
    const program = known.get(key) ?? made(name, profile);
    known.set(key, program);
    return program;
  };
}

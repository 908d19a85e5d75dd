#!/usr/bin/env node
// wasi-net: programs of node:net made into components, and run.

import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildCommand, type Command, parseCommand, type RunCommand } from './arguments.ts';
import { cachedProgram } from './build/cache.ts';
import { prepareProgram } from './build/program.ts';
import { Failure } from './failure.ts';
import { HELP } from './help.ts';
import { Progress } from './progress.ts';
import { compiled } from './run/compiled.ts';
import { runComponent } from './run/run.ts';
import { findWasmtime, remark } from './run/wasmtime.ts';

const dist = fileURLToPath(new URL('.', import.meta.url));
const progress = new Progress();

try {
  process.exitCode = await obey(parseCommand(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  for (const line of error.lines) progress.tell(line);
  process.exitCode = error.exitCode;
}

async function obey(command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'version':
      console.log(JSON.parse(readFileSync(join(dist, '../package.json'), 'utf8')).version);
      return 0;
    case 'build':
      return build(command);
    case 'run':
      return run(command);
  }
}

async function build({ entry, output, guest, minify }: BuildCommand): Promise<number> {
  const program = await prepareProgram({ entry, guest, minify, dist, step: name => progress.step(name) });
  const bytes = await program.make();
  try {
    writeFileSync(output, bytes);
  } catch (error) {
    throw new Failure(`cannot write ${output}: ${(error as Error).message}`);
  }
  progress.tell(`${output}: ${(bytes.length / 1e6).toFixed(1)} MB in ${progress.seconds}`);
  return 0;
}

async function run({ entry, args, guest, minify }: RunCommand): Promise<number> {
  const wasmtime = findWasmtime();
  const remarked = remark(wasmtime);
  if (remarked) progress.tell(remarked);
  const step = (name: string) => progress.step(name);
  const component = await cachedProgram({ entry, guest, minify, dist, step }, cacheFolder());
  const program = await compiled(component, wasmtime, step);
  progress.clear();
  return runComponent(wasmtime.path, program, args, resolve(entry));
}

/** Where caches of a user are. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'wasi-net');
}

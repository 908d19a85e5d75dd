#!/usr/bin/env node
// wasi-net: programs of node:net made into components, and run.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildCommand, parseCommand } from './arguments.ts';
import { prepareProgram } from './build/program.ts';
import { Failure } from './failure.ts';

const dist = fileURLToPath(new URL('.', import.meta.url));

try {
  const command = parseCommand(process.argv.slice(2));
  if (command.name === 'build') await runBuild(command);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  for (const line of error.lines) console.error(`wasi-net: ${line}`);
  process.exitCode = error.exitCode;
}

async function runBuild({ entry, output, guest, minify }: BuildCommand): Promise<void> {
  const started = performance.now();
  const program = await prepareProgram({
    entry,
    guest,
    minify,
    dist,
    step: name => console.error(`wasi-net: ${name}`),
  });
  const bytes = await program.make();
  writeFileSync(output, bytes);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.error(`wasi-net: ${output}, ${(bytes.length / 1e6).toFixed(1)} MB in ${seconds} s`);
}

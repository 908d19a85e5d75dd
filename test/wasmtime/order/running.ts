// Runs a program of main.ts on Node, and inside Wasmtime, and tells what each printed and how it ended.

import { basename } from 'node:path';
import { buildSync } from 'esbuild';
import { forNode } from '../../../scripts/bundling.mjs';
import { compiledGuest } from '../../support/guest.ts';
import { NETWORK, type Running, startGuest, startNode } from '../../support/running.ts';

export interface Ran {
  readonly output: string[];
  readonly errors: string[];
  readonly code: number | string | null;
}

export type Run = (...args: string[]) => Promise<Ran>;

export const MAIN = 'test/wasmtime/order/main.ts';

/** The program on Node, by the same bundler. */
export function onNode(entry: string): Run {
  const program = bundledForNode(entry);
  return (...args) => ran(startNode(program, args));
}

/** The file as it is: Node leaves out the types itself. */
export function ranOnNode(file: string, ...args: string[]): Promise<Ran> {
  return ran(startNode(file, args));
}

export function bundledForNode(entry: string): string {
  const outfile = `.cache/order/${process.pid}-${basename(entry, '.ts')}.mjs`;
  buildSync({ ...forNode, target: 'esnext', entryPoints: [entry], outfile });
  return outfile;
}

/** The program as a component, compiled once for all its runs. */
export async function inWasmtime(entry: string): Promise<Run> {
  const program = await compiledGuest(entry);
  return (...args) => ran(startGuest(program, args, ['--allow-precompiled', ...NETWORK]));
}

async function ran({ ended }: Running): Promise<Ran> {
  const { code, out, err } = await ended;
  return { output: out.split('\n'), errors: wordsOf(err), code };
}

/**
 * What both say of an error or a warning: without stacks, the excerpt of the source that Node puts before them, hints at
 * options of Node's, ports, and who said it.
 */
export function wordsOf(text: string): string[] {
  const lines = text.split('\n');
  const caret = lines.findIndex(line => /^\s*\^+$/.test(line));
  return lines
    .slice(caret + 1)
    .filter(
      line =>
        !/^\s+at |^\(Use `|^(Node\.js|wasi-net) |^Emitted 'error' event|^Warning: Detected unsettled/.test(
          line,
        ),
    )
    .map(line =>
      line
        .replace(/ \{$/, '')
        .replace(/^\(node:\d+\)/, '(node)')
        .replace(/\b\d{5}\b/g, 'PORT'),
    )
    .filter(line => line !== '');
}

// The command line of the example: what may be said, what is refused and how, and the text of --help.
import { parseArgs } from 'node:util';
import type { Listening } from './database.ts';
import { IMPLEMENTATIONS, type ImplementationName } from './implementations.ts';

export const HELP = `Usage: npm start -- [options]

Fills, reads back and queries a real Postgres (PGlite, in a process of its own) with the unmodified
npm client pg, over the sockets of wasi-net and, for comparison, over those of node:net; and the same
program once more inside Wasmtime.

  --rows N      rows to insert and read back, 1 to 1000000 (default 10000)
  --rounds N    counted rounds of each implementation, 1 to 100 (default 5); one more, uncounted, warms up
  --impl WHICH  wasi-net, node:net, wasmtime (wasi-net inside it) or all (default all)
  --database A  a Postgres that listens already, as HOST:PORT, in the place of one of its own
  --json        print the report as JSON
  --help        print this text`;

export interface Options {
  rows: number;
  rounds: number;
  implementations: readonly ImplementationName[];
  /** Whether the program runs in Wasmtime too: if it is there, or in any case. */
  wasmtime: 'never' | 'if there' | 'always';
  database: Omit<Listening, 'version'> | undefined;
  json: boolean;
  help: boolean;
}

/** An argument that cannot be taken; the message is one line that says which and why. */
export class ArgumentError extends Error {}

/** Reads the arguments after the file's name. Throws `ArgumentError`. */
export function readOptions(args: string[]): Options {
  const values = parse(args);
  return {
    rows: wholeNumber('--rows', values.rows, 1_000_000),
    rounds: wholeNumber('--rounds', values.rounds, 100),
    ...chosen(values.impl),
    database: values.database === undefined ? undefined : endpoint(values.database),
    json: values.json,
    help: values.help,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        rows: { type: 'string', default: '10000' },
        rounds: { type: 'string', default: '5' },
        impl: { type: 'string', default: 'all' },
        database: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.?\s*\n|\. /); // Node adds advice, over several lines
    throw new ArgumentError(sentence);
  }
}

function wholeNumber(option: string, text: string, most: number): number {
  const n = Number(text);
  if (/^\d+$/.test(text) && n >= 1 && n <= most) return n;
  throw new ArgumentError(`${option} takes a whole number from 1 to ${most}, not '${text}'`);
}

function chosen(text: string): Pick<Options, 'implementations' | 'wasmtime'> {
  if (text === 'all') return { implementations: IMPLEMENTATIONS, wasmtime: 'if there' };
  if (text === 'wasmtime') return { implementations: [], wasmtime: 'always' };
  const name = IMPLEMENTATIONS.find(known => known === text);
  if (name) return { implementations: [name], wasmtime: 'never' };
  throw new ArgumentError(`--impl takes ${IMPLEMENTATIONS.join(', ')}, wasmtime or all, not '${text}'`);
}

function endpoint(text: string): { host: string; port: number } {
  const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (host) return { host, port: Number(port) };
  throw new ArgumentError(`--database takes HOST:PORT, not '${text}'`);
}

// The command line of the example: what may be said, what is refused and how, and the text of --help.
import { parseArgs } from 'node:util';
import { IMPLEMENTATIONS, type ImplementationName } from './implementations.ts';

export const HELP = `Usage: npm start -- [options]

Fills, reads back and queries a real Postgres (PGlite, in a process of its own) with the unmodified
npm client pg, over the sockets of wasi-net and, for comparison, over those of node:net.

  --rows N      rows to insert and read back, 1 to 1000000 (default 10000)
  --rounds N    counted rounds of each implementation, 1 to 100 (default 5); one more, uncounted, warms up
  --impl WHICH  wasi-net, node:net or both (default both)
  --json        print the report as JSON
  --help        print this text`;

export interface Options {
  rows: number;
  rounds: number;
  implementations: readonly ImplementationName[];
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
    implementations: chosen(values.impl),
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
        impl: { type: 'string', default: 'both' },
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

function chosen(text: string): readonly ImplementationName[] {
  if (text === 'both') return IMPLEMENTATIONS;
  const name = IMPLEMENTATIONS.find(known => known === text);
  if (name) return [name];
  throw new ArgumentError(`--impl takes ${IMPLEMENTATIONS.join(', ')} or both, not '${text}'`);
}

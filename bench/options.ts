// The command line of the benchmark: what may be said, what is refused and how, and the text of --help.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { BASELINE, IMPLEMENTATIONS, type Implementation, SUBJECT } from './implementations.ts';
import type { Workload } from './row.ts';
import { ROWS, WORKLOADS } from './workloads.ts';

const MAX_PAIRS = 1000;

export const HELP = `Usage: npm run bench -- [options]

Measures wasi-net against node:net: client and peer are fresh processes for each run, the
implementations alternate, and the ratio is taken of each pair of runs.

  --only ROW[,ROW]   only these rows, and those that are measured with them (see --list)
  --pairs N          runs of each implementation, 1 to ${MAX_PAIRS} (default 5)
  --impl NAME[,NAME] of ${names().join(', ')}
                     (default ${BASELINE.name},${SUBJECT.name}; all of them with --write)
  --json FILE        writes the results as JSON; - for standard output, instead of the table
  --write            writes the table into README.md and docs/performance.md, between their markers
  --grow             measures 10 to 10,000 sockets instead of the table, and writes docs/growth.svg
  --quick            small amounts: shows that it works, measures nothing
  --profile FOLDER   writes a processor profile of each client
  --list             prints the rows
  --help             prints this text`;

export interface Options {
  workloads: readonly Workload[];
  implementations: readonly Implementation[];
  pairs: number;
  json: string | undefined;
  write: boolean;
  grow: boolean;
  quick: boolean;
  profile: string | undefined;
  list: boolean;
  help: boolean;
}

/** An argument that cannot be taken; the message is one line that says which and why. */
export class ArgumentError extends Error {}

/** Reads the arguments after the file's name. Throws `ArgumentError`. */
export function readOptions(args: string[]): Options {
  const { only, impl, pairs, ...values } = parse(args);
  if (values.quick && values.write) throw new ArgumentError('--quick measures nothing worth to --write');
  if (values.grow && (only !== undefined || values.write))
    throw new ArgumentError('--grow goes with neither --only nor --write');
  if (values.write && only !== undefined)
    throw new ArgumentError('--write takes the whole table, not --only');
  if (values.json !== undefined && values.json !== '-' && !existsSync(dirname(values.json)))
    throw new ArgumentError(`--json: there is no folder ${dirname(values.json)}`);
  return {
    ...values,
    json: values.json,
    profile: values.profile,
    workloads: chosenWorkloads(only),
    implementations: chosenImplementations(impl, values.write),
    pairs: wholeNumber('--pairs', pairs),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: 'string' },
        pairs: { type: 'string', default: '5' },
        impl: { type: 'string' },
        json: { type: 'string' },
        write: { type: 'boolean', default: false },
        grow: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        profile: { type: 'string' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.?\s*\n|\. /); // Node adds advice, over several lines
    throw new ArgumentError(sentence);
  }
}

function wholeNumber(option: string, text: string): number {
  const n = Number(text);
  if (/^\d+$/.test(text) && n >= 1 && n <= MAX_PAIRS) return n;
  throw new ArgumentError(`${option} takes a whole number from 1 to ${MAX_PAIRS}, not '${text}'`);
}

function chosenWorkloads(only: string | undefined): readonly Workload[] {
  if (only === undefined) return WORKLOADS;
  const chosen = only.split(',');
  const unknown = chosen.find(name => !ROWS.some(row => row.name === name));
  if (unknown !== undefined) throw new ArgumentError(`--only: no row is called '${unknown}' (see --list)`);
  return WORKLOADS.filter(({ rows }) => rows.some(row => chosen.includes(row.name)));
}

function chosenImplementations(text: string | undefined, all: boolean): readonly Implementation[] {
  if (text === undefined) return all ? IMPLEMENTATIONS : [BASELINE, SUBJECT];
  const chosen = text.split(',');
  const unknown = chosen.find(name => !names().includes(name));
  if (unknown !== undefined)
    throw new ArgumentError(`--impl takes ${names().join(', ')}, with commas between, not '${unknown}'`);
  return IMPLEMENTATIONS.filter(({ name }) => chosen.includes(name));
}

function names(): string[] {
  return IMPLEMENTATIONS.map(({ name }) => name);
}

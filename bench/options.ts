// The command line of the benchmark: what may be said, what is refused and how, and the text of --help.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { ON_NODE } from './on-node.ts';
import type { Task } from './row.ts';
import type { Implementation, Suite } from './suite.ts';
import { IN_WASMTIME } from './wasmtime/suite.ts';

const MAX_PAIRS = 1000;
const SUITES: readonly Suite[] = [ON_NODE, IN_WASMTIME];

export const HELP = `Usage: npm run bench -- [options]

Measures wasi-net against node:net, or in Wasmtime: client and peer are fresh processes for each
run, the implementations alternate, and the ratio is taken of each pair of runs.

  --runtime NAME     ${SUITES.map(({ runtime }) => runtime).join(' or ')} (default ${ON_NODE.runtime})
  --only ROW[,ROW]   only these rows, and those that are measured with them (see --list)
  --pairs N          runs of each implementation, 1 to ${MAX_PAIRS} (default 5)
  --impl NAME[,NAME] ${SUITES.map(implementationsText).join('\n                     ')}
                     (all of them with --write)
  --json FILE        writes the results as JSON; - for standard output, instead of the table
  --write            writes the table into the documents that have one, between their markers
  --grow             measures 10 to 10,000 sockets instead of the table, and writes docs/growth.svg
  --quick            small amounts: shows that it works, measures nothing
  --profile FOLDER   writes a processor profile of each client; in Wasmtime, for each row, what the
                     functions of wasi-net's program took
  --list             prints the rows
  --help             prints this text`;

export interface Options {
  suite: Suite;
  tasks: readonly Task[];
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
  const { only, impl, pairs, runtime, ...values } = parse(args);
  const suite = SUITES.find(({ runtime: known }) => known === runtime);
  if (!suite) throw new ArgumentError(`--runtime: '${runtime}' is not measured (see --help)`);
  if (values.quick && values.write) throw new ArgumentError('--quick measures nothing worth to --write');
  if (values.grow && (only !== undefined || values.write))
    throw new ArgumentError('--grow goes with neither --only nor --write');
  if (suite !== ON_NODE && values.grow) throw new ArgumentError('--grow is of programs on Node');
  if (values.write && only !== undefined)
    throw new ArgumentError('--write takes the whole table, not --only');
  if (values.json !== undefined && values.json !== '-' && !existsSync(dirname(values.json)))
    throw new ArgumentError(`--json: there is no folder ${dirname(values.json)}`);
  return {
    ...values,
    json: values.json,
    profile: values.profile,
    suite,
    tasks: chosenTasks(suite, only),
    implementations: chosenImplementations(suite, impl, values.write),
    pairs: wholeNumber('--pairs', pairs),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        runtime: { type: 'string', default: ON_NODE.runtime },
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

function chosenTasks({ tasks }: Suite, only: string | undefined): readonly Task[] {
  if (only === undefined) return tasks;
  const chosen = only.split(',');
  const known = tasks.flatMap(({ rows }) => rows.map(({ name }) => name));
  const unknown = chosen.find(name => !known.includes(name));
  if (unknown !== undefined) throw new ArgumentError(`--only: no row is called '${unknown}' (see --list)`);
  return tasks.filter(({ rows }) => rows.some(row => chosen.includes(row.name)));
}

function chosenImplementations(suite: Suite, text: string | undefined, all: boolean) {
  const { implementations, usual } = suite;
  if (text === undefined) return all ? implementations : usual;
  const chosen = text.split(',');
  const unknown = chosen.find(name => !names(suite).includes(name));
  if (unknown !== undefined)
    throw new ArgumentError(`--impl takes ${names(suite).join(', ')}, with commas between, not '${unknown}'`);
  return implementations.filter(({ name }) => chosen.includes(name));
}

function implementationsText(suite: Suite): string {
  const usual = suite.usual.map(({ name }) => name).join();
  return `${suite.runtime}: of ${names(suite).join(', ')}\n                     (default ${usual})`;
}

function names({ implementations }: Suite): string[] {
  return implementations.map(({ name }) => name);
}

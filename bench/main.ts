// npm run bench: measures the rows of the table, or the growth, and reports. Results go to standard output,
// progress and complaints to standard error. Exit code 1 when a row could not be measured, 2 for bad
// arguments.

import { writeFileSync } from 'node:fs';
import { measureGrowth } from './growth/growth.ts';
import { ArgumentError, HELP, type Options, readOptions } from './options.ts';
import { openFileLimit, thisMachine } from './report/machine.ts';
import { checkMarkers, conditionsText, markdownTables, replaceMarked } from './report/markdown.ts';
import { clearProgress, complain, progress } from './report/progress.ts';
import { listOf, textTable } from './report/text.ts';
import { type RowResult, resultsOf } from './results.ts';
import type { Workload } from './row.ts';
import { runPairs } from './run/pairs.ts';
import { ROWS } from './workloads.ts';

const DOCUMENTS = ['README.md', 'docs/performance.md'];
/** Open files of a process beside its sockets, amply. */
const OTHER_FILES = 100;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
    if (options.write) DOCUMENTS.forEach(checkMarkers);
  } catch (error) {
    complain((error as Error).message);
    return error instanceof ArgumentError ? 2 : 1;
  }
  if (options.help) console.log(HELP);
  else if (options.list) console.log(listOf(ROWS));
  else return options.grow ? measureGrowth(options) : measureTable(options);
  return 0;
}

async function measureTable(options: Options): Promise<number> {
  const results: RowResult[] = [];
  let failures = 0;
  for (const workload of options.workloads) {
    const missing = missingFiles(workload, options.quick);
    if (missing) complain(missing);
    else {
      try {
        results.push(...(await measure(workload, options)));
      } catch (error) {
        failures++;
        complain(`${workload.rows[0].name}: ${(error as Error).message}`);
      }
    }
  }
  clearProgress();
  report(results, options);
  if (failures === 0 && options.write) writeDocuments(results, options);
  return failures > 0 ? 1 : 0;
}

async function measure(workload: Workload, options: Options): Promise<RowResult[]> {
  const { implementations, pairs } = options;
  const [{ name }] = workload.rows;
  const series = await runPairs(workload, implementations, pairs, options, (pair, implementation) =>
    progress(`${name}  ${pair + 1}/${pairs}  ${implementation.name}`),
  );
  return resultsOf(workload, series);
}

/** Why a workload cannot have its sockets, in one line; undefined if it can. */
function missingFiles(workload: Workload, quick: boolean): string | undefined {
  const sockets = workload.sockets?.[quick ? 'quick' : 'full'] ?? 0;
  if (workload.peer === 'none' || sockets === 0) return undefined;
  const limit = openFileLimit();
  if (limit >= sockets + OTHER_FILES) return undefined;
  const [{ name }] = workload.rows;
  return `${name}: left out, it needs ${sockets + OTHER_FILES} open files and 'ulimit -n' allows ${limit}`;
}

function report(results: readonly RowResult[], { json, pairs, implementations }: Options): void {
  if (json !== '-') console.log(textTable(results, implementations));
  if (json === undefined) return;
  const text = `${JSON.stringify({ machine: thisMachine(), pairs, rows: results }, null, 2)}\n`;
  if (json === '-') process.stdout.write(text);
  else writeFileSync(json, text);
}

function writeDocuments(results: readonly RowResult[], { pairs, implementations }: Options): void {
  const table = markdownTables(results, implementations);
  const text = `${table}\n\n${conditionsText(thisMachine(), pairs)}`;
  for (const file of DOCUMENTS) replaceMarked(file, text);
}

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
import type { Task } from './row.ts';
import { runPairs } from './run/pairs.ts';

/** Open files of a process beside its sockets, amply. */
const OTHER_FILES = 100;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
    const { documents, marker } = options.suite;
    if (options.write) for (const file of documents) checkMarkers(file, marker);
  } catch (error) {
    complain((error as Error).message);
    return error instanceof ArgumentError ? 2 : 1;
  }
  if (options.help) console.log(HELP);
  else if (options.list) console.log(listOf(options.suite.tasks.flatMap(({ rows }) => rows)));
  else return options.grow ? measureGrowth(options) : measureTable(options);
  return 0;
}

async function measureTable(chosen: Options): Promise<number> {
  const options = { ...chosen, implementations: presentOf(chosen) };
  const results: RowResult[] = [];
  let failures = 0;
  for (const task of options.tasks) {
    const missing = missingFiles(task, options.quick);
    if (missing) complain(missing);
    else {
      try {
        results.push(...(await measure(task, options)));
      } catch (error) {
        failures++;
        complain(`${task.rows[0].name}: ${(error as Error).message.split('\n')[0]}`);
      }
    }
  }
  clearProgress();
  report(results, options);
  if (failures === 0 && options.write) writeDocuments(results, options);
  return failures > 0 ? 1 : 0;
}

/** Without those that cannot be had here, and says which and why. */
function presentOf({ suite, implementations }: Options): Options['implementations'] {
  return implementations.filter(implementation => {
    const missing = suite.missing(implementation);
    if (missing) complain(`${implementation.name}: left out, ${missing}`);
    return missing === undefined;
  });
}

async function measure(task: Task, options: Options): Promise<RowResult[]> {
  const { suite, implementations, pairs } = options;
  const [{ name }] = task.rows;
  const series = await runPairs(suite, task, implementations, pairs, options, (pair, implementation) =>
    progress(`${name}  ${pair + 1}/${pairs}  ${implementation.name}`),
  );
  return resultsOf(suite, task, series);
}

/** Why a task cannot have its sockets, in one line; undefined if it can. */
function missingFiles(task: Task, quick: boolean): string | undefined {
  const sockets = task.sockets?.[quick ? 'quick' : 'full'] ?? 0;
  if (task.peer === 'none' || sockets === 0) return undefined;
  const limit = openFileLimit();
  if (limit >= sockets + OTHER_FILES) return undefined;
  const [{ name }] = task.rows;
  return `${name}: left out, it needs ${sockets + OTHER_FILES} open files and 'ulimit -n' allows ${limit}`;
}

function report(results: readonly RowResult[], { suite, json, pairs, implementations }: Options): void {
  if (json !== '-') console.log(textTable(suite, results, implementations));
  if (json === undefined) return;
  const text = `${JSON.stringify({ machine: thisMachine(), pairs, rows: results }, null, 2)}\n`;
  if (json === '-') process.stdout.write(text);
  else writeFileSync(json, text);
}

function writeDocuments(results: readonly RowResult[], { suite, pairs, implementations }: Options): void {
  const table = markdownTables(suite, results, implementations);
  const text = `${table}\n\n${conditionsText(suite, thisMachine(), pairs)}`;
  for (const file of suite.documents) replaceMarked(file, suite.marker, text);
}

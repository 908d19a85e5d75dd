// The main example, `npm start`: the unmodified npm client pg talks to a real Postgres over the sockets of
// wasi-net, and the very same program runs on node:net beside it, in turn, in this process; and then once more, built
// by `wasi-net build`, inside Wasmtime. It reports what was moved, how long it took and which states each socket went
// through. `--help` lists the options.
import { extname } from 'node:path';
import { type Database, listeningDatabase, startDatabase } from './postgres/database.ts';
import { type Implementation, type ImplementationName, LoadError, load } from './postgres/implementations.ts';
import { NoWasmtime, runInWasmtime } from './postgres/in-wasmtime.ts';
import { ArgumentError, HELP, type Options, readOptions } from './postgres/options.ts';
import { type Report, reportOf, textOf, withOther } from './postgres/report.ts';
import { expectedOf, type Run, run } from './postgres/run.ts';

const WARM_UP_ROWS = 10_000;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    console.error(`postgres: ${error.message}`);
    return 2;
  }
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  try {
    await compare(options);
    return 0;
  } catch (error) {
    if (error instanceof LoadError || error instanceof NoWasmtime)
      console.error(`postgres: ${error.message}`);
    else console.error('postgres:', error);
    process.exit(1); // sockets of a run that failed half-way may be open, and would hold the process
  }
}

async function compare(options: Options): Promise<void> {
  const { json, rounds } = options;
  const list = await Promise.all(options.implementations.map(load));
  const tell = (what: string) => json || console.error(what);
  const database = await databaseOf(options, tell);
  tell(`Postgres listens on port ${database.port}; running ...\n`);
  const runs = await inTurn(list, database, options);
  let report = reportOf(runs, database.version, rounds);
  if (options.wasmtime !== 'never') report = await withWasmtime(report, database, options);
  await database.stop();
  console.log(json ? JSON.stringify(report, null, 2) : textOf(report));
}

async function databaseOf({ database }: Options, tell: (what: string) => unknown): Promise<Database> {
  if (database) return listeningDatabase(database);
  tell('Starting Postgres in a process of its own ...');
  // Beside this file, in source (.ts) as in the bundle (.mjs).
  return startDatabase(new URL(`./postgres/server${extname(import.meta.url)}`, import.meta.url));
}

/** The report with the same program's from inside Wasmtime; where that is not there, it is said how to get it. */
async function withWasmtime(report: Report, database: Database, options: Options): Promise<Report> {
  try {
    return withOther(report, 'Wasmtime', await runInWasmtime(database, options));
  } catch (error) {
    if (!(error instanceof NoWasmtime) || options.wasmtime === 'always') throw error;
    console.error(`postgres: ${error.message}`);
    return report;
  }
}

/** Runs each implementation once a round, in changing order, so that none is always the first. */
async function inTurn(
  list: Implementation[],
  database: Database,
  { rows, rounds }: Options,
): Promise<Map<ImplementationName, Run[]>> {
  const runs = new Map<ImplementationName, Run[]>(list.map(({ name }) => [name, []]));
  const small = expectedOf(Math.min(rows, WARM_UP_ROWS));
  for (const implementation of list) await run(implementation, database, small);
  const expected = expectedOf(rows);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? list : list.slice().reverse();
    for (const implementation of order) {
      runs.get(implementation.name)?.push(await run(implementation, database, expected));
    }
  }
  return runs;
}
